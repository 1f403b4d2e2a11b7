"""What the workers run: the id of a row goes in, nothing else."""

from typing import Any

from celery import shared_task

from documents import compiling_bundles, pipeline, recognising, signs_of_life
from documents.jobs import Job, State


@shared_task
def compile_dossier(job_id: int) -> None:
    for turn in Job.objects.turns(job_id):
        with Job.objects.claimed(turn) as job:
            if job is not None:
                pipeline.compile_dossier(job)
        if job is not None and job.state == State.DEAD:
            pipeline.note_failure(job)


@shared_task
def compile_bundle(job_id: int) -> None:
    with Job.objects.claimed(job_id) as job:
        if job is not None:
            compiling_bundles.compile_bundle(job)


@shared_task
def recognise_upload(job_id: int) -> None:
    with Job.objects.claimed(job_id) as job:
        if job is not None:
            recognising.recognise(job)


@shared_task(bind=True)
def give_sign_of_life(task: Any) -> None:
    """For the queue that it was heard on."""
    signs_of_life.give(str(task.request.delivery_info["routing_key"]))
