"""What a case's consents allow for its meeting, asked each time anew: they can be taken back at any moment."""

from forms.submissions import Submission
from forms.withdrawing import everybody_agrees
from gremium.cases.consents import consents_hold
from gremium.cases.models import Case

INSPECTION = "P3"
"""The head of the immigration office may show internal papers in the meeting."""
HAND_OVER = "P5"
"""The assessment may be given to the immigration office."""


def are_valid(case: Case) -> bool:
    """Whether everybody the case needs agrees today. Raises vault.SealBroken, keystore.KeyMissing."""
    return not case.is_unreadable and consents_hold(case)


def allow_inspection(case: Case) -> bool:
    """Whether internal papers of the office may be shown. Raises vault.SealBroken, keystore.KeyMissing."""
    return _everybody_agrees(case, INSPECTION)


def allow_hand_over(case: Case) -> bool:
    """Whether the assessment may be given to the office (seed R17). Raises vault.SealBroken, keystore.KeyMissing."""
    return _everybody_agrees(case, HAND_OVER)


def _everybody_agrees(case: Case, purpose: str) -> bool:
    submission = None if case.is_unreadable else Submission.objects.newest(case.pk)
    return submission is not None and everybody_agrees(submission, purpose)
