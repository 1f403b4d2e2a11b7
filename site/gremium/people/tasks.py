"""What the workers do for accounts; nothing goes in."""

from celery import shared_task
from django.utils import timezone

from gremium.people import confirming, forgetting, outbox, password_requests


@shared_task
def remind_of_confirmations() -> None:
    confirming.send_reminders(timezone.localdate())


@shared_task
def send_password_links() -> None:
    password_requests.send_links(timezone.now())


@shared_task
def forget_what_is_over() -> None:
    forgetting.forget_what_is_over(timezone.now())


@shared_task
def send_waiting_mails() -> None:
    outbox.send_due(timezone.now())
