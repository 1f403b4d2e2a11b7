"""Answers the forms' calls upwards, in the same transaction: a submission opens a case, a withdrawal ends or cuts it,
an erasure empties it; and how dossiers of invented persons are made."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from documents import keystore
from documents.actors import Actor
from forms.revising.rehearsing import register_dossier
from forms.signals import consent_withdrawn, submission_sealed, withdrawn_erased
from forms.submissions import Submission
from forms.validation import Findings
from forms.withdrawals import Withdrawal
from forms.withdrawing import Rest
from gremium.cases.invented_dossiers import MAKER
from gremium.cases.models import Case, State
from gremium.cases.opening import open_case
from gremium.cases.withdrawing import follow_withdrawal, forget_case


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


@receiver(withdrawn_erased)
def empty_case(sender: object, subject: UUID, **others: object) -> None:
    forget_case(subject)


def _subjects() -> Iterable[UUID]:
    return Case.objects.exclude(state=State.ERASED).values_list("pk", flat=True)


keystore.register_need(_subjects)
register_dossier(MAKER)
