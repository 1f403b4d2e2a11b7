"""What the workers do for meetings; nothing goes in."""

from celery import shared_task

from gremium.meetings import inviting


@shared_task
def invite_latecomers() -> None:
    inviting.invite_latecomers()
