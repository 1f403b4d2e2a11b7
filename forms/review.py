"""The last page before handing in: every answer by step, and everything that was found, by weight."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.uploads import Upload
from forms.answers import visible
from forms.checking import find_everywhere
from forms.clashes import OpenClash, open_clashes
from forms.consent_texts import ConsentText
from forms.controls import html_id
from forms.definition import FormDefinition, Group, Question, QuestionType, Severity, Step
from forms.drafts import Draft
from forms.ledger import Ledger
from forms.places import CONSENT_GROUP, Composed, is_blank
from forms.presentation import display, item_title
from forms.readiness import papers
from forms.sentences import Sentence, of_problem
from forms.sheets import compose_all
from forms.submit import findings_block
from forms.validation import Findings, Problem
from forms.wordings import option_address, question_address

CONSENT_PATH = re.compile(re.escape(CONSENT_GROUP) + r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Line:
    """A finding with the way to its question."""

    step: str
    anchor: str
    label: str
    message: Sentence


@dataclass(frozen=True, slots=True)
class Told:
    """One answer in words, or the heading of a group (`value` empty and `is_heading`)."""

    label: str
    value: str = ""
    is_heading: bool = False
    address: str = ""
    """Start of the addresses of the question's texts; of a heading the address of its own."""
    options: tuple[tuple[str, str], ...] = ()
    """Of a chosen answer the labels of its options with their addresses."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """All answers of one step."""

    step: Step
    answers: tuple[Told, ...]


def review_context(
    draft: Draft, ledger: Ledger, *, consent: ConsentText, account: Mapping[str, str], uploads: Iterable[Upload]
) -> dict[str, Any]:
    """What the review page shows beside the last step's own questions."""
    today, form = timezone.localdate(), draft.definition
    composed, findings = find_everywhere(draft, ledger, today=today, consent=consent, account=account, uploads=uploads)
    shown = visible(form, composed.answers, today)
    clashes = open_clashes(form, ledger, today=today, consent=consent)
    last = form.steps[-1].key
    unsettled = [paper for paper in papers(form, ledger) if not paper.is_settled]
    errors = [line for line in _lines(form, composed, findings, Severity.ERROR) if line.step != last]
    return {
        "errors": [*map(_clash_line, clashes), *errors],
        "warnings": list(_lines(form, composed, findings, Severity.WARNING)),
        "infos": list(_lines(form, composed, findings, Severity.INFO)),
        "exclusions": [(code, str(form.exclusions[code].get("label", ""))) for code in findings.exclusions],
        "flags": [(code, form.flags[code]) for code in findings.flags],
        "chapters": _chapters(form, shown.answers),
        "dropped": len(shown.hidden),
        "former": ledger.former,
        "unsettled": unsettled,
        "without_file": list(_without_file(form, ledger)),
        "is_ready": not findings_block(findings) and not clashes,
    }


def chapters_of(draft: Draft, ledger: Ledger, *, consent: ConsentText) -> list[Chapter]:
    """All answers that would be handed in now, by step."""
    today, form = timezone.localdate(), draft.definition
    composed = compose_all(form, ledger, today=today, consent_version=consent.version)
    return _chapters(form, visible(form, composed.answers, today).answers)


def _chapters(form: FormDefinition, answers: Mapping[str, Any]) -> list[Chapter]:
    return [Chapter(step, tuple(_told(step, answers))) for step in form.steps[:-1]]


def _lines(form: FormDefinition, composed: Composed, findings: Findings, weight: Severity) -> Iterator[Line]:
    seen = set()
    for problem in findings.problems:
        if problem.severity is not weight or problem.code in ("hidden", "unknown"):
            continue
        line = _line(form, composed, problem)
        if line not in seen:
            seen.add(line)
            yield line


def _line(form: FormDefinition, composed: Composed, problem: Problem) -> Line:
    place = composed.place_of(problem.path)
    return Line(_step_of(form, problem.key), html_id(place), _label(form, composed, problem), of_problem(problem))


def _clash_line(clash: OpenClash) -> Line:
    message = Sentence(_("Two people changed this answer. Please choose which one shall stay."))
    return Line(clash.step.key, clash.prompt.anchor, clash.prompt.question.label, message)


def _without_file(form: FormDefinition, ledger: Ledger) -> Iterator[str]:
    """Titles of attachments that were offered and got no file; they are not handed in."""
    for group in form.items():
        if isinstance(group, Group) and any(question.type is QuestionType.FILE for question in group.questions):
            for item in ledger.items.get(group.key, []):
                held = {one.key: ledger.values.get(f"{group.key}.{item}.{one.key}") for one in group.questions}
                if is_blank(group, item, ledger) and any(held.values()):
                    yield item_title(group, {key: answer for key, answer in held.items() if answer})


def _step_of(form: FormDefinition, key: str) -> str:
    return next((step.key for step in form.steps if any(item.key == key for item in step.items)), form.steps[0].key)


def _label(form: FormDefinition, composed: Composed, problem: Problem) -> str:
    """The question's label; of a consent also whose it is, because the system numbers them and nobody else."""
    label = _place_label(form, problem.path.replace("[", ".").replace("]", ""))
    found = CONSENT_PATH.match(problem.path)
    records = composed.answers.get(CONSENT_GROUP, [])
    if not found or int(found[1]) >= len(records):
        return label
    return f"{label} ({records[int(found[1])].get('ew_name') or _('no name yet')})"


def _place_label(form: FormDefinition, place: str) -> str:
    parts = place.split(".")
    item = next((item for item in form.items() if item.key == parts[0]), None)
    if not isinstance(item, Group):
        return item.label if item else ""
    question = next((question for question in item.questions if question.key == parts[-1]), None)
    number = f" {int(parts[1]) + 1}" if len(parts) > 1 and parts[1].isdecimal() else ""
    return f"{item.label}{number}" + (f": {question.label}" if question else "")


def _told(step: Step, answers: Mapping[str, Any]) -> Iterator[Told]:
    for item in step.items:
        answer = answers.get(item.key)
        if answer is None or answer in ([], {}):
            continue
        if isinstance(item, Question):
            yield _answer(item, answer)
        elif item.repeat is None:
            yield Told(item.label, is_heading=True, address=f"{item.key}.label")
            yield from _group(item, answer)
        else:
            for number, one in enumerate(answer, start=1):
                yield Told(item_title(item, one, number), is_heading=True)
                yield from _group(item, one)


def _group(group: Group, answers: Mapping[str, Any]) -> Iterator[Told]:
    for question in group.questions:
        if not question.derived and answers.get(question.key) not in (None, "", []):
            yield _answer(question, answers[question.key], group)


def _answer(question: Question, answer: Any, group: Group | None = None) -> Told:
    start = question_address(question, group)
    if question.type is QuestionType.FILE:
        count = len(answer) if isinstance(answer, list) else 1
        return Told(question.label, _("%(count)s file(s)") % {"count": count}, address=start)
    chosen = answer if isinstance(answer, list) else [answer]
    options = tuple(
        (question.options[str(one)], option_address(start, question, str(one)))
        for one in chosen
        if str(one) in question.options
    )
    return Told(question.label, display(question, answer), address=start, options=options)
