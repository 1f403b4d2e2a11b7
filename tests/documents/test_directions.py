"""Sentences from right to left turn their line; names keep their place inside German ones."""

import pytest

from documents.directions import TURNED, directed


def test_german_text_stays_as_it_is() -> None:
    assert directed("Größe: 12 (ungefähr)") == "Größe: 12 (ungefähr)"


def test_a_name_is_closed_before_what_follows_it() -> None:
    assert directed("Er heißt محمد علي, 37 Jahre") == "Er heißt محمد علي\u200e, 37 Jahre"


def test_a_quoted_sentence_keeps_its_numbers_inside_itself() -> None:
    assert directed("Sie schrieb: „في 2015، نعيش“ im Jahr 2016") == "Sie schrieb: „في 2015، نعيش\u200e“ im Jahr 2016"


def test_each_line_turns_by_itself() -> None:
    sentence = "شیرین کاروانی لە سلێمانی لەدایکبووە، ژمارە 12"

    assert directed(f"Satz:\n{sentence}") == f"Satz:\n{TURNED}{sentence}"


@pytest.mark.parametrize(
    "text", ["محمد علي", "نسكن في Beispielweg 14، 44145 Dortmund، الطابق", "Duldung قبل أن ينتهي العام"]
)
def test_what_is_mostly_from_right_to_left_turns(text: str) -> None:
    assert directed(text) == TURNED + text


@pytest.mark.parametrize(
    "text", ["Ali (علي)", "محمد علي (Mohammed Ali), geb. in حلب", "Er sagt: „في مدينة حلب الكبيرة“"]
)
def test_what_has_as_many_words_from_left_to_right_does_not(text: str) -> None:
    assert TURNED not in directed(text)


@pytest.mark.parametrize("number", ["38/3-2", "0231 500-12345", "+49 231 50012345", "0000001-438"])
def test_the_parts_of_a_number_keep_their_order_in_a_turned_line(number: str) -> None:
    assert directed(f"رقم الملف {number}") == f"{TURNED}رقم الملف \u200e{number}\u200e"


@pytest.mark.parametrize("text", ["من 2-3 أيام", "بين 2014-2015", "في 12.10.2015، هنا", "عام 2015"])
def test_other_numbers_need_no_mark(text: str) -> None:
    assert directed(text) == TURNED + text
