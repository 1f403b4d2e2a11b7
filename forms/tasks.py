"""What the workers do for drafts; nothing goes in."""

from celery import shared_task
from django.utils import timezone

from forms import expiring


@shared_task
def erase_expired_drafts() -> None:
    expiring.erase_expired(timezone.now())
