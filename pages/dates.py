"""Dates and days in words, for every language of the site; Django's own know only some of them."""

from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, get_day_names
from django.utils.translation import get_language

CLDR = {"de-simple": "de", "en": "en_GB", "kmr": "ku", "prs": "fa_AF"}
"""Where CLDR has another code for a language of the site, or another country writes the day first."""

MONTH_FIRST = frozenset({"so", "ti"})
"""CLDR has the American order for these, for want of a country's own."""


def cldr(language: str = "") -> Locale:
    code = language or get_language() or "de"
    return Locale.parse(CLDR.get(code, code))


def long_date(day: date, language: str = "") -> str:
    """`14. März 2027` in the reader's language; figures stay 0-9, as on every letter from an office."""
    return format_date(day, format=_order("d MMMM y", "long", language), locale=cldr(language))


def weekday_and_date(moment: datetime, language: str = "") -> str:
    if pattern := _order("EEEE, d MMMM y", "", language):
        return format_date(moment, format=pattern, locale=cldr(language))
    return format_date(moment, format="full", locale=cldr(language))


def _order(day_first: str, usual: str, language: str) -> str:
    return day_first if (language or get_language()) in MONTH_FIRST else usual


def weekday(number: int, language: str = "") -> str:
    """0 is Monday.

    Not the names that stand alone: once Babel has read those of Pashto, it gives them for every other language too.
    """
    name: str = get_day_names("wide", context="format", locale=cldr(language))[number]
    return name
