"""From the form file to a definition, and back without loss.

A rule gives its registered kind and parameters under `rule`. One that has only a `check` sentence is understood if
the shipped form has the same sentence; anything else is refused by name.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from forms.definition import AttachmentType, FileRules, FormDefinition, MalformedForm, Purpose
from forms.dossier_sections import read_sections
from forms.plain_yaml import load_yaml
from forms.raw_data import mapping, number, refuse_doubles, sequence, text, truth
from forms.reading_questions import check_conditions, field_paths, option_lists, read_step
from forms.reading_rules import read_rule, shipped_data
from forms.reading_self_check import read_self_check

__all__ = ["load_yaml", "read_form", "shipped_form", "write_form"]

PAGES = re.compile(r"Seitenzahl höchstens ([0-9]+) je Datei")
DEFAULT_PAGES = 200


def read_form(raw: object) -> FormDefinition:
    """Build a definition from the data of a form file; raise MalformedForm, whose message names the place."""
    data = copy.deepcopy(mapping(raw, "the form file"))
    head = mapping(data.get("form"), "form")
    options = option_lists(data)
    steps = tuple(read_step(step, options) for step in sequence(data.get("steps"), "steps"))
    refuse_doubles([step.key for step in steps], "steps")
    refuse_doubles([item.key for step in steps for item in step.items], "questions")
    check_conditions(steps)
    fields = frozenset(field_paths(steps))
    return FormDefinition(
        key=text(head.get("id"), "form.id"),
        version=text(head.get("version"), "form.version"),
        title=text(head.get("title"), "form.title"),
        steps=steps,
        rules={
            str(code): read_rule(str(code), entry, fields)
            for code, entry in mapping(data.get("validation_rules", {}), "validation_rules").items()
        },
        exclusions={
            str(code): mapping(entry, f"exclusion_rules.{code}")
            for code, entry in mapping(data.get("exclusion_rules", {}), "exclusion_rules").items()
        },
        flags={str(code): str(label) for code, label in mapping(data.get("flags", {}), "flags").items()},
        purposes=dict(_purposes(data)),
        attachment_types=dict(_attachment_types(data)),
        file_rules=_file_rules(mapping(data.get("file_rules"), "file_rules")),
        sections=read_sections(data.get("dossier_sections", {})),
        self_check=read_self_check(data.get("self_check")),
        raw=data,
    )


def write_form(form: FormDefinition) -> dict[str, Any]:
    """The data of the form file; equal to what the definition was read from."""
    return copy.deepcopy(dict(form.raw))


@cache
def shipped_form() -> FormDefinition:
    """The Kurzantrag as it is shipped."""
    return read_form(shipped_data())


def _purposes(data: Mapping[str, Any]) -> Iterator[tuple[str, Purpose]]:
    for code, entry in mapping(data.get("consent_purposes", {}), "consent_purposes").items():
        purpose = mapping(entry, f"consent_purposes.{code}")
        required = purpose.get("required", False)
        if required not in (True, False, "when_s3"):
            raise MalformedForm(f"consent_purposes.{code}.required must be true, false or when_s3")
        word = {True: "always", False: "never"}.get(required, "when_s3")
        yield str(code), Purpose(code=str(code), label=str(purpose["label"]), required=word)


def _attachment_types(data: Mapping[str, Any]) -> Iterator[tuple[str, AttachmentType]]:
    for key, entry in mapping(data.get("attachment_types", {}), "attachment_types").items():
        kind = mapping(entry, f"attachment_types.{key}")
        yield (
            str(key),
            AttachmentType(
                key=str(key),
                label=str(kind["label"]),
                sensitivity=str(kind.get("sens", "S2")),
                recommended=truth(kind.get("recommended", False), f"attachment_types.{key}.recommended"),
                required_when=str(kind.get("required_when", "")),
                note=str(kind.get("note", "")),
            ),
        )


def _file_rules(data: Mapping[str, Any]) -> FileRules:
    limits = {}
    for name in ("max_file_mb", "max_total_mb", "max_files"):
        limits[name] = number(data.get(name), f"file_rules.{name}") or 0
        if limits[name] < 1:
            raise MalformedForm(f"file_rules.{name} must be a whole number above 0")
    accept = tuple(str(kind) for kind in sequence(data.get("accept"), "file_rules.accept"))
    told = (PAGES.search(str(check)) for check in sequence(data.get("checks", []), "file_rules.checks"))
    pages = data.get("max_pages") or next((int(match[1]) for match in told if match), DEFAULT_PAGES)
    return FileRules(accept=accept, max_pages=number(pages, "file_rules.max_pages") or DEFAULT_PAGES, **limits)
