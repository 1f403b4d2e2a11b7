"""Phone numbers written into texts: found, brought into one form, judged."""

import re
import unicodedata
from dataclasses import dataclass

from pages.phones import GERMANY, tel_uri

WRITTEN = re.compile(r"(?<![\w.,/-])(?:\+|00?)[1-9(][\d\s()/\u2011\u2013-]{4,}\d(?![\w]|[.,]\d)")
LINKED = re.compile(r'href="tel:([^"]*)"')
GERMAN_LENGTH = range(5, 14)
"""Digits after +49: from a short number of a small town to a long one with an extension."""
FOREIGN_LENGTH = range(7, 16)  # E.164


@dataclass(frozen=True, slots=True)
class Number:
    """`written` as in the text, `dialled` as a phone would, such as `+492315550100`."""

    written: str
    dialled: str

    @property
    def is_well_formed(self) -> bool:
        digits = self.dialled.removeprefix("+")
        if not self.dialled.startswith("+") or not digits.isdigit():
            return False
        if self.dialled.startswith(GERMANY):
            return len(digits.removeprefix("49")) in GERMAN_LENGTH
        return len(digits) in FOREIGN_LENGTH


def numbers_in(text: str) -> list[Number]:
    """Every phone number of a text with or without markup; digits of any script count."""
    plain = "".join(_western(letter) for letter in text)
    linked = LINKED.findall(plain)
    written = [match[0] for match in WRITTEN.finditer(re.sub(r"<[^>]*>", " ", plain))]
    return [Number(number.strip(), dialled(number)) for number in dict.fromkeys([*linked, *written])]


def dialled(number: str) -> str:
    return tel_uri(number).removeprefix("tel:")


def _western(letter: str) -> str:
    """Arabic and Persian digits as European ones; other signs as they are."""
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
