import re
import uuid

import pytest
from wagtail.models import Locale

from pages.glossing import gloss
from pages.models import GlossaryTerm

GERMAN = Locale(language_code="de")
ARABIC = Locale(language_code="ar")


def a_term(german: str, word: str = "", locale: Locale = GERMAN) -> GlossaryTerm:
    return GlossaryTerm(
        translation_key=uuid.uuid4(), locale=locale, word=word or german, german_word=german, explanation="…"
    )


def linked(html: str) -> list[str]:
    return re.findall(r'<a class="word" href="#[\w-]+">([^<]+)</a>', html)


def test_the_first_use_of_a_word_gets_a_link_and_no_later_one() -> None:
    glossed = gloss("<p>Eine Duldung ist ein Papier.</p><p>Die Duldung endet.</p>", [a_term("Duldung")])

    assert glossed.html == (
        '<p>Eine <a class="word" href="#wort-duldung">Duldung</a> ist ein Papier.</p><p>Die Duldung endet.</p>'
    )
    assert [term.word for term in glossed.terms] == ["Duldung"]


@pytest.mark.parametrize(
    ("word", "used"),
    [
        ("Duldung", "Duldungen"),
        ("Bundesamt", "Bundesamts"),
        ("Besondere Härte", "besonderer Härte"),
        ("Kommunales Integrationsmanagement", "Kommunalen Integrationsmanagements"),
    ],
)
def test_german_endings_are_known(word: str, used: str) -> None:
    assert linked(gloss(f"<p>Wegen {used} hier.</p>", [a_term(word)]).html) == [used]


@pytest.mark.parametrize("text", ["Petitionsausschuss", "Gruppen-Klage", "fristlos", "klagen", "Abschiebungshaft"])
def test_a_part_of_another_word_is_left_alone(text: str) -> None:
    terms = [a_term(word) for word in ("Petition", "Klage", "Frist", "Abschiebung")]

    assert gloss(f"<p>{text}</p>", terms).html == f"<p>{text}</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Duldung</h1>",
        '<a href="/de/"><b>Duldung</b></a>',
        "<summary>Was ist eine Duldung?</summary>",
        "<div data-plain><p>Duldung<br>und mehr Duldung</p></div>",
        '<img alt="Duldung">',
        "<!-- Duldung -->",
    ],
)
def test_no_link_stands_where_it_would_disturb(html: str) -> None:
    assert gloss(html, [a_term("Duldung")]).html == html


def test_after_such_a_place_words_are_linked_again() -> None:
    glossed = gloss("<h2>Duldung</h2><p data-plain>Duldung<br></p><p>Duldung</p>", [a_term("Duldung")])

    assert glossed.html.endswith('<p><a class="word" href="#wort-duldung">Duldung</a></p>')


def test_a_translated_word_is_found_by_itself_or_by_the_german_word_in_brackets() -> None:
    term = a_term("Duldung", "وقف الترحيل", ARABIC)

    assert linked(gloss("<p>لديك وقف الترحيل (Duldung).</p>", [term]).html) == ["وقف الترحيل"]
    assert linked(gloss("<p>هذه الورقة (Duldung) مهمة.</p>", [term]).html) == ["Duldung"]


def test_the_proper_name_of_the_board_is_no_word() -> None:
    html = gloss("<p>Das Gremium „Bleiberechte fördern“ hilft zum Bleiberecht.</p>", [a_term("Bleiberecht")]).html

    assert linked(html) == ["Bleiberecht"]
    assert "„Bleiberechte fördern“" in html


def test_the_longer_word_wins() -> None:
    terms = [a_term("Härte"), a_term("Besondere Härte")]

    assert linked(gloss("<p>eine besondere Härte</p>", terms).html) == ["besondere Härte"]


def test_without_terms_nothing_changes() -> None:
    assert gloss("<p>Duldung</p>", []) == ("<p>Duldung</p>", [])


def test_a_translation_that_holds_the_german_word_is_not_given_it_twice() -> None:
    holding, lacking = a_term("Duldung", "toleration (Duldung)"), a_term("Duldung", "toleration")

    assert str(holding) == str(lacking) == "toleration (Duldung)"
    assert linked(gloss("<p>You have a toleration.</p>", [holding]).html) == ["toleration"]


def test_a_link_takes_the_signs_above_the_last_letter_along() -> None:
    glossed = gloss("<p>مشاوره\u0654 شما</p>", [a_term("Beratung", "مشاوره", Locale(language_code="fa"))])

    assert linked(glossed.html) == ["مشاوره\u0654"]
