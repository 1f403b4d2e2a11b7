"""Files of example cases: answers with what they are expected to give, and mutations of them.

Used by `gremium validate`, `gremium dossier` and the demo. Format: the contract, "Semantics of validate".
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from forms.definition import FormDefinition
from forms.plain_yaml import load_yaml
from forms.reading import shipped_form
from forms.validation import Findings, check
from forms.values import parse_date

STEP = re.compile(r"([^.\[\]]+)|\[([0-9]+)\]")


class MalformedCases(ValueError):
    """The file is no file of cases; the message names the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleCase:
    """One case of a file. `entry` is its whole data, with what is expected of it."""

    id: str
    reference: str
    as_of: date
    answers: Mapping[str, Any]
    mutations: tuple[Mapping[str, Any], ...]
    form: FormDefinition
    consent_version: str
    entry: Mapping[str, Any]

    def check(self, answers: Mapping[str, Any] | None = None) -> Findings:
        """Findings for the case's answers, or for mutated ones."""
        return check(
            self.form,
            self.answers if answers is None else answers,
            today=self.as_of,
            consent_version=self.consent_version,
        )


def load_cases(path: Path, *, form: FormDefinition | None = None) -> tuple[ExampleCase, ...]:
    """Read a file of cases; without `form` it must name the shipped one. Raise UnreadableFile or MalformedCases."""
    return read_cases(load_yaml(path), form=form, name=str(path))


