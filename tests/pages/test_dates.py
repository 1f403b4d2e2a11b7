import re
from datetime import date, datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from pages.dates import long_date, weekday_and_date
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
