import pytest

from pages.word_forms import beginnings


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