def read_cases(raw: Any, *, form: FormDefinition | None = None, name: str = "cases") -> tuple[ExampleCase, ...]:
    """Cases from the data of a file; raise MalformedCases."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("cases"), list):
        raise MalformedCases(_("%(name)s has no list „cases“.") % {"name": name})
    meta = {} if raw.get("meta") is None else raw["meta"]
    if not isinstance(meta, Mapping):
        raise MalformedCases(_("„meta“ in %(name)s must be a mapping.") % {"name": name})
    if form is None:
        form = shipped_form()
        if meta.get("form", form.key) != form.key:
            raise MalformedCases(
                _("%(name)s asks for the form „%(form)s“, which does not exist here. Name its file with --form.")
                % {"name": name, "form": meta["form"]}
            )
    return tuple(_case(entry, number, meta, form, name) for number, entry in enumerate(raw["cases"], start=1))


def _case(entry: Any, number: int, meta: Mapping[str, Any], form: FormDefinition, name: str) -> ExampleCase:
    place = {"name": name, "number": number}
    if not isinstance(entry, Mapping):
        raise MalformedCases(_("Case %(number)d in %(name)s must be a mapping.") % place)
    answers = {} if entry.get("answers") is None else entry["answers"]
    mutations = [] if entry.get("mutations") is None else entry["mutations"]
    if not isinstance(answers, Mapping) or not isinstance(mutations, list):
        raise MalformedCases(_("Case %(number)d in %(name)s needs a mapping „answers“ and a list „mutations“.") % place)
    day = entry.get("as_of", meta.get("today"))
    as_of = date.today() if day is None else parse_date(day)
    if as_of is None:
        raise MalformedCases(_("„as_of“ of case %(number)d in %(name)s must be a day such as 2026-02-16.") % place)
    return ExampleCase(
        id=str(entry.get("id", number)),
        reference=str(entry.get("reference", "")),
        as_of=as_of,
        answers=answers,
        mutations=tuple(mutations),
        form=form,
        consent_version=str(meta.get("consent_version") or ""),
        entry=entry,
    )


def lines(cases: tuple[ExampleCase, ...]) -> Iterator[dict[str, Any]]:
    """What `gremium validate` prints: a mapping a case, then one for each of its mutations."""
    for case in cases:
        yield _line(case.id, None, case.check())
        for number, mutation in enumerate(case.mutations, start=1):
            yield _line(case.id, number, case.check(mutated(case.answers, mutation)))


def _line(case_id: str, mutation: int | None, findings: Findings) -> dict[str, Any]:
    return {"id": case_id, "mutation": mutation, "errors": findings.errors, **findings.not_blocking}


def mutated(answers: Mapping[str, Any], mutation: Any) -> dict[str, Any]:
    """A changed copy of the answers; raise MalformedCases for a change that is not known."""
    if not isinstance(mutation, Mapping):
        raise MalformedCases(_("A mutation must be a mapping, not %(found)r.") % {"found": mutation})
    changed = copy.deepcopy(dict(answers))
    for act, argument in mutation.items():
        if act == "expect":
            continue
        if act not in ACTS:
            raise MalformedCases(
                _("There is no mutation „%(act)s“; known are %(known)s.") % {"act": act, "known": ", ".join(ACTS)}
            )
        ACTS[act](changed, argument)
    return changed


def _set(answers: dict[str, Any], values: Any) -> None:
    for path, value in _entries("set", values).items():
        _put(answers, _steps(path), copy.deepcopy(value))


def _unset(answers: dict[str, Any], paths: Any) -> None:
    for path in paths if isinstance(paths, list) else [paths]:
        *way, last = _steps(path)
        place: Any = answers
        for step in way:
            place = _inner(place, step)
        if isinstance(place, dict):
            place.pop(last, None)
        elif isinstance(place, list) and (index := _index(last)) is not None and index < len(place):
            del place[index]


def _drop_consent(answers: dict[str, Any], wanted: Any) -> None:
    values = _entries("drop_consent", wanted)
    declarations = answers.get("einwilligungen")
    if isinstance(declarations, list):
        answers["einwilligungen"] = [
            entry
            for entry in declarations
            if not (isinstance(entry, dict) and all(entry.get(key) == value for key, value in values.items()))
        ]


def _drop_purpose(answers: dict[str, Any], purposes: Any) -> None:
    dropped = purposes if isinstance(purposes, list) else [purposes]
    declarations = answers.get("einwilligungen")
    for entry in declarations if isinstance(declarations, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("ew_zwecke"), list):
            entry["ew_zwecke"] = [one for one in entry["ew_zwecke"] if one not in dropped]


def _add_procedure(answers: dict[str, Any], procedure: Any) -> None:
    listed = answers.get("verfahren_liste")
    added = procedure if isinstance(procedure, list) else [_entries("add_procedure", procedure)]
    answers["verfahren_liste"] = [*(listed if isinstance(listed, list) else []), *copy.deepcopy(added)]


ACTS = {
    "set": _set,
    "unset": _unset,
    "drop_consent": _drop_consent,
    "drop_purpose": _drop_purpose,
    "add_procedure": _add_procedure,
}


def _entries(act: str, values: Any) -> Mapping[str, Any]:
    if not isinstance(values, Mapping):
        raise MalformedCases(_("The mutation „%(act)s“ needs a mapping.") % {"act": act})
    return values


def _steps(path: Any) -> list[str | int]:
    """The steps of ``familienmitglieder[0].fm_status`` or ``familienmitglieder.0.fm_status``."""
    return [int(index) if index else key for key, index in STEP.findall(str(path))] or [str(path)]


def _inner(place: Any, step: str | int) -> Any:
    if isinstance(place, dict):
        return place.get(step)
    index = _index(step)
    if isinstance(place, list) and index is not None and index < len(place):
        return place[index]
    return None


def _index(step: str | int) -> int | None:
    return step if isinstance(step, int) else int(step) if step.isdecimal() else None


def _put(answers: dict[str, Any], steps: list[str | int], value: Any) -> None:
    """Put a value at the end of a path, with new mappings where there are none; a list grows by one at its end."""
    place: Any = answers
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        key = _index(step) if isinstance(place, list) else step
        if key is None or (isinstance(place, list) and isinstance(key, int) and key > len(place)):
            raise MalformedCases(_("The mutation cannot set „%(path)s“.") % {"path": ".".join(map(str, steps))})
        if isinstance(place, list) and key == len(place):
            place.append(None)
        if following is None:
            place[key] = value
            return
        inner = _inner(place, step)
        if not isinstance(inner, dict | list):
            inner = {}
            place[key] = inner
        place = inner
