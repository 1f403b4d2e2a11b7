"""One sheet of consent per signing person, and the declarations per person that follow from it.

A sheet says once which purposes, language, explanation and date hold for the signer and for every child in her
custody; `expand` makes the records `einwilligungen` of the form (seed R1, R27; Art. 7, Art. 8 GDPR).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from forms.answers import readable, visible
from forms.definition import FormDefinition
from forms.facts import Facts
from forms.persons import APPLICANT, GUARDIAN, Person, full_name, persons
from forms.rule_consents import holds_special_data

SELF, CUSTODY, YOUTH = "selbst", "sorge", "jugend"
REPRESENTATIVE = "vertretung"
PARTNERS = ("ehe", "partner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Somebody who must sign. `ref` is ``antragsteller``, a family id, or a word for somebody outside the application.

    `own_role` is the role for herself ("" if she signs for others only); `children` are the refs she signs for as
    holder of custody. `asks_name` says that her name is not in the application and has to be asked.
    """

    ref: str
    name: str
    own_role: str = ""
    children: tuple[str, ...] = ()
    asks_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One signed sheet. `children` is None for those that custody gives her; `signed_on` is an ISO day."""

    signer: str
    name: str = ""
    purposes: tuple[str, ...] = ()
    language: str = ""
    explained: str = ""  # gelesen, vorgelesen or uebersetzt
    interpreter: str = ""
    signed_on: str = ""
    form: str = ""  # papier_scan or vor_ort
    withdrawal_explained: bool = False
    children: tuple[str, ...] | None = None
    version: str = ""  # the text that was signed; the one that is valid at expansion where it is empty

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of what has to be filled before the sheet counts."""
        needed = ["purposes", "language", "explained", "signed_on", "form", "withdrawal_explained"]
        if self.explained == "uebersetzt":
            needed.append("interpreter")
        return tuple(name for name in needed if not getattr(self, name))


@dataclass(slots=True)
class _Draft:
    """Signers while they are being gathered: one entry a person, however many she signs for."""

    signers: dict[str, Signer] = field(default_factory=dict)

    def add(self, signer: Signer) -> None:
        known = self.signers.get(signer.ref)
        if known is None:
            self.signers[signer.ref] = signer
            return
        self.signers[signer.ref] = replace(
            known,
            own_role=known.own_role or signer.own_role,
            children=tuple(dict.fromkeys(known.children + signer.children)),
        )


def propose_signers(form: FormDefinition, answers: Mapping[str, Any], today: date) -> tuple[Signer, ...]:
    """Who must sign and for whom, from ages and custody; complete sheets of all of them satisfy V31 and V32.

    Adults sign for themselves, from 14 on youths sign beside those who have custody. Joint custody needs two holders:
    the applicant and her co-applying spouse or partner, else a second one whose name is asked.
    """
    return signers_of(readable(form, visible(form, answers, today).answers), today)


def signers_of(answers: Mapping[str, Any], today: date) -> tuple[Signer, ...]:
    """As `propose_signers`, for answers that are known to be visible and readable."""
    people = persons(answers, today)
    draft = _Draft()
    for person in people:
        if person.is_minor:
            for holder in _holders(person, people, answers):
                draft.add(replace(holder, children=(person.ref,)))
        if person.is_adult or person.signs_beside:
            draft.add(Signer(ref=person.ref, name=person.name, own_role=SELF if person.is_adult else YOUTH))
    return tuple(draft.signers.values())


def _holders(minor: Person, people: tuple[Person, ...], answers: Mapping[str, Any]) -> list[Signer]:
    """Who has custody of a minor: one person, or two if it is joint. Who is not in the application is asked for."""
    if minor.ref == APPLICANT:
        known, outside = list(_representatives(people, answers)), REPRESENTATIVE
    elif minor.custody == GUARDIAN:
        known, outside = [], GUARDIAN
    else:
        known = [Signer(ref=parent.ref, name=parent.name) for parent in _parents(minor, people, answers)]
        outside = CUSTODY
    needed = 2 if minor.has_joint_custody else 1
    asked = [
        Signer(ref=outside if number == 1 else f"{outside}{number}", name="", asks_name=True)
        for number in range(len(known) + 1, needed + 1)
    ]
    return [*known, *asked][:needed]


