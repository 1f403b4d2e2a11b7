"""Findings of the form engine, brought to the places of a page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from documents.uploads import Upload
from forms import messages
from forms.clashes import open_clashes
from forms.consent_texts import ConsentText
from forms.controls import Prompt
from forms.definition import FormDefinition, Severity, Step
from forms.drafts import Draft
from forms.ledger import Ledger
from forms.places import CONSENT_GROUP, Composed
from forms.reading_languages import reading_language_of
from forms.sentences import Sentence, of_problem
from forms.sheets import answered_by_sheet, compose_all
from forms.translations import words_of
from forms.uploading import facts_of, named_files
from forms.validation import Findings, Problem, check

READ_IN_TRANSLATION = ("gelesen", "vorgelesen")
"""Ways of explaining the consent that rest on a written text."""
ByPlace = dict[str, tuple[Sentence, ...]]


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
    message: Sentence


def find_on_page(
    draft: Draft,
    ledger: Ledger,
    step: Step,
    *,
    today: date,
    consent: ConsentText,
    uploads: Iterable[Upload] | None = None,
) -> PageFindings:
    """What concerns one step, if it was saved once, and which steps still have errors."""
    page = PageFindings()
    if not ledger.checked:
        return page
    composed, findings = find_everywhere(draft, ledger, today=today, consent=consent, uploads=uploads)
    steps = {item.key: each.key for each in draft.definition.steps for item in each.items}
    for problem in findings.problems:
        at = steps.get(problem.key, "")
        if problem.code == "hidden":
            continue
        if problem.severity is Severity.ERROR:
            page.faulty.add(at)
        if at == step.key and at in ledger.checked:
            _sort_in(page, problem, composed)
    clashes = open_clashes(draft.definition, ledger, today=today, consent=consent)
    page.faulty |= {clash.step.key for clash in clashes}
    return page


def find_everywhere(
    draft: Draft,
    ledger: Ledger,
    *,
    today: date,
    consent: ConsentText,
    account: Mapping[str, str] | None = None,
    uploads: Iterable[Upload] | None = None,
) -> tuple[Composed, Findings]:
    """The whole draft as it would be handed in, with the rules over the account (V35) where one is given.

    `uploads` are the draft's, where the caller needs them too.
    """
    composed = compose_all(draft.definition, ledger, today=today, consent_version=consent.version)
    uploads = Upload.objects.of(draft.pk) if uploads is None else uploads
    files = facts_of(draft.definition, uploads, composed.answers)
    findings = check(
        draft.definition,
        composed.answers,
        today=today,
        consent_version=consent.version,
        files=files,
        account=account,
    )
    lost = tuple(
        Problem("value", Severity.ERROR, path, _("A file is no longer there. Please add it again."))
        for path, names in named_files(draft.definition, composed.answers)
        if not files.keys() >= set(names)
    )
    outdated = tuple(_outdated_help(draft.definition, composed, consent))
    problems = (*_said_once(draft.definition, findings.problems), *lost, *outdated)
    return composed, replace(findings, problems=problems)


def _outdated_help(form: FormDefinition, composed: Composed, consent: ConsentText) -> Iterator[Problem]:
    """Declarations that rest on a checked translation of the consent text whose German has changed since.

    Where somebody translated orally from the German, nothing rests on it.
    """
    outdated: dict[str, bool] = {}
    for number, record in enumerate(composed.answers.get(CONSENT_GROUP, [])):
        language = language_read(record)
        if not language:
            continue
        if language not in outdated:
            outdated[language] = words_of(form, consent, language).blocks_consent
        if outdated[language]:
            path, say = f"{CONSENT_GROUP}[{number}].ew_sprache", messages.outdated_consent
            yield Problem("outdated_help", Severity.ERROR, path, say(), say=say)


def language_read(record: Mapping[str, Any]) -> str:
    """The language in whose translation the consent text was read for a declaration; "" where none was."""
    if record.get("ew_erlaeutert") not in READ_IN_TRANSLATION:
        return ""
    return reading_language_of(str(record.get("ew_sprache", "")))


def _said_once(form: FormDefinition, problems: tuple[Problem, ...]) -> Iterator[Problem]:
    """What a purpose on the sheet answers is missed there, not where the form would ask it."""
    answered = answered_by_sheet(form)
    is_told = any(problem.key == CONSENT_GROUP and problem.severity is Severity.ERROR for problem in problems)
    for problem in problems:
        if problem.path.endswith(".ew_version"):
            yield replace(problem, path=problem.path.removesuffix("ew_version") + "ew_datum")  # nobody types a version
        elif problem.path not in answered:
            yield problem
        elif not is_told:
            yield replace(problem, path=CONSENT_GROUP)


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
    sentence = of_problem(problem)
    if sentence not in target.get(place, ()):
        target[place] = (*target.get(place, ()), sentence)
