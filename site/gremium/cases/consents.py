"""Whether the consents without which nobody may be dealt with still hold (domain T9)."""

from forms.submissions import Submission
from forms.withdrawing import FOR_ALL, everybody_agrees
from gremium.cases.models import Case


def consents_hold(case: Case) -> bool:
    """For every adult who applies, today. Raises vault.SealBroken, keystore.KeyMissing."""
    submission = Submission.objects.newest(case.pk)
    if submission is None:
        return True
    needed = (code for code, purpose in submission.definition.purposes.items() if purpose.required == FOR_ALL)
    return all(everybody_agrees(submission, code) for code in needed)
