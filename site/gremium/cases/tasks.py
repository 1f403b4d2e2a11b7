"""What the workers do for cases and drafts; nothing goes in."""

from celery import shared_task
from django.utils import timezone

from gremium.cases import closing, reminding, superseding


@shared_task
def remind_of_drafts() -> None:
    reminding.send_reminders(timezone.now())


@shared_task
def close_silent_cases() -> None:
    closing.close_silent_cases(timezone.now())


@shared_task
def erase_superseded() -> None:
    superseding.erase_superseded(timezone.now())
