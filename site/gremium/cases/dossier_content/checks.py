"""D02: is the board competent, is anything excluded, what presses, and what the form itself noticed."""

import re

from documents.content import Block, Entries, Entry, Table
from forms.validation import Findings, Problem
from forms.values import parse_date
from gremium.cases.dossier_content import ages, wording
from gremium.cases.dossier_content.cover import supplements
from gremium.cases.dossier_content.facts import fact
from gremium.cases.dossier_content.overview import points, statements
from gremium.cases.dossier_content.record import SPECIAL, Record, section_of
from gremium.cases.dossier_content.telling import tell

DEADLINES = {"eilig_datum": wording.DEADLINE, "duldung_bis": ""}
"""Questions whose date is a deadline, with a label where the form's own makes no sense alone."""

PATH_STEP = re.compile(r"([^\[\]]+)(?:\[(\d+)\])?")
_KINDS = {"error": wording.ERROR, "warn": wording.WARNING, "info": wording.INFO}


def checks(record: Record, findings: Findings) -> tuple[Block, ...]:
    return (
        points(record, findings),
        _exclusions(record, findings),
        *supplements(record),
        *_deadlines(record),
        *tell(record, record.of_section("D02")),
        *tell(record, statements(record)),
        *noticed(record, findings, special=False),
    )


def _exclusions(record: Record, findings: Findings) -> Table:
    return Table(
        heading=wording.EXCLUSION_CHECK,
        columns=(wording.CODE_OF_GROUND, wording.GROUND, wording.RESULT),
        rows=tuple(
            (code, str(rule.get("label", code)), wording.SIGN if code in findings.exclusions else wording.NO_SIGN)
            for code, rule in record.form.exclusions.items()
        ),
        weights=(1, 6, 3),
    )


def _deadlines(record: Record) -> tuple[Entries, ...]:
    entries = tuple(
        Entry(label=label or cell.question.label, value=f"{record.text(cell)} ({ages.time_left(day, record.day)})")
        for key, label in DEADLINES.items()
        if (cell := record.open_cell(key)) and (day := parse_date(cell.answer))
    )
    return (Entries(entries=entries, heading=wording.DEADLINES),) if entries else ()


def noticed(record: Record, findings: Findings, *, special: bool) -> tuple[Table, ...]:
    """What the form's checks found, each with its code; what speaks of special categories only where `special`."""
    found = (
        (_mark(problem), _KINDS.get(str(problem.severity), ""), _sentence(record, problem))
        for problem in findings.problems
        if _is_special(record, problem) == special
    )
    rows = tuple(dict.fromkeys(row for row in found if row[-1]))
    columns = (wording.RULE, wording.LEVEL, wording.FINDING)
    return (Table(heading=wording.FINDINGS, columns=columns, rows=rows, weights=(1, 2, 10)),) if rows else ()


def _mark(problem: Problem) -> str:
    return wording.NOT_GIVEN if problem.is_structural else problem.code


def _sentence(record: Record, problem: Problem) -> str:
    """A rule's fact for members, or for a structural finding the place and the dossier's own words.

    The message of a structural finding speaks the language of whoever asked for the check.
    """
    if not problem.is_structural:
        return fact(record, problem)
    fault = wording.FAULTS.get(problem.code, problem.message)
    return wording.FAULT_AT.format(place=_place(record, problem.path), fault=fault)


def _place(record: Record, path: str) -> str:
    """``familienmitglieder[0].fm_status`` as „Familienmitglieder 1, Aufenthaltsstatus“."""
    labels = {item.key: item.label for item in record.form.items()}
    labels |= {question.key: question.label for _, question in record.form.questions()}
    steps = (PATH_STEP.fullmatch(step) for step in path.split("."))
    return ", ".join(
        " ".join(filter(None, (labels.get(step[1], step[1]), str(int(step[2]) + 1) if step[2] else "")))
        for step in steps
        if step
    )


def _is_special(record: Record, problem: Problem) -> bool:
    """Whether a finding is about an answer of D08: by its place, or by the questions that carry its rule."""
    key = re.sub(r"\[\d+\]", "", problem.path).rpartition(".")[2]
    here = [question for _, question in record.form.questions() if question.key == key]
    carriers = here or [question for _, question in record.form.questions() if problem.code in question.rules]
    return bool(carriers) and all(section_of(question) == SPECIAL for question in carriers)
