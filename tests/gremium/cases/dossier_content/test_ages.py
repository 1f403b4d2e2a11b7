from datetime import date

import pytest

from forms.values import parse_partial_date
from gremium.cases.dossier_content import ages

DAY = date(2026, 2, 16)


@pytest.mark.parametrize(
    ("born", "said"),
    [
        ("1988-02-16", "38 Jahre"),
        ("1988-02-17", "37 Jahre"),
        ("1984", "41 oder 42 Jahre"),
        ("1988-02", "37 oder 38 Jahre"),
        ("1988-03", "37 Jahre"),
        ("2025-02-16", "1 Jahr"),
        ("2025-12", "unter 1 Jahr"),
        ("2025", "höchstens 1 Jahr"),
        ("2026-02-17", ""),
    ],
)
def test_an_age_is_as_exact_as_the_birth_date(born: str, said: str) -> None:
    birth = parse_partial_date(born)

    assert birth is not None
    assert ages.age(birth, DAY) == said


def test_a_guessed_birth_year_gives_a_guessed_age() -> None:
    assert ages.rough_age(1990, DAY) == "etwa 36 Jahre"
    assert ages.rough_age(2030, DAY) == ""


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("2015-10", "seit 10 Jahren"),
        ("2016-02", "seit etwa 10 Jahren"),
        ("2025-02-16", "seit 1 Jahr"),
        ("2026-01", "seit weniger als einem Jahr"),
        ("2027", ""),
    ],
)
def test_how_long_something_lasts(start: str, said: str) -> None:
    begun = parse_partial_date(start)

    assert begun is not None
    assert ages.since(begun, DAY) == said


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        (date(2026, 2, 18), "am 16.02.2026 noch 2 Tage"),
        (date(2026, 2, 17), "am 16.02.2026 noch 1 Tag"),
        (DAY, "am 16.02.2026 der letzte Tag"),
        (date(2026, 2, 15), "am 16.02.2026 seit 1 Tag vorbei"),
        (date(2026, 2, 6), "am 16.02.2026 seit 10 Tagen vorbei"),
    ],
)
def test_how_far_a_deadline_is_names_the_day_it_was_counted_from(deadline: date, said: str) -> None:
    assert ages.time_left(deadline, DAY) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2015-10", "2020-02", "etwa 4 Jahre 5 Monate"),
        ("2015-10", "2015-10", "etwa 1 Monat"),
        ("2020", "2021", "etwa 2 Jahre"),
        ("2020-01-01", "2020-01-15", "unter 1 Monat"),
        ("2020-01-10", "2021-01-10", "1 Jahr"),
        ("2020-01-31", "2020-02-02", "unter 1 Monat"),
        ("2021", "2019", ""),
    ],
)
def test_a_stretch_counts_whole_months_from_its_first_to_its_last_day(start: str, end: str, said: str) -> None:
    begun, ended = parse_partial_date(start), parse_partial_date(end)

    assert begun is not None
    assert ended is not None
    assert ages.duration(begun, ended) == said


def test_a_month_in_which_the_next_stretch_begins_counts_for_that_one() -> None:
    begun, shared = parse_partial_date("2023-05"), parse_partial_date("2024-11")

    assert begun is not None
    assert shared is not None
    assert ages.duration(begun, shared, next_start=shared) == "etwa 1 Jahr 6 Monate"
