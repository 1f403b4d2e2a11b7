"""Nothing of any person stands in a general question (seed R28): refused where it names somebody of its own case,
pointed out where it only looks so.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from forms.definition import FormDefinition
from forms.facts import Facts
from forms.rule_texts import KINDS, SPOKEN_BIRTH, has_iban, with_plain_digits

NO_NAMES = "no_names"
TITLE = re.compile(r"\b(?:Herrn?|Frau|Hr\.|Fr\.|Familie|Eheleute)\s+(?=(\w))")
FULL_DATE = re.compile(r"(?<!\d)\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})(?!\d)")
OF_A_LAW = re.compile(r"\b(?:vom|am|seit|bis|ab|zum|dem|den|Stand:?|of|on|since|until|from)\s*$", re.IGNORECASE)
"""A date behind such a word is that of a decree or a deadline, not of a birth."""
BIRTH_YEAR = re.compile(r"(?:gebor\w*|\bgeb\.?|Jahrgang|\*)\D{0,20}(?:19|20)\d{2}(?!\d)", re.IGNORECASE)
FILE_NUMBERS = (
    re.compile(r"(?<!\d)\d{7,8}-\d{3}(?!\d)"),  # BAMF (V10)
    re.compile(r"\d{12}"),  # registers (V25)
    re.compile(r"\b(?:Az\.?|Aktenzeichen|AZR)\b\W{0,3}[\w/.-]*\d", re.IGNORECASE),
    re.compile(r"\bBF-[0-9A-Z]{4}-[0-9A-Z]{4}\b"),  # our own
    re.compile(r"(?<!\d)\d{1,4} [A-Z] \d{1,5}/\d{2}(?!\d)"),  # courts
)
MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w")
PHONE = re.compile(r"(?<![\d/.-])(?:\+|00|0)\d(?:[ /()-]?\d){6,}(?!\d)")


class CannotBeChecked(Exception):
    """The form of the case has no rule that names its names; without the check nothing is drawn from the case."""


def names_somebody(form: FormDefinition, answers: Mapping[str, Any], *texts: str) -> bool:
    """Whether a text holds a name or birth date of this application, by the form's own rule (V27).

    Raises CannotBeChecked.
    """
    rules = [rule for rule in form.rules.values() if rule.kind == NO_NAMES]
    if not rules:
        raise CannotBeChecked
    said = "\n".join(texts)
    return any(_breaks(form, {**answers, rule.parameters["field"]: said}, rule.parameters) for rule in rules)


def _breaks(form: FormDefinition, answers: Mapping[str, Any], parameters: Mapping[str, Any]) -> bool:
    facts = Facts(form=form, answers=answers, today=timezone.localdate())
    return any(True for _path in KINDS[NO_NAMES].breaks(facts, parameters))


def look_over(*texts: str) -> list[str]:
    """Sentences about all that could tell who is meant; a person decides whether it does."""
    said = "\n".join(texts)
    return list(_remarks(with_plain_digits(said)))


def _remarks(said: str) -> Iterator[str]:
    if any(found[1].isupper() for found in TITLE.finditer(said)):
        yield _("It looks as if a name stands behind “Herr”, “Frau” or “Familie”.")
    if _has_birth_date(said):
        yield _("It looks as if a date of birth is given.")
    if any(pattern.search(said) for pattern in FILE_NUMBERS) or has_iban(said):
        yield _("It looks as if a file number, a register number or an account number is given.")
    if MAIL_ADDRESS.search(said):
        yield _("It looks as if an e-mail address is given.")
    if PHONE.search(said):
        yield _("It looks as if a phone number is given.")


def _has_birth_date(said: str) -> bool:
    if BIRTH_YEAR.search(said):
        return True
    for found in FULL_DATE.finditer(said):
        before = said[: found.start()]
        if SPOKEN_BIRTH.search(before[-30:]) or not OF_A_LAW.search(before):
            return True
    return False
