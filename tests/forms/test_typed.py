"""Forgiving reading of what people type; whatever is no answer stays as typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.definition import Question, QuestionType
from forms.typed import read_date, read_typed, write_date, write_typed

TODAY = date(2026, 2, 16)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("16.02.2026", "2026-02-16"),
        ("16.2.26", "2026-02-16"),
        ("2026-02-16", "2026-02-16"),
        ("2026-2-16", "2026-02-16"),
        ("16/02/2026", "2026-02-16"),
        ("16 2 2026", "2026-02-16"),
        ("16. Februar 2026", "2026-02-16"),
        ("3. März 1988", "1988-03-03"),
        ("12.4.88", "1988-04-12"),
    ],
)
def test_a_day_is_understood_however_it_is_typed(text: str, day: str) -> None:
    assert read_date(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "partial"),
    [
        ("2010", "2010"),
        ("04.2010", "2010-04"),
        ("4/2010", "2010-04"),
        ("2010-04", "2010-04"),
        ("April 2010", "2010-04"),
    ],
)
def test_a_date_known_in_part_is_understood(text: str, partial: str) -> None:
    assert read_date(text, today=TODAY, is_partial=True) == partial


@pytest.mark.parametrize("text", ["31.02.2026", "2010", "04.2010", "04.10", "gestern", "1.1.1.2026", "00.00.1990", "²"])
def test_what_is_no_day_stays_as_typed(text: str) -> None:
    assert read_date(text, today=TODAY) == text


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_comes_back_as_it_was_shown(day: date) -> None:
    assert read_date(write_date(day.isoformat()), today=TODAY) == day.isoformat()


@given(st.sampled_from(list(QuestionType)), st.lists(st.text(max_size=30), max_size=3))
def test_nothing_typed_is_ever_refused(kind: QuestionType, raw: list[str]) -> None:
    question = Question(key="x", type=kind, label="x", options={"a": "A"})

    answer = read_typed(question, raw, today=TODAY)

    if kind in (QuestionType.TEXT, QuestionType.INTEGER, QuestionType.DATE, QuestionType.EMAIL):
        again = read_typed(question, [write_typed(question, answer)], today=TODAY)
        assert again == answer


def test_a_choice_takes_only_its_options() -> None:
    question = Question(key="x", type=QuestionType.CHOICE, label="x", options={"ja": "Ja"})

    assert read_typed(question, ["ja"], today=TODAY) == "ja"
    assert read_typed(question, ["vielleicht"], today=TODAY) is None
