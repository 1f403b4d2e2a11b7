"""Erasing a Kurzantrag, whatever the reason: the key first, then all that this floor and those above hold of it."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from documents import journal, keystore
from documents.actors import SYSTEM, Actor
from documents.erasing import erase_subject
from documents.journal import Act
from documents.sweeping import each_alone
from forms.drafts import Draft, draft_subjects
from forms.restricting import is_held
from forms.signals import everything_erased
from forms.submissions import Submission
from forms.withdrawals import Withdrawal


class ErasureHeld(Exception):
    """It is restricted: nothing of it may be erased at present."""


@transaction.atomic
def erase_everything(subject: UUID, *, by: Actor) -> None:
    """From the first moment nothing can be read, whatever becomes of the caller's transaction; then the rows go.

    Bare rows of withdrawals stay as proof. Doing it again does what was left undone. Raises ErasureHeld.
    """
    Draft.objects.select_for_update(of=("self",)).filter(pk=subject).first()  # no restriction comes in between
    if is_held(subject) and not keystore.is_destroyed(subject):
        raise ErasureHeld(subject)
    erase_subject(subject, by=by)
    Submission.objects.filter(draft_id=subject).delete()
    Draft.objects.filter(pk=subject).delete()
    Withdrawal.objects.filter(subject=subject).update(sealed_details=b"")
    Withdrawal.objects.filter(subject=subject, erased_at=None).update(erased_at=timezone.now())
    everything_erased.send(Submission, subject=subject, by=by)


def come_back() -> set[UUID]:
    """Subjects that were erased and have rows again, because an older copy of the data was restored."""
    return keystore.destroyed_among(draft_subjects())


def erase_again() -> int:
    """Erase once more what a restore brought back; returns how many. Raises ExceptionGroup of the failures."""
    return each_alone(_erase_again, come_back())


@transaction.atomic
def _erase_again(subject: UUID) -> bool:
    if not Draft.objects.select_for_update(of=("self",)).filter(pk=subject).exists():  # deleted a moment ago
        return False
    erase_everything(subject, by=SYSTEM)
    journal.record(actor=SYSTEM, act=Act.ERASURE_REPLAYED, subject=subject)
    return True
