import pytest
from django.test import Client

from pages.editing.hints import Omission, hints_on
from pages.models import InfoPage, PublicPage
from tests.pages.editing.conftest import Publish

pytestmark = pytest.mark.django_db


def sentences(page: PublicPage) -> set[str]:
    return {hint.sentence for hint in hints_on(page)}


def test_a_plain_complete_page_has_no_hints(page: InfoPage) -> None:
    assert hints_on(page) == []


def test_a_missing_and_a_long_description_are_told(publish: Publish) -> None:
    assert sentences(publish(search_description="")) == {str(Omission.NO_DESCRIPTION.label)}
    assert sentences(publish(search_description="Wort " * 40)) >= {str(Omission.LONG_DESCRIPTION.label)}


def test_headings_with_nothing_below_and_long_texts_without_one_are_told(publish: Publish) -> None:
    two = [{"type": "heading", "value": "Eins"}, {"type": "heading", "value": "Zwei"}]
    long = [{"type": "text", "value": "<p>" + "Sie gehen hin. " * 100 + "</p>"}]

    assert str(Omission.EMPTY_HEADING.label) in sentences(publish(body=two))
    assert str(Omission.NO_HEADING.label) in sentences(publish(body=long))


def test_the_language_rules_hold_for_german_alone(translated: InfoPage, publish: Publish) -> None:
    german = publish(lead="Der Antrag wird geprüft.")

    assert any("Passiv" in sentence for sentence in sentences(german))
    assert hints_on(translated) == []


def test_the_page_editor_shows_the_hints_and_saving_goes_on(editing: Client, publish: Publish) -> None:
    page = publish(lead="Der Antrag wird geprüft.")

    html = editing.get(f"/cms/pages/{page.pk}/edit/").text

    assert "Passiv: Sagen Sie, wer es tut." in html
    assert '<q lang="de">Der Antrag wird geprüft.</q>' in html


def test_the_report_lists_every_page_with_hints(editing: Client, publish: Publish) -> None:
    publish(lead="Der Antrag wird geprüft.")

    html = editing.get("/cms/berichte/hinweise/").text

    assert "<strong>Öffnungszeiten</strong> (de): 1 Hinweis" in html
