"""What can be chosen: options of a question, countries and languages by their German names, people of the draft.

Names are German because the form's language of record is; the long lists are built once per process.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from forms import countries, languages
from forms.definition import Question, QuestionType

FSI, PDI = "\u2068", "\u2069"
"""Keep a name of either direction together where no markup can."""
BETWEEN = " \u00b7 "
"""Stands between the two names."""

NAMED = '<option value="{}" data-code="{}">'
Choice = tuple[str, str]
"""A value and its label."""

COMMON_COUNTRIES = (
    *("AF", "AL", "DZ", "AM", "AZ", "BA", "BD", "CM", "EG", "ER", "ET", "GM", "GE", "GH", "GN", "IN", "IQ", "IR"),
    *("XK", "LB", "MA", "MK", "NG", "PK", "RU", "SN", "RS", "SO", "LK", "SY", "TJ", "TR", "UA"),
    *countries.BESIDE_A_COUNTRY,
)
COMMON_LANGUAGES = (
    *("de", "en", "ar", "fa", "kmr", "ckb", "tr", "fr", "ru"),
    *("sq", "sr", "ps", "prs", "ti", "so", "uk", languages.OTHER),
)
"""Those the site speaks or is prepared for."""


def _by_name(names: Mapping[str, str]) -> list[Choice]:
    def key(choice: Choice) -> str:
        return unicodedata.normalize("NFKD", choice[1]).encode("ascii", "ignore").decode().casefold()

    return sorted(names.items(), key=key)


def choices_of(question: Question) -> Sequence[Choice]:
    """All values this question can take with their labels; empty for questions answered by typing."""
    match question.type:
        case QuestionType.COUNTRY | QuestionType.COUNTRY_LIST:
            return list(countries.names().items())
        case QuestionType.LANGUAGE:
            return list(languages.names().items())
        case _:
            return list(question.options.items())


@cache
def second_names(is_language: bool, second: str) -> Mapping[str, str]:
    """Names of countries or languages in the language that stands beside German; none where CLDR does not speak it."""
    try:
        known = Locale.parse(second, sep="-") if second else None
    except (UnknownLocaleError, ValueError):
        known = None
    if known is None:
        return {}
    return dict(known.languages if is_language else known.territories)


def in_both(german: str, other: str) -> str:
    """Two names in one line of plain text; the second keeps its own direction."""
    return german if not other or other == german else f"{german}{BETWEEN}{FSI}{other}{PDI}"


def shown_name(question: Question, code: str, *, second: str = "") -> str:
    """A country or language as the page writes it: German, and beside it in the second language. What is none of
    them stays as it was typed."""
    is_language = question.type is QuestionType.LANGUAGE
    german = (languages.names() if is_language else countries.names()).get(code)
    return in_both(german, second_names(is_language, second).get(code, "")) if german else code


def name_list(is_language: bool, known: Sequence[Choice] = (), *, second: str = "") -> SafeString:
    """The `<option>` elements of a `<datalist>`: first what the draft names already, then common ones, then all."""
    rest = _long_list(is_language, second)
    names = second_names(is_language, second)
    first = SafeString("")
    for code, german in known:
        option = _named(code, in_both(german, names.get(code, "")))
        rest = mark_safe(rest.replace(option, "", 1))
        first += option
    return first + rest


@cache
def _long_list(is_language: bool, second: str) -> SafeString:
    """Made once because it is long."""
    every = languages.spoken() if is_language else countries.names()
    names, common = second_names(is_language, second), COMMON_LANGUAGES if is_language else COMMON_COUNTRIES
    often = dict(_by_name({code: every[code] for code in common if code in every}))
    ordered = often | dict(_by_name(every))
    named = ((code, in_both(name, names.get(code, ""))) for code, name in ordered.items())
    return format_html_join("", NAMED, ((name, code) for code, name in named))


def _named(code: str, name: str) -> SafeString:
    return format_html(NAMED, name, code)


def options_markup(choices: Iterable[Choice]) -> SafeString:
    """The `<option>` elements of a select, none of them chosen; its first, empty option is not among them."""
    return format_html_join("", '<option value="{}">{}</option>', choices)


def with_chosen(markup: SafeString, chosen: str) -> SafeString:
    """The same elements with one of them chosen; a chosen one waits for no condition."""
    before, start, rest = markup.partition(format_html('<option value="{}"', chosen))
    if not start:
        return markup
    _waiting, _end, after = rest.partition(">")
    return mark_safe(f"{before}{start} selected>{after}")
