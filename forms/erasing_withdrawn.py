"""What a withdrawal locked is erased within 14 days (domain 9.2): the whole Kurzantrag, or the versions before the cut.

The sweeper asks every ten minutes whether something is due and rings for a worker.
"""

from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from documents import journal
from documents.actors import SYSTEM
from documents.erasing import erase_subject
from documents.jobs import call_worker
from documents.journal import Act
from documents.sweeping import each_alone, round_done
from documents.uploads import Upload, remove_upload
from forms.drafts import Draft
from forms.signals import withdrawn_erased
from forms.submissions import Submission
from forms.uploading import named_files
from forms.withdrawals import Withdrawal

TASK = "forms.tasks.erase_withdrawn"


def listen() -> None:
    round_done.connect(ring_if_due, dispatch_uid="forms.withdrawn")


def ring_if_due(sender: object = None, **_others: Any) -> None:
    now = timezone.now()
    due = Withdrawal.objects.due(timezone.localdate(now)) | Withdrawal.objects.proven_long_enough(now)
    if due.exists():
        call_worker(TASK, queue="bulk")


def erase_withdrawn(now: datetime) -> int:
    """Erase what is due, each withdrawal in a transaction of its own; returns how many. Rows of proof end here too.

    What fails is tried again in the next round and holds nothing else back. Raises ExceptionGroup of the failures.
    """
    today = timezone.localdate(now)
    Withdrawal.objects.proven_long_enough(now).delete()
    due = list(Withdrawal.objects.due(today).values_list("pk", flat=True))
    return each_alone(partial(_erase, today=today), due)


@transaction.atomic
def _erase(pk: UUID, today: date) -> bool:
    held = Withdrawal.objects.select_for_update().due(today).filter(pk=pk).first()
    if held is None:
        return False
    if held.ends_everything:
        _erase_everything(held.subject)
    else:
        _erase_earlier_versions(held.subject)
    Withdrawal.objects.filter(pk=pk).update(erased_at=timezone.now())
    return True


def _erase_everything(subject: UUID) -> None:
    """The key first: from then on nothing can be read, whatever becomes of this transaction."""
    erase_subject(subject, by=SYSTEM)
    Submission.objects.filter(draft_id=subject).delete()
    Draft.objects.filter(pk=subject).delete()
    Withdrawal.objects.filter(subject=subject).update(sealed_details=b"", erased_at=timezone.now())
    withdrawn_erased.send(Withdrawal, subject=subject)


def _erase_earlier_versions(subject: UUID) -> None:
    """All submissions but the newest, and the files that it does not name."""
    newest = Submission.objects.filter(draft_id=subject).order_by("-number").first()
    if newest is None:
        return
    Submission.objects.filter(draft_id=subject, number__lt=newest.number).delete()
    named = {one for _path, names in named_files(newest.definition, newest.answers()) for one in names}
    for upload in Upload.objects.of(subject):
        if str(upload.pk) not in named:
            remove_upload(upload, SYSTEM)
    journal.record(
        actor=SYSTEM, act=Act.ERASURE_EXECUTED, subject=subject, details={"kept": f"version/{newest.number}"}
    )
