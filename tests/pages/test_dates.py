import re
from datetime import date, datetime

import pytest
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override

from pages.dates import long_date, weekday, weekday_and_date
from pages.languages import KNOWN

DAY = date(2026, 11, 22)
MOMENT = datetime(2026, 11, 22, 14, 5)


@pytest.mark.parametrize("language", KNOWN)
def test_no_language_writes_dates_the_american_way(language: str) -> None:
    with override(language):
        written = [
            long_date(DAY),
            weekday_and_date(MOMENT),
            date_format(DAY),
            date_format(MOMENT, "DATETIME_FORMAT"),
            date_format(DAY, "SHORT_DATE_FORMAT"),
        ]

    for text in written:
        assert "2026" in text
        assert not re.search(r"[^\W\d_]\.? 22, 2026|(?<!/)11/22", text)
        assert "p.m." not in text


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de-simple", "22. November 2026"),
        ("en", "22 November 2026"),
        ("fa", "22 نوامبر 2026"),
        ("prs", "22 نومبر 2026"),
        ("kmr", "22ê mijdara 2026an"),
        ("so", "22 Noofeembar 2026"),
        ("ti", "22 ሕዳር 2026"),
    ],
)
def test_a_day_stands_in_the_words_of_its_language_and_in_our_calendar(language: str, expected: str) -> None:
    assert long_date(DAY, language) == expected


@pytest.mark.parametrize("language", KNOWN)
def test_every_language_names_its_days_itself(language: str) -> None:
    names = [weekday(number, language) for number in range(7)]

    assert len(set(names)) == 7
    if language not in ("de", "de-simple"):
        assert names[0] != weekday(0, "de")


def test_an_event_tells_the_day_of_the_week() -> None:
    assert weekday_and_date(datetime(2027, 1, 5, 17), settings.LANGUAGE_CODE) == "Dienstag, 5. Januar 2027"


def test_a_day_keeps_its_name_in_every_language_after_pashto_was_read() -> None:
    weekday(3, "ps")

    assert len({weekday(3, language) for language in KNOWN}) >= len(KNOWN) - 2  # two pairs share a word
    assert weekday(3, "tr") == "Perşembe"
