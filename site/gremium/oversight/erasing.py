"""Erasing a case (domain T19): rows of proof are kept first, then the key goes, then everything else."""

from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from documents import vault
from documents.actors import Actor
from documents.pseudonyms import code_for
from forms.erasing import erase_everything
from forms.places import CONSENT_GROUP
from forms.submissions import Submission
from gremium.cases.assessments import Assessment
from gremium.cases.models import Case, State
from gremium.oversight.models import ConsentProof, KeptResult


def erase_case(subject: UUID, *, by: Actor) -> bool:
    """Erase a case for good; the bare row, a tombstone and nameless lines stay. False where it is erased already.

    The proofs are committed before the key goes, so that no failure in between can lose them.
    Raises forms.erasing.ErasureHeld, life.WrongState.
    """
    case = Case.objects.filter(pk=subject).exclude(state=State.ERASED).first()
    if case is None:
        return False
    keep_proofs(case)
    erase_everything(subject, by=by)
    return True


@transaction.atomic
def keep_proofs(case: Case) -> None:
    """Keep of a case that will be erased what must outlive it; what cannot be read any more is left out."""
    with suppress(*vault.UNREADABLE):
        ConsentProof.objects.bulk_create(_proofs(case), ignore_conflicts=True)
    with suppress(*vault.UNREADABLE):
        assessment = Assessment.objects.filter(case=case).first()
        if assessment is not None and case.state == State.CLOSED:
            closed_on = timezone.localdate(case.state_since)
            facts = {"result": assessment.result, "closed_on": closed_on}
            KeptResult.objects.get_or_create(reference=case.reference, defaults=facts)


def _proofs(case: Case) -> Iterator[ConsentProof]:
    submission = Submission.objects.newest(case.pk)
    if submission is None:
        return
    for number, record in enumerate(submission.answers().get(CONSENT_GROUP, ()), start=1):
        yield ConsentProof(
            reference_hash=code_for(case.reference),
            number=number,
            consent_version=submission.consent_text.version,
            consent_sha256=submission.consent_sha256,
            purposes=list(record.get("ew_zwecke", ())),
            signed_on=str(record.get("ew_datum") or "")[:10],
            erased_on=timezone.localdate(),
        )
