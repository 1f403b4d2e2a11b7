"""Names from right to left keep their place inside German lines."""

import pytest

from documents.directions import TURNED, directed


def test_german_text_stays_as_it_is() -> None:
    assert directed("Größe: 12 (ungefähr)") == "Größe: 12 (ungefähr)"


def test_a_name_is_closed_before_what_follows_it() -> None:
    assert directed("Frau شیرین کاروانی (geb. 1988)") == "Frau شیرین کاروانی\u200e (geb. 1988)"


def test_a_sentence_with_numbers_and_clauses_turns_its_line() -> None:
    sentence = "شیرین کاروانی لە سلێمانی لەدایکبووە، ژمارە 12"

    assert directed(f"Satz:\n{sentence}") == f"Satz:\n{TURNED}{sentence}"


@pytest.mark.parametrize("text", ["محمد علي", "فاطمة", "Ali (علي)"])
def test_a_name_never_turns_its_line(text: str) -> None:
    assert TURNED not in directed(text)
