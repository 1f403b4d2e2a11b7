"""A submitted Kurzantrag becomes a case, with its dossier ordered, all in the submission's own transaction.

If anything here fails, nothing was submitted: nobody is told "received" without a case.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation

from documents import journal
from documents.actors import Actor
from documents.dossiers import order_dossier
from documents.journal import Act
from documents.uploads import Upload
from forms.answers import visible
from forms.definition import FormDefinition
from forms.persons import full_name
from forms.submissions import Submission
from forms.validation import Findings
from gremium.cases import references
from gremium.cases.dossier_content import AttachmentFacts, attachment_files, compose
from gremium.cases.models import Case, Mark, State, Summary
from gremium.people.models import Organisation


def open_case(submission: Submission, *, answers: Mapping[str, Any], findings: Findings, by: Actor) -> Case:
    """Open the case of a first submission, or take a completed one up again (domain T3, T5).

    Raises Organisation.DoesNotExist where the submission's organisation has no account here.
    """
    with transaction.atomic():
        case = _renewed(submission) or _new(submission)
        case.seal_summary(summary_of(submission.definition, answers, findings))
        case.save()
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
    )


def _new(submission: Submission) -> Case:
    return Case(
        subject=submission.subject,
        reference=_free_reference(),
        organisation=Organisation.objects.get(ref=submission.organisation_ref),
        submitted_by_ref=submission.submitted_by_ref,
        submitted_at=submission.submitted_at,
    )


def _renewed(submission: Submission) -> Case | None:
    case = Case.objects.select_for_update().filter(pk=submission.subject).first()
    if case is not None:
        case.state = State.SUBMITTED
        case.version = submission.number
        case.submitted_at = submission.submitted_at
        case.admission_proposed_by_ref = ""
    return case


def _free_reference() -> str:
    while Case.objects.filter(reference=(reference := references.draw())).exists():
        continue
    return reference


def _codes(findings: Findings) -> dict[str, str]:
    return {code: "exclusion" for code in findings.exclusions} | {code: "flag" for code in findings.flags}


def order_case_dossier(
    case: Case, submission: Submission, answers: Mapping[str, Any], findings: Findings, *, by: Actor
) -> None:
    """Order the dossier of a submission in the caller's transaction."""
    form, day = submission.definition, timezone.localdate(submission.submitted_at)
    shown = visible(form, answers, day).answers
    with translation.override("de"):  # the dossier is a German record, whatever language the screen speaks
        content = compose(
            form,
            shown,
            findings,
            reference=case.reference,
            version=case.version,
            day=day,
            uploads=_facts(case.subject),
            conversation=submission.conversation(),
        )
        files = attachment_files(form, shown, day=day)
    order_dossier(
        subject=case.subject,
        content=content,
        uploads={key: [UUID(name) for name in names] for key, names in files.items()},
        by=by,
    )


def _facts(subject: UUID) -> dict[str, AttachmentFacts]:
    return {
        str(upload.pk): AttachmentFacts(name=upload.display_name, pages=upload.pages)
        for upload in Upload.objects.of(subject)
    }
