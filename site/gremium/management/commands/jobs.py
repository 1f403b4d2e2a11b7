"""`gremium jobs`: the pipeline's work by state."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count

from documents import jobs, sweeping
from documents.jobs import Job, State


class Command(BaseCommand):
    help = "Show the pipeline's jobs by state; list the dead ones, or give one fresh attempts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--retry", type=int, metavar="ID", help="give a dead or failed job five fresh attempts")
        parser.add_argument("--dead", action="store_true", help="list the jobs that wait for a person")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["retry"] is not None:
            self.retry(options["retry"])
        elif options["dead"]:
            self.list_dead()
        else:
            self.count_by_state()

    def retry(self, job_id: int) -> None:
        job = Job.objects.filter(pk=job_id).first()
        if job is None:
            raise CommandError(f"There is no job {job_id}.")
        if not jobs.retry(job):
            raise CommandError(f"Job {job_id} is {job.state}; only dead or failed jobs can be tried again.")
        self.stdout.write(f"Job {job_id} will be tried again.")

    def list_dead(self) -> None:
        for job in Job.objects.filter(state=State.DEAD).order_by("pk"):
            self.stdout.write(f"{job.pk}\t{job.key}\t{job.attempts} attempts\t{job.reason}\t{job.reason_text}")

    def count_by_state(self) -> None:
        counts = dict(Job.objects.values_list("state").annotate(Count("pk")))
        for state in State:
            self.stdout.write(f"{state.value}\t{counts.get(state.value, 0)}")
        for sentence in sweeping.halts():
            self.stderr.write(f"Nothing is swept: {sentence}")
