"""Answers without what a withdrawn consent covered: those of a submission, and those of an open draft.

Keys are those of the shipped form. What the texts that are left say of it nobody but a person can tell;
`texts_to_check` finds those she has to look at.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.answers import visible
from forms.consent import Signer, signer_of
from forms.definition import FormDefinition, Group, Question, QuestionType
from forms.finger_signatures import place_of
from forms.ledger import GATE, Ledger
from forms.ledger_lines import Stamp
from forms.person_copy import special_purposes, without_special
from forms.persons import persons
from forms.places import CONSENT_GROUP
from forms.readiness import START as PAPERS
from forms.rule_consents import SPECIAL, special_types
from forms.values import is_filled

FAMILY, OF_PERSON = "familienmitglieder", {"familienmitglieder": "fm_id", "anlagen_liste": "an_person"}
"""The groups whose entries each belong to a person, and the question that says to whom."""
OF_PURPOSE: Mapping[str, tuple[str, ...]] = {"P6": ("allgemeine_frage",), "P7": ("p7_stellen",)}
"""Questions whose answers are there for one purpose alone."""
SHORTEST_NAME = 3
"""Characters from which a name is looked for in texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What is taken out: whole persons by their refs, or single purposes of what `signer` declared."""

    signer: Signer
    persons: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()

    def is_special(self, form: FormDefinition) -> bool:
        return bool(special_purposes(form) & set(self.purposes))

    @property
    def signatures_taken_out(self) -> frozenset[str]:
        """Refs of those whose signatures on the screen go: they say what is withdrawn now, be it in one point."""
        return frozenset({*self.persons, self.signer.ref})

    def left_out_questions(self) -> Iterator[str]:
        for code in self.purposes:
            yield from OF_PURPOSE.get(code, ())


def cut_answers(
    form: FormDefinition, answers: Mapping[str, Any], cut: Cut, known: Sequence[Signer], today: date
) -> dict[str, Any]:
    """The answers of a submission without what the cut takes out; `known` are all who signed."""
    kept = {key: answer for key, answer in answers.items() if key not in set(cut.left_out_questions())}
    for group, question in OF_PERSON.items():
        if cut.persons and isinstance(kept.get(group), list):
            kept[group] = [entry for entry in kept[group] if entry.get(question) not in cut.persons]
    records = kept.get(CONSENT_GROUP, [])
    left = [_without_purposes(one, cut, known) for one in records if one.get("ew_person") not in cut.persons]
    kept[CONSENT_GROUP] = [record for record in left if record.get("ew_zwecke")]
    if cut.is_special(form):
        kept = without_special(form, kept, today)
    return visible(form, kept, today).answers


def _without_purposes(record: Mapping[str, Any], cut: Cut, known: Sequence[Signer]) -> dict[str, Any]:
    signer = signer_of(record, known)
    if not cut.purposes or signer is None or signer.ref != cut.signer.ref:
        return dict(record)
    return {**record, "ew_zwecke": [code for code in record.get("ew_zwecke", []) if code not in cut.purposes]}


def cut_ledger(form: FormDefinition, ledger: Ledger, cut: Cut, stamp: Stamp) -> None:
    """Take the same out of a draft, with all earlier values of it; nothing of it is proposed again."""
    known = {
        *ledger.values,
        *ledger.changes,
        *ledger.rivals,
        *ledger.settled,
        *ledger.proposed,
        *ledger.past_proposals,
        *ledger.refusals,
    }
    items = dict(_items_taken_out(form, ledger, cut))
    starts = tuple(f"{group}.{item}." for group, entries in items.items() for item in entries)
    starts += tuple(f"{CONSENT_GROUP}.{ref}." for ref in _sheets_taken_out(cut))
    drawn = {place_of(ref) for ref in cut.signatures_taken_out}
    gone = {place for place in known if (starts and place.startswith(starts)) or place in drawn}
    gone |= set(cut.left_out_questions())
    kept = dict(_kept_options(form, ledger, cut))
    if cut.is_special(form):
        gone |= {GATE, *(place for place in known if _is_special_place(form, place))}
        notes = tuple(f"{PAPERS}.{kind}." for kind in special_types(form))
        gone |= {place for place in known if place.startswith(notes)}
    ledger.forget(sorted(gone | kept.keys()), stamp)
    ledger.write(kept, stamp)
    ledger.former.clear()
    for group, entries in items.items():
        ledger.items[group] = [item for item in ledger.items.get(group, []) if item not in entries]


def _sheets_taken_out(cut: Cut) -> Collection[str]:
    """Whose sheets go whole: of those who leave, and of somebody outside who signed for them alone."""
    return {*cut.persons, cut.signer.ref} if cut.persons else ()


def _items_taken_out(form: FormDefinition, ledger: Ledger, cut: Cut) -> Iterator[tuple[str, set[str]]]:
    special = special_types(form)
    for group, question in OF_PERSON.items():
        entries = {place.split(".")[1] for place in ledger.values if place.startswith(f"{group}.")}
        own = {item for item in entries if ledger.values.get(f"{group}.{item}.{question}") in cut.persons}
        if group == FAMILY:
            own |= set(cut.persons)
        elif cut.is_special(form):
            own |= {item for item in entries if ledger.values.get(f"{group}.{item}.an_typ") in special}
        yield group, own


def _is_special_place(form: FormDefinition, place: str) -> bool:
    parts = place.split(".")
    return any(
        question.sensitivity == SPECIAL
        and question.key == parts[-1]
        and (group.key if group else parts[-1]) == parts[0]
        for group, question in form.questions()
    )


def _kept_options(form: FormDefinition, ledger: Ledger, cut: Cut) -> Iterator[tuple[str, Any]]:
    """What stays of answers that lose single options: the purposes of a sheet, and options that tell of health."""
    sheet = f"{CONSENT_GROUP}.{cut.signer.ref}.ew_zwecke"
    if cut.purposes and sheet in ledger.values:
        yield sheet, [code for code in ledger.values[sheet] if code not in cut.purposes]
    if not cut.is_special(form):
        return
    for rule in form.rules.values():
        for place, telling in rule.parameters["answers"].items() if rule.kind == "special_consent" else ():
            held = ledger.values.get(place)
            if isinstance(held, list) and set(held) & set(telling):
                yield place, [one for one in held if one not in telling]
            elif held in telling:
                yield place, None


def texts_to_check(
    form: FormDefinition, before: Mapping[str, Any], rest: Mapping[str, Any], cut: Cut, today: date
) -> tuple[str, ...]:
    """Labels of questions whose remaining text may still say what was taken out.

    Of persons those that hold a name which nobody who stays has; of health every longer text.
    """
    if cut.is_special(form):
        longer = (question.label for question, _text in _texts(form, rest) if question.type is QuestionType.TEXTAREA)
        return tuple(dict.fromkeys(longer))
    gone = [person for person in persons(before, today) if person.ref in cut.persons]
    staying = {name for person in persons(rest, today) for name in _names(person.name)}
    names = {name for person in gone for name in _names(person.name)} - staying
    if not names:
        return ()
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})", re.IGNORECASE)
    found = (question.label for question, text in _texts(form, rest) if pattern.search(text))
    return tuple(dict.fromkeys(found))


def _names(name: str) -> set[str]:
    return {part.casefold() for part in name.split() if len(part) >= SHORTEST_NAME}


def _texts(form: FormDefinition, answers: Mapping[str, Any]) -> Iterator[tuple[Question, str]]:
    for item in form.items():
        if item.key == CONSENT_GROUP:
            continue
        given = answers.get(item.key)
        levels: Any = [answers] if isinstance(item, Question) else given if isinstance(given, list) else [given or {}]
        for question in item.questions if isinstance(item, Group) else (item,):
            for level in levels:
                text = level.get(question.key)
                if question.type in (QuestionType.TEXT, QuestionType.TEXTAREA) and is_filled(text):
                    yield question, str(text)
