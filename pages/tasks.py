"""What the workers do for public pages: the id of a job goes in, nothing else."""

from celery import shared_task

from documents.jobs import Job
from pages.shipped.translating import language_of_subject, load_language


@shared_task
def load_translations(job_id: int) -> None:
    with Job.objects.claimed(job_id) as job:
        if job is not None and (language := language_of_subject(job.subject)):
            load_language(language, lambda done, total: job.advance("texts", done, total))
