"""D02: is the board competent, is anything excluded, what presses, and what the form itself noticed."""

import re

from documents.content import Block, Entries, Entry, Table
from forms.definition import Question
from forms.validation import Findings, Problem
from forms.values import parse_date
from gremium.cases.dossier_content import ages, wording
from gremium.cases.dossier_content.overview import points
from gremium.cases.dossier_content.record import SPECIAL, Record, section_of
from gremium.cases.dossier_content.telling import tell

DEADLINES = {"eilig_datum": wording.DEADLINE, "duldung_bis": ""}
"""Questions whose date is a deadline, with a label where the form's own makes no sense alone."""

_KINDS = {"error": wording.ERROR, "warn": wording.WARNING, "info": wording.INFO}


def checks(record: Record, findings: Findings) -> tuple[Block, ...]:
    return (
        points(record, findings),
        _exclusions(record, findings),
        *_deadlines(record),
        *tell(record, record.of_section("D02")),
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
    rows = tuple(
        (_mark(problem), _KINDS.get(str(problem.severity), ""), _sentence(record, problem))
        for problem in findings.problems
        if _is_special(record, problem) == special
    )
    columns = (wording.RULE, wording.LEVEL, wording.FINDING)
    return (Table(heading=wording.FINDINGS, columns=columns, rows=rows, weights=(1, 2, 10)),) if rows else ()


def _mark(problem: Problem) -> str:
    return problem.code if re.fullmatch(r"[A-Z]\d+", problem.code) else wording.NOT_GIVEN


def _sentence(record: Record, problem: Problem) -> str:
    """The check's message; a structural one names the question it is about."""
    question = _question(record, problem.path)
    message = problem.message or problem.code
    if re.fullmatch(r"V\d+", problem.code) or problem.path in message:
        return message
    return f"{question.label if question else problem.path}: {message}"


def _question(record: Record, path: str) -> Question | None:
    key = re.split(r"[.\[\]]+", path.rstrip("]"))[-1]
    return next((question for _, question in record.form.questions() if question.key == key), None)


def _is_special(record: Record, problem: Problem) -> bool:
    """Whether a finding is about an answer of D08: by its place, or by the questions that carry its rule."""
    question = _question(record, problem.path)
    if question is not None:
        return section_of(question) == SPECIAL
    carriers = [question for _, question in record.form.questions() if problem.code in question.rules]
    return bool(carriers) and all(section_of(question) == SPECIAL for question in carriers)
