"""What the board has released stands on the public pages of every language, in German and marked so."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gremium.exchange.models import ExchangeEvent, Question, QuestionState, YearlyReport
from pages import board_work, page_store
from pages.forgetting import forget_after_commit

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("public_pages", "page_cache"),
]

LANGUAGES = ("de", "en", "ar", "tr")


@pytest.fixture(autouse=True)
def fresh_generation() -> Iterator[None]:
    page_store.forget_all()
    yield
    page_store.forget_all()


def release(text: str, *, topic: str = "arbeit", answer: str = "Ja, wenn der Vertrag vorliegt.") -> Question:
    return Question.objects.create(
        topic=topic,
        text=text,
        answer=answer,
        origin="counsellor",
        asked_by_ref="x",
        state=QuestionState.RELEASED,
        released_at=timezone.now(),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_released_answer_is_public_in_every_language_and_marked_as_german(client: Client, language: str) -> None:
    release("Zählt eine Ausbildung im August?")
    Question.objects.create(topic="arbeit", text="Noch geheim", origin="member", asked_by_ref="x", state="answered")

    page = client.get(f"/{language}/fragen-und-antworten/").content.decode()

    assert '<details class="question"' in page
    own = page.split("Zählt eine Ausbildung im August?")[0].rsplit("<details", 1)[1]
    assert 'lang="de"' in own
    assert "Noch geheim" not in page


def test_a_reader_narrows_by_topic_and_by_word(client: Client) -> None:
    release("Zählt eine Ausbildung?")
    release("Gilt die Geburtsurkunde?", topic="papiere", answer="Meistens.")
    address = "/de/fragen-und-antworten/"

    by_topic = client.get(address, {"thema": "papiere"}).content.decode()
    by_word = client.get(address, {"wort": "ausbild"}).content.decode()
    by_nothing = client.get(address, {"wort": "xyz", "thema": "gibt-es-nicht"}).content.decode()

    assert ("Geburtsurkunde" in by_topic, "Zählt eine Ausbildung" in by_topic) == (True, False)
    assert ("Geburtsurkunde" in by_word, "Zählt eine Ausbildung" in by_word) == (False, True)
    assert "Keine Antwort passt" in by_nothing


def test_the_search_of_the_site_finds_released_answers(client: Client) -> None:
    question = release("Was gilt beim Quittenpflücken?")

    for language in ("de", "ar"):
        page = client.get(f"/{language}/suche/", {"q": "Quittenpflücken"}).content.decode()
        assert f"/{language}/fragen-und-antworten/#frage-{question.pk}" in page


def test_the_cached_page_is_new_the_moment_something_is_released(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    address = "/de/fragen-und-antworten/"
    client.get(address)
    release("Ganz neu?")
    assert "Ganz neu?" not in client.get(address).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        forget_after_commit()

    assert "Ganz neu?" in client.get(address).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_events_are_public_only_if_marked_and_only_while_they_come(client: Client, language: str) -> None:
    soon, past = timezone.now() + timedelta(days=2), timezone.now() - timedelta(days=2)
    ExchangeEvent.objects.create(title="Für alle", starts_at=soon, place="Rathaus", is_public=True)
    ExchangeEvent.objects.create(title="Nur geladen", starts_at=soon, place="Rathaus")
    ExchangeEvent.objects.create(title="Vorbei", starts_at=past, place="Rathaus", is_public=True)

    page = client.get(f"/{language}/aktuelles/").content.decode()

    assert ("Für alle" in page, "Nur geladen" in page, "Vorbei" in page) == (True, False, False)


def test_figures_of_a_year_are_public_once_released(client: Client) -> None:
    rows = [["Eingereichte Anträge", "14"], ["Asylantrag", "<5"], ["Gericht", ""]]
    figures = [{"title": "Anträge", "rows": rows}]
    YearlyReport.objects.create(year=2025, figures=figures, letter="00000000-0000-4000-8000-000000000000")

    for language in LANGUAGES:
        page = client.get(f"/{language}/zahlen/").content.decode()
        assert "unter 5" in page
        assert "nicht genannt" in page


def test_kept_answers_are_asked_for_once_a_generation(django_assert_num_queries) -> None:
    release("Einmal?")
    board_work.released_answers()

    with django_assert_num_queries(0):
        assert [one.question for one in board_work.released_answers()] == ["Einmal?"]
