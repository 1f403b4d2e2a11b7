"""Answers the forms' calls upwards: something was submitted, so a case opens in the same transaction; and how dossiers
of invented persons are made."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from documents import keystore
from documents.actors import Actor
from forms.revising.rehearsing import register_dossier
from forms.signals import submission_sealed
from forms.submissions import Submission
from forms.validation import Findings
from gremium.cases.invented_dossiers import MAKER
from gremium.cases.models import Case
from gremium.cases.opening import open_case


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


def _subjects() -> Iterable[UUID]:
    return Case.objects.values_list("pk", flat=True)


keystore.register_need(_subjects)
register_dossier(MAKER)
