"""The persons of a Kurzantrag, read from its answers: who they are, how old, and whose declaration they need.

The keys read here are those of the shipped form; keys never change meaning between versions.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.values import latest_age

APPLICANT = "antragsteller"
JOINT = "beide"
GUARDIAN = "vormund"
ADULT = 18
OWN_SIGNATURE = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody the application counts for. `age` is None where the birth date is missing or unreadable."""

    ref: str
    name: str
    age: int | None
    relation: str = ""
    custody: str = ""

    @property
    def is_adult(self) -> bool:
        return self.age is not None and self.age >= ADULT

    @property
    def is_minor(self) -> bool:
        return self.age is not None and self.age < ADULT

    @property
    def signs_beside(self) -> bool:
        """A youth of 14 or more signs in addition to those who have custody."""
        return self.is_minor and self.age is not None and self.age >= OWN_SIGNATURE

    @property
    def has_joint_custody(self) -> bool:
        return self.custody == JOINT


def full_name(first: Any, family: Any) -> str:
    return " ".join(part.strip() for part in (first, family) if isinstance(part, str) and part.strip())


def applicant(answers: Mapping[str, Any], today: date) -> Person:
    """The applicant; a minor's custody follows from who represents her."""
    representation = answers.get("gesetzliche_vertretung")
    kind = representation.get("gv_art", "") if isinstance(representation, Mapping) else ""
    return Person(
        ref=APPLICANT,
        name=full_name(answers.get("vornamen"), answers.get("familienname")),
        age=latest_age(answers.get("geburtsdatum"), today),
        custody=JOINT if kind == "eltern" else GUARDIAN if str(kind).startswith(GUARDIAN) else "",
    )


def co_applicants(answers: Mapping[str, Any], today: date) -> Iterator[Person]:
    """Family members for whom the application counts too; those without an id cannot be named and are left out."""
    members = answers.get("familienmitglieder")
    for member in members if isinstance(members, list) else ():
        if isinstance(member, Mapping) and member.get("fm_mitantrag") == "ja" and member.get("fm_id"):
            yield Person(
                ref=str(member["fm_id"]),
                name=full_name(member.get("fm_vornamen"), member.get("fm_familienname")),
                age=latest_age(member.get("fm_geburtsdatum"), today),
                relation=str(member.get("fm_beziehung") or ""),
                custody=str(member.get("fm_sorge") or ""),
            )


def persons(answers: Mapping[str, Any], today: date) -> tuple[Person, ...]:
    """The applicant and her co-applicants, in the order of the form."""
    return (applicant(answers, today), *co_applicants(answers, today))
