"""Rules over free text: its length, numbers that do not belong there, and names that would tell who is meant."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from babel import Locale

from forms.definition import Question, QuestionType
from forms.facts import Facts
from forms.parameters import Kind, a_field, a_number, fields_of, texts
from forms.values import PartialDate, parse_partial_date

FREE_TEXT = (QuestionType.TEXT, QuestionType.TEXTAREA)
IBAN_START = re.compile(r"(?<![^\W_])(?:[A-Z]{2} ?|[A-Za-z]{2})[0-9]{2}(?:[ -]?[A-Za-z0-9]){11}")
DIGITS_AT_LEAST = 9  # among the first 15 characters of an IBAN; the fewest of any country
SPOKEN_BIRTH = re.compile(r"gebor|\bgeb\b|geburt|jahrgang|\*", re.IGNORECASE)


def length_within_limits(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """A text keeps the limits of its own question."""
    question = _question(facts, parameters["field"])
    for path, answer, _level in facts.find(parameters["field"]) if question else ():
        assert question is not None
        if not (question.minimum or 0) <= len(answer) <= (question.maximum or len(answer)):
            yield path


def _question(facts: Facts, name: str) -> Question | None:
    for group, question in facts.form.questions():
        if name == (f"{group.key}.{question.key}" if group else question.key):
            return question
    return None


def no_account_numbers(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """No free text of the form holds that many digits in a row, or an IBAN."""
    digits = re.compile(rf"[0-9]{{{parameters['digits']}}}")
    for group, question in facts.form.questions():
        if question.type in FREE_TEXT:
            for path, answer, _level in facts.find(f"{group.key}.{question.key}" if group else question.key):
                text = with_plain_digits(answer)
                if digits.search(text) or has_iban(text):
                    yield path


def has_iban(text: str) -> bool:
    """Whether something is written like an IBAN, with or without spaces; its check digits do not matter."""
    return any(sum(map(str.isdigit, match[0])) >= DIGITS_AT_LEAST for match in IBAN_START.finditer(text))


def with_plain_digits(text: str) -> str:
    """NFKC, and digits of any script as 0-9."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in folded)


def no_names(facts: Facts, parameters: Mapping[str, Any]) -> Iterator[str]:
    """A text holds no word of a name and no birth date that the application gives.

    Words are whole words of at least `letters` letters, large and small letters being equal, dotted and dotless i too.
    `ignore` lists what
    stands in names but names nobody, written just so: "Frau", and "von" as in "von Heide", but not the name "Von".
    """
    ignored = set(parameters.get("ignore", ()))
    secret = {
        written_alike(word)
        for name in _answers(facts, parameters["names"])
        for word in words(name)
        if len(word) >= parameters["letters"] and word not in ignored
    }
    births = [born for text in _answers(facts, parameters["births"]) if (born := parse_partial_date(text))]
    for path, answer, _level in facts.find(parameters["field"]):
        if secret & {written_alike(word) for word in words(answer)} or any(mentions(answer, born) for born in births):
            yield path


def _answers(facts: Facts, names: Any) -> Iterator[str]:
    for name in names if isinstance(names, list) else [names]:
        for _path, answer, _level in facts.find(name):
            if isinstance(answer, str):
                yield answer


def words(text: str) -> list[str]:
    """The words of a text: letters and their marks."""
    kept = (letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter) != "Cf")
    return "".join(letter if unicodedata.category(letter)[0] in "LM" else " " for letter in kept).split()


def written_alike(word: str) -> str:
    """One spelling for Yılmaz, YILMAZ and Yilmaz: Turkish has two letters i, which most keyboards and forms mix up."""
    return word.casefold().replace("i\u0307", "i").replace("ı", "i")


def mentions(text: str, born: PartialDate) -> bool:
    """Whether a text gives this birth date in a usual writing; a bare year counts beside a word such as "geboren"."""
    text = with_plain_digits(text)
    if born.month is None and not SPOKEN_BIRTH.search(text):
        return False
    return any(re.search(rf"(?<![0-9]){writing}(?![0-9])", text, re.IGNORECASE) for writing in _writings(born))


def _writings(born: PartialDate) -> Iterable[str]:
    """Patterns of a date: 12.4.1988, 12. April 88, April 12th 1988, 1988-04-12, 4/1988, April 1988, 1988."""
    year = rf"(?:{born.year:04}|['’]?{born.year % 100:02})"
    if born.month is None:
        return (f"{born.year:04}",)
    month, names = rf"0?{born.month}", rf"(?:{'|'.join(_month_names(born.month))})\.?"
    gap = r"\s*[./\-–]\s*"
    if born.day is None:
        full = f"{born.year:04}"
        return rf"(?<![0-9][./\-]){month}{gap}{full}", rf"{full}{gap}{month}", rf"\b{names}\s*{full}"
    day = rf"0?{born.day}"
    return (
        rf"{day}{gap}{month}{gap}{year}",
        rf"{born.year:04}{gap}{month}{gap}{day}",
        rf"{day}\.?\s*{names}\s*{year}",
        rf"\b{names}\s*{day}(?:st|nd|rd|th)?,?\s*{born.year:04}",
        rf"{born.year:04}{born.month:02}{born.day:02}",
        rf"{born.day:02}{born.month:02}{born.year:04}",
    )


@cache
def _month_names(month: int) -> tuple[str, ...]:
    """German and English names of a month, long and short."""
    names = {
        Locale(language).months["format"][width][month].rstrip(".")
        for language in ("de", "en")
        for width in ("wide", "abbreviated")
    }
    return tuple(re.escape(name) for name in sorted(names, key=len, reverse=True))


KINDS: Mapping[str, Kind] = {
    "length_within_limits": Kind(length_within_limits, {"field": a_field}),
    "no_account_numbers": Kind(no_account_numbers, {"digits": a_number}),
    "no_names": Kind(
        no_names,
        {"field": a_field, "names": fields_of, "births": fields_of, "letters": a_number},
        {"ignore": texts},
    ),
}
