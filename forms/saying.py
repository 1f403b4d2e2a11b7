"""Sentences that two people read at one desk: in the language of the page, and in that of the person beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import get_language, override

from forms.ledger import Ledger
from forms.reading_languages import GERMAN, direction_of

PERSONS_LANGUAGE = "sprache"
"""The question for the language that the person speaks best."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its language and direction, for `lang` and `dir`."""

    text: str
    language: str
    direction: str


def persons_language(ledger: Ledger) -> str:
    """The language in which the person reads at this desk; "" if there is none, or it was not chosen yet."""
    return ledger.desk.language(ledger.values.get(PERSONS_LANGUAGE))


def say(tell: Callable[[], str], *languages: str) -> tuple[Said, ...]:
    """What `tell` says in each of these languages, once each; "" is the language of the page."""
    codes = [code or get_language() or GERMAN for code in languages]
    return tuple(_say(tell, code) for code in dict.fromkeys(codes))


def _say(tell: Callable[[], str], code: str) -> Said:
    with override(code):
        return Said(tell(), code, direction_of(code))
