"""What the workers do for case managers; nothing goes in."""

from celery import shared_task
from django.utils import timezone

from gremium.cases import reminding


@shared_task
def remind_of_drafts() -> None:
    reminding.send_reminders(timezone.now())
