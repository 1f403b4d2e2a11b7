"""Pages that an editor told when to go live or when to be taken down.

The sweeper looks every ten minutes whether there is one and rings for a worker.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Revision

from documents.jobs import call_worker
from documents.sweeping import round_done

TASK = "pages.tasks.publish_due"


def listen() -> None:
    round_done.connect(ring_if_due, dispatch_uid="pages.scheduling")


def ring_if_due(sender: object = None, **_others: Any) -> None:
    if is_due(timezone.now()):
        call_worker(TASK, queue="bulk")


def is_due(now: datetime) -> bool:
    is_over = Page.objects.live().filter(expire_at__lt=now)
    has_come = Revision.objects.filter(approved_go_live_at__lt=now)
    return any(rows.exists() for rows in (is_over, has_come))
