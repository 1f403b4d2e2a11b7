"""What the workers do for drafts and for the form's editors: the id of a job goes in, or nothing."""

from celery import shared_task
from django.utils import timezone

from documents.jobs import Job
from forms import erasing_withdrawn, expiring
from forms.revising import dry_runs


@shared_task
def erase_expired_drafts() -> None:
    expiring.erase_expired(timezone.now())


@shared_task
def erase_withdrawn() -> None:
    erasing_withdrawn.erase_withdrawn(timezone.now())


@shared_task
def dry_run(job_id: int) -> None:
    with Job.objects.claimed(job_id) as job:
        if job is not None:
            dry_runs.carry_out(job)


@shared_task
def forget_dry_runs() -> None:
    dry_runs.forget_outdated()
