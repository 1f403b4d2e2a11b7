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
from documents.jobs import call_worker
from documents.journal import Act
from documents.sweeping import each_alone, round_done
from documents.uploads import Upload, named_somewhere, remove_upload
from forms.erasing import come_back, erase_again, erase_everything
from forms.late_sheets import late_uploads, remove_sheets_of_others
from forms.restricting import is_held
from forms.signals import earlier_versions_erased
from forms.signed_sheets import whose_are_known
from forms.submissions import Submission, handed_in_files
from forms.withdrawals import Withdrawal

TASK = "forms.tasks.erase_withdrawn"


def listen() -> None:
    round_done.connect(ring_if_due, dispatch_uid="forms.withdrawn")


def ring_if_due(sender: object = None, **_others: Any) -> None:
    now = timezone.now()
    due = Withdrawal.objects.due(timezone.localdate(now)) | Withdrawal.objects.proven_long_enough(now)
    if due.exists() or come_back():
        call_worker(TASK, queue="bulk")


def erase_withdrawn(now: datetime) -> int:
    """Erase what is due, each withdrawal in a transaction of its own; returns how many. Rows of proof end here too, and
    what a restored copy of the data brought back.

    What fails is tried again in the next round and holds nothing else back. Raises ExceptionGroup of the failures.
    """
    today = timezone.localdate(now)
    erase_again()
    Withdrawal.objects.proven_long_enough(now).delete()
    due = list(Withdrawal.objects.due(today).values_list("pk", flat=True))
    return each_alone(partial(_erase, today=today), due)


@transaction.atomic
def _erase(pk: UUID, today: date) -> bool:
    held = Withdrawal.objects.select_for_update().due(today).filter(pk=pk).first()
    if held is None or is_held(held.subject):
        return False
    if held.ends_everything:
        erase_everything(held.subject, by=SYSTEM)
    else:
        erase_earlier_versions(held.subject)
    Withdrawal.objects.filter(pk=pk).update(erased_at=timezone.now())
    return True


def erase_earlier_versions(subject: UUID) -> None:
    """All submissions but the newest, what was made of them, sheets of who does not sign in it, and files that nothing
    names any more."""
    newest = Submission.objects.filter(draft_id=subject).order_by("-number").first()
    if newest is None:
        return
    Submission.objects.filter(draft_id=subject, number__lt=newest.number).delete()
    earlier_versions_erased.send(Submission, subject=subject, kept=newest.number, by=SYSTEM)
    remove_sheets_of_others(newest.draft, whose_are_known(newest), by=SYSTEM)
    named = handed_in_files(subject) | named_somewhere(subject) | late_uploads(subject)
    for upload in Upload.objects.of(subject):
        if str(upload.pk) not in named:
            remove_upload(upload, SYSTEM)
    journal.record(
        actor=SYSTEM, act=Act.ERASURE_EXECUTED, subject=subject, details={"kept": f"version/{newest.number}"}
    )
