"""What comes round each week: links and numbers are checked, then the mail goes out.

The sweeper asks every ten minutes whether it is due and rings for a worker; the row of the week says it is done.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.jobs import call_worker
from documents.sweeping import round_done
from pages.editing.findings import check_all, week_of
from pages.editing.reminding import MAIL, send_weekly_mail
from pages.models import Round

CHECK = "check"
TASK = "pages.tasks.weekly_round"
FIRST_HOUR = 6
"""On Mondays nobody is reminded in the middle of the night."""


def listen() -> None:
    round_done.connect(ring_if_due, dispatch_uid="pages.weekly_round")


def ring_if_due(sender: object = None, **_others: Any) -> None:
    if is_due(timezone.localtime()):
        call_worker(TASK, queue="bulk")


def is_due(now: datetime) -> bool:
    is_night = now.isoweekday() == 1 and now.hour < FIRST_HOUR
    return not is_night and not Round.objects.filter(duty=MAIL, week=week_of(now.date())).exists()


def run(now: datetime) -> None:
    """Check, then mail; each once a week, however often it is called."""
    if not is_due(now):
        return
    if _claim_check(now):
        check_all()
    send_weekly_mail(now.date())


def _claim_check(now: datetime) -> bool:
    try:
        with transaction.atomic():
            Round.objects.create(duty=CHECK, week=week_of(now.date()))
    except IntegrityError:
        return False
    return True
