import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page

from gremium.people.models import User
from pages.models import EligibilityPage, HomePage, InfoPage, ProcessPage
from pages.originals import is_grave
from pages.stating import confirm_checked
from tests.pages.scene import IDS, Scene, german_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]
GERMAN_BOX = re.compile(r'<div class="german stack" lang="de" dir="ltr" data-plain>(.*?)</div>', re.DOTALL)


@pytest.fixture
def scene(editor: User, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Scene:
    page = german_page(HomePage.objects.get(locale__language_code="de"), InfoPage)
    made = Scene(page, editor, client, django_capture_on_commit_callbacks)
    made.change("notice", {"tone": "serious", "title": "Halt", "text": "<p>Eine Klage hat eine Frist.</p>"})
    return made


@pytest.mark.parametrize(
    "text",
    [
        "Der Antrag stoppt keine Abschiebung.",
        "Werde ich während des Antrags abgeschoben?",
        "Ein Verfahren beim Verwaltungsgericht läuft.",
        "Ziehen Sie die Klage nicht zurück.",
        "Bei Fristen: sofort Beratung.",
        "Die Widerspruchsfrist endet bald.",
        "Sie müssen ausreisen.",
        "Die Ausreisepflicht bleibt.",
    ],
)
def test_deportation_courts_and_deadlines_are_found_in_the_german_text(text: str) -> None:
    assert is_grave(text)


@pytest.mark.parametrize(
    "text",
    [
        "Beratung und Antrag sind kostenlos.",
        "Ihre Freundschaft und Nachbarschaft zählen.",
        "Ein unbefristeter Vertrag.",
        "Eine Nachricht von uns.",
    ],
)
def test_other_sentences_are_not(text: str) -> None:
    assert not is_grave(text)


def test_a_grave_sentence_stands_in_german_beside_a_draft_and_the_rest_does_not(scene: Scene, client: Client) -> None:
    scene.translate()

    html = client.get("/en/eine-seite/").text

    boxes = GERMAN_BOX.findall(html)
    assert len(boxes) == 1
    assert "<strong>Halt</strong>" in boxes[0]
    assert "Eine Klage hat eine Frist." in boxes[0]
    assert html.index("<p>EN Eine") < html.index(boxes[0])
    assert '<a href="/en/beratung/">Find a counselling centre</a>' in html


def test_a_checked_translation_shows_no_german(scene: Scene, client: Client) -> None:
    scene.translate()
    confirm_checked(scene.page, by=scene.editor)

    html = client.get("/en/eine-seite/").text

    assert 'class="german' not in html
    assert "Eine Klage hat eine Frist." not in html.replace("EN Eine Klage hat eine Frist.", "")


def test_an_outdated_translation_shows_todays_german_again(scene: Scene, client: Client) -> None:
    scene.translate()
    confirm_checked(scene.page, by=scene.editor)
    scene.change("notice", {"tone": "serious", "title": "Halt", "text": "<p>Die Frist ist kürzer.</p>"})

    assert "Die Frist ist kürzer." in GERMAN_BOX.findall(client.get("/en/eine-seite/").text)[0]


def test_the_german_page_itself_shows_nothing_twice(client: Client) -> None:
    assert 'class="german' not in client.get("/de/so-laeuft-es-ab/").text


def test_a_page_of_steps_shows_every_step_in_german_while_it_is_a_draft(client: Client) -> None:
    steps = ProcessPage.objects.get(locale__language_code="de").steps

    html = client.get("/ar/so-laeuft-es-ab/").text

    boxes = " ".join(GERMAN_BOX.findall(html))
    assert all(step.value["title"] in boxes for step in steps)
    assert '<p class="german" lang="de" dir="ltr" data-plain>So läuft es ab</p>' in html


def test_conditions_stand_in_german_below_their_translation(client: Client) -> None:
    first = EligibilityPage.objects.get(locale__language_code="de").possible_if[0].value

    assert f'<span class="german" lang="de" dir="ltr" data-plain>{first}</span>' in client.get("/ar/fuer-wen/").text


def test_a_link_is_not_repeated_in_the_german_text_beside_it(scene: Scene, client: Client) -> None:
    home = Page.objects.get(locale__language_code="de", depth=2)
    text = f'<p>Keine Frist. <a linktype="page" id="{home.pk}">Anfang</a></p>'
    scene.change("text", text)
    scene.translate()

    html = client.get("/en/eine-seite/").text

    assert '<a href="/en/">EN Anfang</a>' in html or "Anfang</a>" in html
    assert "<p>Keine Frist. Anfang</p>" in " ".join(GERMAN_BOX.findall(html))


def test_ways_to_other_pages_are_not_repeated_in_german(client: Client) -> None:
    german, arabic = (client.get(f"/{language}/so-laeuft-es-ab/").text for language in ("de", "ar"))

    assert "Welche Stelle hilft, in welcher Sprache, kostenlos." in german
    assert "Welche Stelle hilft, in welcher Sprache, kostenlos." not in arabic


def test_a_question_that_unfolds_holds_its_german_answer(scene: Scene, client: Client) -> None:
    scene.change("first", {"question": "Wer?", "answer": "<p>Wer eine Frist hat.</p>"})
    scene.translate()

    html = client.get("/en/eine-seite/").text

    folded = html.partition('<details class="question">')[2].partition("</details>")[0]
    assert "EN Wer?" in folded
    assert GERMAN_BOX.findall(folded) == ["<p><strong>Wer?</strong></p><p>Wer eine Frist hat.</p>"]


def test_a_bilingual_page_stays_within_eight_queries(client: Client) -> None:
    client.get("/ar/fuer-wen/")
    with CaptureQueriesContext(connection) as queries:
        html = client.get("/ar/so-laeuft-es-ab/").text

    assert 'class="german' in html
    assert len(queries) <= 8


def test_parts_left_in_german_are_marked_as_german(scene: Scene, client: Client) -> None:
    scene.translate(only=lambda path: IDS["second"] not in path and path != "lead")

    html = client.get("/en/eine-seite/").text

    for german in ("Wann?", "Immer wieder.", "Ein erster Satz."):
        assert (
            f'<span dir="ltr" lang="de">{german}</span>' in html or f'<span lang="de" dir="ltr">{german}</span>' in html
        )
    assert '<span lang="de" dir="ltr">EN ' not in html
