import pytest

from pages.word_forms import as_written, beginnings


@pytest.mark.parametrize(
    ("typed", "beginning"),
    [
        ("Duldungen", "Duldung"),
        ("Duldung", "Duldung"),
        ("Beraterinnen", "Berater"),
        ("Kindes", "Kind"),
        ("Klage", "Klag"),
        ("Not", "Not"),
        ("Amt", "Amt"),
        ("familles", "famill"),
    ],
)
def test_endings_are_left_out_where_enough_of_the_word_remains(typed: str, beginning: str) -> None:
    assert beginnings(typed) == [beginning]


@pytest.mark.parametrize("typed", ["إقامة", "الإقامة", "والإقامة", "بالإقامة", "للإقامة"])
def test_an_arabic_word_is_the_same_with_and_without_article(typed: str) -> None:
    assert {"إقام", "الإقام", "والإقام"} <= set(beginnings(typed))


def test_a_short_arabic_word_keeps_all_its_letters() -> None:
    assert beginnings("حق")[0] == "حق"


@pytest.mark.parametrize(
    ("language", "typed", "written"),
    [
        ("fa", "كودك", "کودک"),
        ("ckb", "ياسا", "یاسا"),
        ("ar", "محکمة", "محكمة"),
        ("ar", "مُحكـــمة", "محكمة"),
        ("tr", "DANIŞMA", "DANıŞMA"),
        ("de", "IMPRESSUM", "IMPRESSUM"),
    ],
)
def test_a_neighbours_keyboard_types_the_letters_of_our_texts(language: str, typed: str, written: str) -> None:
    assert as_written(typed, language) == written
