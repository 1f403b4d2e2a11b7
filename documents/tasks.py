"""What the workers run: the id of a row goes in, nothing else."""

from celery import shared_task

from documents import pipeline
from documents.jobs import Job, State


@shared_task
def compile_dossier(job_id: int) -> None:
    with Job.objects.claimed(job_id) as job:
        if job is not None:
            pipeline.compile_dossier(job)
    if job is not None and job.state == State.DEAD:
        pipeline.note_failure(job)
