"""What the workers do for public pages: the id of a job goes in, or nothing."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from documents.jobs import Job
from pages.editing import rounds
from pages.shipped.translating import language_of_subject, load_language


@shared_task
def load_translations(job_id: int) -> None:
    with Job.objects.claimed(job_id) as job:
        if job is not None and (language := language_of_subject(job.subject)):
            load_language(language, lambda done, total: job.advance("texts", done, total))


@shared_task
def publish_due() -> None:
    """Pages go live and are taken down at the time an editor has set."""
    call_command("publish_scheduled")


@shared_task
def weekly_round() -> None:
    rounds.run(timezone.localtime())
