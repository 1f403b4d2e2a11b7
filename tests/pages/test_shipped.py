import pytest
from wagtail.models import Page

from pages import shipped
from pages.models import HomePage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_pages")]


def test_pages_are_loaded_once() -> None:
    first, again = shipped.load(), shipped.load()

    assert (first, again) == (True, False)
    assert HomePage.objects.count() == 3


def test_what_an_editor_deletes_stays_deleted() -> None:
    shipped.load()
    Page.objects.filter(slug="impressum").delete()

    shipped.load()

    assert not Page.objects.filter(slug="impressum").exists()


def test_what_readers_must_not_miss_stands_in_full() -> None:
    shipped.load()

    process = str(Page.objects.get(slug="so-laeuft-es-ab", locale__language_code="de").specific.body)
    for_whom = str(Page.objects.get(slug="fuer-wen", locale__language_code="de").specific.body)

    assert (
        "Der Antrag stoppt keine Abschiebung. Er verlängert keine Frist. Er ersetzt keine Klage und keinen Asylantrag. "
        "Bei Fristen: sofort Beratung oder Anwältin, Anwalt."
    ) in process
    assert "Hinweis zum Chancen-Aufenthaltsrecht" in for_whom
    assert (
        "Es konnte nur bis 31. Dezember 2025 neu beantragt werden. Läuft Ihres ab, lassen Sie sich früh zum Wechsel "
        "beraten."
    ) in for_whom
