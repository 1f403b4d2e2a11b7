"""Who the application speaks of: the applying person and the family, as far as they may be named outside D08."""

from collections.abc import Mapping
from dataclasses import dataclass

from forms.values import parse_partial_date
from gremium.cases.dossier_content import ages, wording
from gremium.cases.dossier_content.record import APPLICANT_REFERENCE, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person in words; what was not answered is empty."""

    reference: str
    name: str
    relation: str
    age: str
    nationality: str
    paper: str
    lives: str
    joins: bool

    @property
    def title(self) -> str:
        """The name with the reference; without a name the relation."""
        name = self.name or self.relation
        if self.reference in ("", APPLICANT_REFERENCE):
            return name
        return wording.PERSON_WITH_REFERENCE.format(name=name, reference=self.reference).strip()


def everyone(record: Record) -> tuple[Person, ...]:
    """The applying person first, then the family in the form's order."""
    family = (_member(record, index, member) for index, member in enumerate(record.items("familienmitglieder")))
    return _applicant(record), *family


def applying(record: Record) -> tuple[Person, ...]:
    """Those the application is for."""
    return tuple(person for person in everyone(record) if person.joins)


def _applicant(record: Record) -> Person:
    birth = parse_partial_date(record.open_answer("geburtsdatum"))
    return Person(
        reference=APPLICANT_REFERENCE,
        name=record.applicant_name or wording.APPLICANT,
        relation=wording.APPLICANT,
        age=ages.age(birth, record.day) if birth else "",
        nationality=record.open_text("staatsangehoerigkeit"),
        paper=record.open_text("status_aktuell"),
        lives=record.open_text("wohnform"),
        joins=True,
    )


def _member(record: Record, index: int, member: Mapping[str, object]) -> Person:
    return Person(
        reference=str(member.get("fm_id") or ""),
        name=record.member_name(index),
        relation=record.open_text("fm_beziehung", index),
        age=member_age(record, index),
        nationality=record.open_text("fm_staatsangehoerigkeit", index),
        paper=record.open_text("fm_status", index),
        lives=record.open_text("fm_wo", index),
        joins=record.open_answer("fm_mitantrag", index) == "ja",
    )


def member_age(record: Record, index: int) -> str:
    """The age on the dossier's day, from the birth date or, roughly, from the year."""
    if birth := parse_partial_date(record.open_answer("fm_geburtsdatum", index)):
        return ages.age(birth, record.day)
    year = record.open_answer("fm_geburtsjahr", index)
    return ages.rough_age(year, record.day) if isinstance(year, int) else ""
