from datetime import date
from typing import Any

import pytest

from forms.values import PartialDate, day_after, day_before, is_filled, latest_age, parse_date, parse_partial_date


def test_a_date_known_in_part_is_an_interval() -> None:
    assert (PartialDate(2024).earliest, PartialDate(2024).latest) == (date(2024, 1, 1), date(2024, 12, 31))
    assert PartialDate(2024, 2).latest == date(2024, 2, 29)
    assert PartialDate(2024, 2, 3).earliest == PartialDate(2024, 2, 3).latest


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "0000",
        "0000-01-01",
        "1990-00-17",
        "1990-00",
        "1990-05-00",
        "2026-13",
        "2026--16",
        "2026-2-1",
        "16.02.2026",
        "",
        "2026-02-16\n",
        "٢٠٢٦",
    ],
)
def test_what_is_no_possible_date_is_not_read(text: str) -> None:
    assert parse_partial_date(text) is None


@pytest.mark.parametrize("junk", [None, 2026, True, date(2026, 2, 16), ["2026"], {"year": 2026}])
def test_only_text_is_read_as_a_date(junk: Any) -> None:
    assert parse_partial_date(junk) is None


def test_a_whole_day_needs_month_and_day() -> None:
    assert parse_date("2026-02-16") == date(2026, 2, 16)
    assert parse_date("2026-02") is None


@pytest.mark.parametrize(("answer", "filled"), [(0, True), (False, True), ("a", True), ("  ", False), ([], False)])
def test_zero_and_false_are_answers_blank_texts_and_empty_lists_are_not(answer: Any, filled: bool) -> None:
    assert is_filled(answer) is filled


@pytest.mark.parametrize(
    ("born", "age"),
    [("2008-02-16", 18), ("2008-02-17", 17), ("2008-02", 17), ("2008-01", 18), ("2008", 17), ("2007", 18)],
)
def test_an_age_is_that_of_the_latest_possible_birth_date(born: str, age: int) -> None:
    assert latest_age(born, date(2026, 2, 16)) == age


def test_born_on_a_leap_day_one_comes_of_age_on_the_first_of_march() -> None:
    assert latest_age("2008-02-29", date(2026, 2, 28)) == 17
    assert latest_age("2008-02-29", date(2026, 3, 1)) == 18


def test_the_days_at_the_ends_of_the_calendar_have_no_neighbours() -> None:
    assert (day_after(date(2024, 2, 28)), day_before(date(2024, 3, 1))) == (date(2024, 2, 29), date(2024, 2, 29))
    assert (day_after(date.max), day_before(date.min)) == (date.max, date.min)
