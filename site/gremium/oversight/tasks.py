"""What the workers do for keeping and erasing; nothing goes in."""

from celery import shared_task
from django.utils import timezone

from gremium.oversight import running


@shared_task
def run_retention() -> None:
    running.run_retention(timezone.localdate())
