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
LONG_LISTS = (QuestionType.COUNTRY, QuestionType.COUNTRY_LIST, QuestionType.LANGUAGE)


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
    return german if not other or other == german else f"{german} \u00b7 {FSI}{other}{PDI}"


@cache
def _long_list(is_language: bool, second: str) -> SafeString:
    """The options of a long list, common ones first, none of them chosen; made once because it is long."""
    every = languages.spoken() if is_language else countries.names()
    names, common = second_names(is_language, second), COMMON_LANGUAGES if is_language else COMMON_COUNTRIES

    def both(choices: Iterable[Choice]) -> list[Choice]:
        return [(code, in_both(name, names.get(code, ""))) for code, name in choices]

    often = _by_name({code: every[code] for code in common if code in every})
    return _group("Häufig", both(often)) + _group("Alle", both(_by_name(every)))


def _group(label: str, choices: Iterable[Choice]) -> SafeString:
    return format_html('<optgroup label="{}">{}</optgroup>', label, _options(choices))


def _options(choices: Iterable[Choice]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', choices)


def option_list(question: Question, chosen: str, choices: Sequence[Choice] = (), *, second: str = "") -> SafeString:
    """The `<option>` elements of a select with the chosen one marked; its first, empty option is not among them.

    Of a long list, `choices` are those that the draft names already; they come first. `second` is a language whose
    names stand beside the German ones.
    """
    if question.type in LONG_LISTS:
        is_language = question.type is QuestionType.LANGUAGE
        names = second_names(is_language, second)
        first = [(code, in_both(name, names.get(code, ""))) for code, name in choices]
        known = _group("In diesem Antrag", first) if first else SafeString("")
        markup = known + _long_list(is_language, second)
    else:
        markup = _options(choices or choices_of(question))
    if not chosen:
        return markup
    plain = format_html('<option value="{}">', chosen)
    marked = format_html('<option value="{}" selected>', chosen)
    return mark_safe(markup.replace(plain, marked, 1))
