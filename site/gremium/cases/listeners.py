"""Answers the forms' calls upwards, in the same transaction: a submission opens a case, a withdrawal ends or cuts it,
an erasure empties it; and how dossiers of invented persons are made."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from documents import keystore, uploads
from documents.actors import Actor
from forms import additions
from forms.passes import end_passes
from forms.revising.rehearsing import register_dossier
from forms.signals import consent_withdrawn, earlier_versions_erased, everything_erased, submission_sealed
from forms.submissions import Submission
from forms.validation import Findings
from forms.withdrawals import Withdrawal
from forms.withdrawing import Rest
from gremium.cases.erasing import forget_case
from gremium.cases.invented_dossiers import MAKER
from gremium.cases.models import Case, State
from gremium.cases.opening import open_case
from gremium.cases.sheets import TAKES_SHEETS
from gremium.cases.signals import case_moved
from gremium.cases.superseding import forget_earlier
from gremium.cases.supplementing import answers_as_known, supplement_uploads
from gremium.cases.withdrawing import follow_withdrawal


@receiver(submission_sealed)
def open_case_of_submission(
    sender: object,
    submission: Submission,
    answers: Mapping[str, Any],
    findings: Findings,
    by: Actor,
    **rest: object,
) -> None:
    open_case(submission, answers=answers, findings=findings, by=by)


@receiver(consent_withdrawn)
def end_or_cut_case(sender: object, withdrawal: Withdrawal, rest: Rest | None, by: Actor, **others: object) -> None:
    follow_withdrawal(withdrawal, rest, by=by)


@receiver(case_moved)
def end_passes_of_phones(sender: object, case: Case, **others: object) -> None:
    """A phone that was let in before sends nothing more to a case that takes no sheets now."""
    if case.state not in TAKES_SHEETS:
        end_passes(case.pk)


@receiver(earlier_versions_erased)
def forget_earlier_versions(sender: object, subject: UUID, kept: int, by: Actor, **others: object) -> None:
    forget_earlier(subject, kept=kept, by=by)


@receiver(everything_erased)
def empty_case(sender: object, subject: UUID, by: Actor, **others: object) -> None:
    forget_case(subject, by=by)


def _subjects() -> Iterable[UUID]:
    return Case.objects.exclude(state=State.ERASED).values_list("pk", flat=True)


keystore.register_need(_subjects)
additions.register_additions(answers_as_known)
uploads.register_naming(supplement_uploads)
register_dossier(MAKER)
