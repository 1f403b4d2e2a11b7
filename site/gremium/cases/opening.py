"""A submitted Kurzantrag becomes a case, with its dossier ordered, all in the submission's own transaction.

If anything here fails, nothing was submitted: nobody is told "received" without a case.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from documents import jobs, journal
from documents.actors import SYSTEM, Actor
from documents.dossiers import order_dossier
from documents.journal import Act
from documents.uploads import Upload
from forms.answers import visible
from forms.definition import FormDefinition
from forms.persons import full_name
from forms.submissions import Submission
from forms.validation import Findings
from forms.values import parse_date
from gremium.cases import life, references
from gremium.cases.dossier_content import AttachmentFacts, attachment_files, compose
from gremium.cases.models import Case, Mark, State, Summary
from gremium.cases.notices import received, tell_case_manager, tell_secretariat
from gremium.cases.writing import Kind, german_day, write_letter
from gremium.people.models import Organisation

URGENT = "eilig_datum"
"""The question that names a deadline."""


def open_case(submission: Submission, *, answers: Mapping[str, Any], findings: Findings, by: Actor) -> Case:
    """Open the case of a first submission, or take a completed one up again (domain T3, T5).

    Raises WrongState where the case has gone another way meanwhile, and Organisation.DoesNotExist where the
    submission's organisation has no account here.
    """
    with transaction.atomic():
        summary = summary_of(submission.definition, answers, findings)
        case = _renewed(submission, summary, by=by) or _opened(submission, summary, by=by)
        journal.record(
            actor=by, act=Act.CASE_OPENED, subject=case.subject, details={"case": case.reference, **_codes(findings)}
        )
        order_case_dossier(case, submission, answers, findings, by=by)
    return case


def summary_of(form: FormDefinition, answers: Mapping[str, Any], findings: Findings) -> Summary:
    """Exclusions and flags with the form's own sentences, and the applicant's name."""
    grounds = {code: str(ground.get("label") or ground.get("text") or code) for code, ground in form.exclusions.items()}
    return Summary(
        exclusions=tuple(Mark(code, grounds.get(code, code)) for code in findings.exclusions),
        flags=tuple(Mark(code, form.flags.get(code, code)) for code in findings.flags),
        person=full_name(answers.get("vornamen"), answers.get("familienname")),
        urgent_on=named.isoformat() if (named := parse_date(answers.get(URGENT))) else "",
    )


def _opened(submission: Submission, summary: Summary, *, by: Actor) -> Case:
    case = Case(
        subject=submission.subject,
        reference=_free_reference(),
        organisation=Organisation.objects.get(ref=submission.organisation_ref),
        submitted_by_ref=submission.submitted_by_ref,
        submitted_at=submission.submitted_at,
        state_since=submission.submitted_at,
    )
    case.seal_summary(summary)
    case.save(force_insert=True)
    life.note_move(case, "T3", before=life.DRAFT, by=by)
    _confirm_receipt(case, by=by)
    return case


def _renewed(submission: Submission, summary: Summary, *, by: Actor) -> Case | None:
    """The case of a completed application. Raises WrongState where it is not waiting for one any more."""
    case = Case.objects.filter(pk=submission.subject).first()
    if case is None:
        return None
    case.seal_summary(summary)
    moved = life.move(
        case,
        State.SUBMITTED,
        by=by,
        act=None,
        version=submission.number,
        submitted_at=submission.submitted_at,
        submitted_by_ref=submission.submitted_by_ref,
        admission_proposed_by_ref="",
        sealed_summary=case.sealed_summary,
    )
    _confirm_receipt(moved, by=by)
    return moved


def _confirm_receipt(case: Case, *, by: Actor) -> None:
    facts = {"received_on": german_day(timezone.localdate(case.submitted_at))}
    if case.version > 1:
        facts["version"] = str(case.version)
    write_letter(Kind.RECEIPT, case, by=by, facts=facts)
    tell_case_manager(case, by=SYSTEM, say=received)  # whoever handed it in has it in writing too (domain T3)
    tell_secretariat(case, by=by)


def _free_reference() -> str:
    while Case.objects.filter(reference=(reference := references.draw())).exists():
        continue
    return reference


def _codes(findings: Findings) -> dict[str, str]:
    return {code: "exclusion" for code in findings.exclusions} | {code: "flag" for code in findings.flags}


def order_case_dossier(
    case: Case,
    submission: Submission,
    answers: Mapping[str, Any],
    findings: Findings,
    *,
    by: Actor,
    supplements: Sequence[tuple[str, str]] = (),
) -> None:
    """Order the dossier of a submission in the caller's transaction; `supplements` are heads and lines, in German."""
    form, day = submission.definition, timezone.localdate(submission.submitted_at)
    shown = visible(form, answers, day).answers
    with translation.override("de"):  # the dossier is a German record, whatever language the screen speaks
        content = compose(
            form,
            shown,
            findings,
            reference=case.reference,
            version=f"{case.version}-N{len(supplements)}" if supplements else str(case.version),
            day=day,
            uploads=_facts(case.subject),
            conversation=submission.conversation(),
            supplements=supplements,
        )
        files = attachment_files(form, shown, day=day)
    order_dossier(
        subject=case.subject,
        content=content,
        uploads={key: [UUID(name) for name in names] for key, names in files.items()},
        by=by,
        priority=jobs.PRESSING if shown.get(URGENT) else 0,
    )


def _facts(subject: UUID) -> dict[str, AttachmentFacts]:
    return {
        str(upload.pk): AttachmentFacts(name=upload.display_name, pages=upload.pages)
        for upload in Upload.objects.of(subject)
    }
