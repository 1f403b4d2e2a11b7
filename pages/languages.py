"""Every language the site can speak: code, own name, direction, and what browsers call it.

Imported by the settings before anything uses translations; source of the list: the contract, section Languages.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import locale as django_locale
from django.utils.translation.trans_real import parse_accept_lang_header


class Language(NamedTuple):
    """One language of the interface. `code` is a BCP 47 tag in lower case."""

    code: str
    name: str
    own_name: str
    is_rtl: bool = False

    @property
    def direction(self) -> str:
        return "rtl" if self.is_rtl else "ltr"


LAUNCH = (
    Language("de", "German", "Deutsch"),
    Language("de-simple", "Plain German", "Einfache Sprache"),
    Language("en", "English", "English"),
    Language("ar", "Arabic", "العربية", is_rtl=True),
    Language("fa", "Persian", "فارسی", is_rtl=True),
    Language("kmr", "Kurmanji", "Kurmancî"),
    Language("ckb", "Sorani", "کوردیی ناوەندی", is_rtl=True),
    Language("tr", "Turkish", "Türkçe"),
    Language("fr", "French", "Français"),
    Language("ru", "Russian", "Русский"),
)
PREPARED = (
    Language("sq", "Albanian", "Shqip"),
    Language("sr", "Serbian", "Српски"),
    Language("ps", "Pashto", "پښتو", is_rtl=True),
    Language("prs", "Dari", "دری", is_rtl=True),
    Language("ti", "Tigrinya", "ትግርኛ"),
    Language("so", "Somali", "Soomaali"),
    Language("uk", "Ukrainian", "Українська"),
)
KNOWN = {language.code: language for language in (*LAUNCH, *PREPARED)}
BROWSER_NAMES = {
    **{"fa-af": "prs", "fa-arab-af": "prs"},
    **{"ku": "kmr", "ku-tr": "kmr", "ku-sy": "kmr", "ku-latn": "kmr", "ku-latn-tr": "kmr", "ku-latn-sy": "kmr"},
    **{"ku-iq": "ckb", "ku-ir": "ckb", "ku-arab": "ckb", "ku-arab-iq": "ckb", "ku-arab-ir": "ckb"},
    **{"sh": "sr", "cnr": "sr"},
}
"""What phones send for languages of the site that have another code; neighbours who read it without effort too."""


def install() -> None:
    """Teach Django the languages it does not know, and the names phones really send for them."""
    for language in KNOWN.values():
        django_locale.LANG_INFO.setdefault(
            language.code,
            {
                "bidi": language.is_rtl,
                "code": language.code,
                "name": language.name,
                "name_local": language.own_name,
            },
        )
    for browser_name, code in BROWSER_NAMES.items():
        django_locale.LANG_INFO.setdefault(browser_name, {"fallback": [code]})


def in_readers_order(accept_language: str, languages: Sequence[Language]) -> list[Language]:
    """The languages a browser asks for first, in its order; then the others as they are."""
    wanted: dict[str, None] = {}
    for browser_name, _weight in parse_accept_lang_header(accept_language.lower()):
        parts = browser_name.split("-")
        for length in range(len(parts), 0, -1):
            name = "-".join(parts[:length])
            wanted |= dict.fromkeys((BROWSER_NAMES.get(name, name), name))
    first = [language for code in wanted for language in languages if language.code == code]
    return first + [language for language in languages if language not in first]
