"""A file of cases as the commands read it: answers, the day they are checked against, and the reference."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from forms.definition import FormDefinition, MalformedForm
from forms.plain_yaml import UnreadableFile, load_yaml
from forms.reading import read_form, shipped_form
from forms.values import parse_date

SAFE_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
LONGEST_REFERENCE = 80


class UnusableFile(ValueError):
    """The file of cases or the form cannot be used; the message says why in a whole sentence."""


class UnusableCase(ValueError):
    """One case cannot be compiled; the message names it and says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """The cases of a file as they stand there, each still unchecked, and what they share."""

    cases: tuple[Any, ...]
    form_key: str = ""
    consent_version: str = ""
    today: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case that can be compiled; `day` is the day its answers are checked against."""

    id: str
    reference: str
    day: date
    answers: Mapping[str, Any]


def read_cases(path: Path) -> CaseFile:
    """Read a file of cases; raises UnusableFile."""
    try:
        raw = load_yaml(path)
    except UnreadableFile as error:
        raise UnusableFile(str(error)) from error
    cases = raw.get("cases") if isinstance(raw, Mapping) else None
    if not isinstance(cases, list):
        raise UnusableFile(_("%(path)s has no list of cases under “cases”.") % {"path": path})
    meta = raw.get("meta")
    shared = {key: str(value) for key, value in meta.items()} if isinstance(meta, Mapping) else {}
    return CaseFile(
        cases=tuple(cases),
        form_key=shared.get("form", ""),
        consent_version=shared.get("consent_version", ""),
        today=shared.get("today", ""),
    )


def form_for(case_file: CaseFile, path: Path | None) -> FormDefinition:
    """The form of the given file, or the shipped one; raises UnusableFile if the cases were made for another."""
    form = shipped_form() if path is None else _form_of(path)
    if case_file.form_key and case_file.form_key != form.key:
        raise UnusableFile(
            _("The cases are made for the form “%(wanted)s”, which is unknown here; this form is “%(known)s”.")
            % {"wanted": case_file.form_key, "known": form.key}
        )
    return form


def checked_case(raw: Any, number: int, *, today: str) -> Case:
    """One entry of the file (`number` from 1) as a case; raises UnusableCase."""
    name = _name(raw, number)
    if not isinstance(raw, Mapping):
        raise UnusableCase(_("%(case)s is not a mapping of keys to values.") % {"case": name})
    answers = raw.get("answers")
    if not isinstance(answers, Mapping) or not answers:
        raise UnusableCase(_("%(case)s has no answers.") % {"case": name})
    day = raw.get("as_of") or today or date.today().isoformat()
    parsed = parse_date(str(day))
    if parsed is None:
        raise UnusableCase(_("The day “%(day)s” of %(case)s is no date.") % {"case": name, "day": day})
    identifier = str(raw.get("id") or number)
    return Case(
        id=identifier,
        reference=_safe_reference(str(raw.get("reference") or identifier), name),
        day=parsed,
        answers={str(key): value for key, value in answers.items()},
    )


def is_named(raw: Any, identifier: str) -> bool:
    return isinstance(raw, Mapping) and str(raw.get("id")) == identifier


def _form_of(path: Path) -> FormDefinition:
    try:
        raw = load_yaml(path)
        if not isinstance(raw, Mapping):
            raise UnusableFile(_("%(path)s is not a form.") % {"path": path})
        return read_form(raw)
    except UnreadableFile as error:
        raise UnusableFile(str(error)) from error
    except MalformedForm as error:
        raise UnusableFile(
            _("%(path)s is not a form that can be used: %(reason)s") % {"path": path, "reason": error}
        ) from error


def _name(raw: Any, number: int) -> str:
    if isinstance(raw, Mapping) and raw.get("id"):
        return _("Case %(id)s") % {"id": raw["id"]}
    return _("Case number %(number)d of the file") % {"number": number}


def _safe_reference(reference: str, name: str) -> str:
    """The reference names the file that is written, so it must never lead to another folder."""
    if len(reference) > LONGEST_REFERENCE or not SAFE_REFERENCE.fullmatch(reference):
        raise UnusableCase(
            _("The reference of %(case)s cannot be a file name: only letters, digits, hyphens and dots are taken.")
            % {"case": name}
        )
    return reference
