"""Drafts that nobody changes any more are erased, as the desk that lists them says (domain 9.2).

None goes unannounced: the floor above reminds and notes it in `Draft.reminded_at`. The sweeper asks every ten minutes
whether one is due and rings for a worker.
"""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from documents.actors import SYSTEM
from documents.jobs import call_worker
from documents.journal import Act
from documents.sweeping import each_alone, round_done
from forms.drafts import Draft, delete_draft

TASK = "forms.tasks.erase_expired_drafts"


def listen() -> None:
    round_done.connect(ring_if_due, dispatch_uid="forms.expired_drafts")


def ring_if_due(sender: object = None, **_others: Any) -> None:
    if Draft.objects.expired(timezone.now()).exists():
        call_worker(TASK, queue="bulk")


def erase_expired(now: datetime) -> int:
    """Erase the drafts whose time is over, each in a transaction of its own; returns how many.

    Each is looked at again under its lock: who opened it a moment ago and saved has it back for its whole time. What
    fails is tried again in the next round and holds nothing else back. Raises ExceptionGroup of the failures.
    """
    due = list(Draft.objects.expired(now).values_list("pk", flat=True))
    return each_alone(partial(_erase, now=now), due)


@transaction.atomic
def _erase(pk: UUID, now: datetime) -> bool:
    locked = Draft.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if locked is None or not Draft.objects.expired(now).filter(pk=pk).exists():
        return False
    delete_draft(locked, by=SYSTEM, act=Act.DRAFT_EXPIRED)
    return True
