"""Findings of the form engine, brought to the places of a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from forms.definition import Severity, Step
from forms.drafts import Draft
from forms.ledger import Ledger
from forms.places import Composed
from forms.prompts import Prompt
from forms.sheets import compose_all
from forms.uploading import facts_of, named_files
from forms.validation import Findings, Problem, check

ByPlace = dict[str, tuple[str, ...]]


@dataclass(slots=True)
class PageFindings:
    """Sentences by place: `errors` block handing in, `hints` never block."""

    errors: ByPlace = field(default_factory=dict)
    hints: ByPlace = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    """Steps that still have errors, saved or not."""


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """A line of the error summary: the element to go to, the question, what to do."""

    id: str
    label: str
    message: str


def find_on_page(draft: Draft, ledger: Ledger, step: Step, *, today: date, consent_version: str) -> PageFindings:
    """What concerns one step, if it was saved once, and which steps still have errors."""
    page = PageFindings()
    if not ledger.checked:
        return page
    composed, findings = find_everywhere(draft, ledger, today=today, consent_version=consent_version)
    steps = {item.key: each.key for each in draft.definition.steps for item in each.items}
    for problem in findings.problems:
        at = steps.get(problem.key, "")
        if problem.code == "hidden":
            continue
        if problem.severity is Severity.ERROR:
            page.faulty.add(at)
        if at == step.key and at in ledger.checked:
            _sort_in(page, problem, composed)
    page.faulty |= {steps.get(place.split(".")[0], "") for place in ledger.rivals}
    return page


def find_everywhere(
    draft: Draft,
    ledger: Ledger,
    *,
    today: date,
    consent_version: str,
    account: Mapping[str, str] | None = None,
) -> tuple[Composed, Findings]:
    """The whole draft as it would be handed in, with the rules over the account (V35) where one is given."""
    composed = compose_all(draft.definition, ledger, today=today, consent_version=consent_version)
    files = facts_of(draft.definition, draft.pk, composed.answers)
    findings = check(
        draft.definition,
        composed.answers,
        today=today,
        consent_version=consent_version,
        files=files,
        account=account,
    )
    lost = tuple(
        Problem("value", Severity.ERROR, path, _("A file is no longer there. Please add it again."))
        for path, names in named_files(draft.definition, composed.answers)
        if not files.keys() >= set(names)
    )
    return composed, replace(findings, problems=findings.problems + lost)


def summarise(
    prompts: Iterable[Prompt], groups: Mapping[str, str], errors: ByPlace, owners: Mapping[str, str]
) -> list[SummaryLine]:
    """The error summary in the order of the page; errors of whole groups first.

    `owners` name the person or entry that a place belongs to, where a page asks the same of several.
    """
    lines = [
        SummaryLine(f"f-{key}", label, message) for key, label in groups.items() for message in errors.get(key, ())
    ]
    for prompt in prompts:
        owner = owners.get(prompt.place)
        label = f"{owner}: {prompt.question.label}" if owner else prompt.question.label
        lines += [SummaryLine(prompt.anchor, label, message) for message in prompt.errors]
    return lines


def _sort_in(page: PageFindings, problem: Problem, composed: Composed) -> None:
    place = composed.place_of(problem.path)
    target = page.errors if problem.severity is Severity.ERROR else page.hints
    if problem.told not in target.get(place, ()):
        target[place] = (*target.get(place, ()), problem.told)