def _representatives(people: tuple[Person, ...], answers: Mapping[str, Any]) -> Iterator[Signer]:
    """The legal representative of a minor applicant: a co-applying parent of that name, or the name given."""
    given = answers.get("gesetzliche_vertretung")
    representation: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    name = full_name(representation.get("gv_name"), None)
    parents = [person for person in people if person.relation == "elternteil" and person.is_adult]
    same = [parent for parent in parents if _fold(parent.name) == _fold(name)]
    if name:
        yield Signer(ref=same[0].ref if same else REPRESENTATIVE, name=name)
    if representation.get("gv_art") in ("eltern", "elternteil"):
        yield from (Signer(ref=parent.ref, name=parent.name) for parent in parents if parent not in same)


def _parents(child: Person, people: tuple[Person, ...], answers: Mapping[str, Any]) -> list[Person]:
    """Adults of the application who have custody, as far as relations tell."""
    adults = [person for person in people if person.is_adult]
    partners = [person for person in adults if person.relation in PARTNERS][:1]
    if child.relation == "stiefkind":
        return partners
    if child.relation == "geschwister":
        return [person for person in adults if person.relation == "elternteil"]
    if child.relation != "kind":
        return []
    own = [person for person in adults if person.ref == APPLICANT]
    return partners if _lies_with_the_other(child, answers) else own + partners


def _lies_with_the_other(child: Person, answers: Mapping[str, Any]) -> bool:
    """Whether custody lies with the other parent alone: with the mother of a man's children, or the reverse."""
    return (child.custody, answers.get("geschlecht")) in (("mutter", "m"), ("vater", "w"))


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def expand(sheets: Iterable[Sheet], answers: Mapping[str, Any], today: date, version: str) -> list[dict[str, Any]]:
    """The records `einwilligungen` of the form: one for each sheet and each person it speaks for.

    They stand in the order of the persons. What a sheet leaves empty is left out of its records; a sheet of somebody
    who has nothing to sign any more gives none. Complete sheets of all proposed signers satisfy V31, V32 and V34.
    """
    signers = {signer.ref: signer for signer in signers_of(answers, today)}
    given = tuple(sheets)
    return [
        _record(sheet, person, role, signers, version)
        for person in persons(answers, today)
        for sheet in given
        if (role := _role(sheet, person, signers.get(sheet.signer)))
    ]


def _role(sheet: Sheet, person: Person, signer: Signer | None) -> str:
    if sheet.signer == person.ref:
        return signer.own_role if signer else ""
    children = sheet.children if sheet.children is not None else signer.children if signer else ()
    return CUSTODY if person.is_minor and person.ref in children else ""


def _record(sheet: Sheet, person: Person, role: str, signers: Mapping[str, Signer], version: str) -> dict[str, Any]:
    known = signers.get(sheet.signer)
    record = {
        "ew_person": person.ref,
        "ew_rolle": role,
        "ew_name": (known.name if known else "") or sheet.name,
        "ew_zwecke": list(sheet.purposes),
        "ew_version": sheet.version or version,
        "ew_sprache": sheet.language,
        "ew_erlaeutert": sheet.explained,
        "ew_sprachmittler": sheet.interpreter if sheet.explained == "uebersetzt" else "",
        "ew_datum": sheet.signed_on,
        "ew_form": sheet.form,
        "ew_widerruf_erklaert": sheet.withdrawal_explained or None,
    }
    return {key: value for key, value in record.items() if value not in (None, "", [])}


def signer_of(record: Mapping[str, Any], signers: Iterable[Signer]) -> Signer | None:
    """Who signed a record: the person herself, or the holder of custody of that name; two people may have one name.

    A holder whose name was asked and is not given with `signers` has any name.
    """
    known, person = tuple(signers), record.get("ew_person")
    own = [signer for signer in known if signer.ref == person and signer.own_role == record.get("ew_rolle")]
    holders = [signer for signer in known if person in signer.children]
    named = [signer for signer in holders if signer.name == record.get("ew_name")]
    return next(iter([*own, *named, *(signer for signer in holders if not signer.name)]), None)


def needed_purposes(form: FormDefinition, answers: Mapping[str, Any], today: date) -> tuple[str, ...]:
    """Purposes without which the application cannot be considered; P2 only where special data are given (V33)."""
    facts = Facts(form=form, answers=readable(form, visible(form, answers, today).answers), today=today)
    special = any(
        holds_special_data(facts, rule.parameters["answers"])
        for rule in form.rules.values()
        if rule.kind == "special_consent"
    )
    return tuple(
        purpose.code
        for purpose in form.purposes.values()
        if purpose.required == "always" or (purpose.required == "when_s3" and special)
    )
