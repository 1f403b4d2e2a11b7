"""The languages a form can be read in beside German: those the site offers, by their own names and directions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language_info

GERMAN = "de"
NEIGHBOURS = {
    **{"prs": "fa", "fa-AF": "fa", "ku": "kmr", "ku-Latn": "kmr"},
    **{"ku-Arab": "ckb", "ku-IQ": "ckb", "ku-IR": "ckb", "az-IR": "fa"},
}
"""Languages of persons whose speakers read one of ours without effort, as BCP 47 tags."""


@dataclass(frozen=True, slots=True)
class ReadingLanguage:
    """One language; `direction` is ``ltr`` or ``rtl``."""

    code: str
    own_name: str
    direction: str


def reading_languages() -> Sequence[ReadingLanguage]:
    """In the order of the settings, German left out."""
    return [
        ReadingLanguage(code, own_name, direction_of(code)) for code, own_name in settings.LANGUAGES if code != GERMAN
    ]


def direction_of(code: str) -> str:
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


def reading_language_of(tag: str) -> str:
    """The language in which somebody who speaks this one can read the form; "" where there is none but German."""
    offered = [language.code for language in reading_languages()]
    candidates = (tag, NEIGHBOURS.get(tag, ""), tag.partition("-")[0], NEIGHBOURS.get(tag.partition("-")[0], ""))
    return next((code for code in candidates if code in offered), "")
