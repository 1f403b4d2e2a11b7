"""Durable work: the row is the job, the broker only rings the bell.

A worker claims a row by one conditional UPDATE and holds it by a lease that a heartbeat renews. Whoever loses the
lease loses the right to complete. So a job may start twice, and is completed once.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar, Self
from uuid import UUID, uuid4

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, close_old_connections, connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import KombuError

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=20)
HEARTBEAT = timedelta(seconds=4)
TIME_LIMIT = timedelta(minutes=10)
"""After this a task is ended, and its heartbeat no longer renews the lease."""

MOST_ATTEMPTS = 5
BACKOFF = timedelta(seconds=2)
"""Wait after the first failure; doubles with each further one."""

WITHDRAWN = "withdrawn"
NOT_KEPT = "not_kept"
"""Reason of jobs that may not be taken up again."""

FINAL = frozenset({WITHDRAWN, NOT_KEPT, "key_missing"})
"""Reasons after which there is nothing left to compile from."""

LONGEST_WAIT = timedelta(seconds=60)
"""A due job that waits longer means that no worker works."""

PRESSING = 1
"""Priority of work that a deadline waits for; other work has 0."""

RING_AGAIN = timedelta(seconds=5)
"""How long a bell may go unheard before the sweeper rings again."""

RING_PATIENTLY = timedelta(minutes=10)
"""The same for text recognition, whose jobs may wait for hours: bells for each of them would fill the broker."""

REPEATED_FOR = timedelta(minutes=2)
"""A bell that repeats another is worth nothing afterwards: the next one has rung long since.

While no worker hears, bells pile up; without an end they would stand in the way of a new job once one hears again.
"""


class LeaseLost(Exception):
    """Another worker holds the job by now; what was done here does not count."""


class JobFailed(Exception):
    """The task cannot go on for a reason that has a code; `is_final` saves it further attempts."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final


class Queue(models.TextChoices):
    """Workers may serve one queue or several; someone waits for what is interactive."""

    INTERACTIVE = "interactive", _("interactive")
    BULK = "bulk", _("bulk")
    OCR = "ocr", _("text recognition")


class State(models.TextChoices):
    """`failed` waits for its next attempt, `dead` for a person."""

    NEW = "new", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed, will be tried again")
    DEAD = "dead", _("stopped")


class JobQuerySet(models.QuerySet["Job"]):
    def claimable(self, now: datetime) -> Self:
        """Waiting jobs whose time has come, and running ones whose worker fell silent."""
        waiting = Q(state__in=(State.NEW, State.FAILED), due_at__lte=now)
        abandoned = Q(state=State.RUNNING, lease_until__lte=now)
        return self.filter(waiting | abandoned, attempts__lt=MOST_ATTEMPTS)

    def turns(self, job_id: int) -> list[int]:
        """The jobs to do at a job's bell: first one that presses more, or was tried less, though its own comes later.

        A broker gives a dead worker's bell to the next one at once: without this the same job would meet every death.
        """
        waiting = self.claimable(timezone.now())
        rung = waiting.filter(pk=job_id).first()
        if rung is None:
            return [job_id]
        tried_less = Q(priority=rung.priority, attempts__lt=rung.attempts)
        before = waiting.filter(Q(priority__gt=rung.priority) | tried_less, task=rung.task, queue=rung.queue)
        return [*before.order_by("-priority", "attempts", "pk").values_list("pk", flat=True)[:1], job_id]

    def unheard(self, now: datetime) -> Self:
        """Claimable jobs for which the bell was not rung lately: the pressing ones first, then by turns."""
        silent = Q(rung_at=None) | Q(rung_at__lte=now - RING_AGAIN)
        is_patient = Q(queue=Queue.OCR, rung_at__gt=now - RING_PATIENTLY)
        due = self.claimable(now).filter(silent).exclude(is_patient)
        return due.order_by("-priority", F("rung_at").asc(nulls_first=True), "pk")

    def to_ring(self, now: datetime, most: int) -> list[int]:
        """Unheard jobs, so many that with those rung lately it is no more than `most`."""
        lately = self.claimable(now).filter(rung_at__gt=now - RING_AGAIN).count()
        return list(self.unheard(now).values_list("pk", flat=True)[: max(most - lately, 0)])

    def spent(self, now: datetime) -> Self:
        """Abandoned in their last attempt: a worker that dies on them would die on them for ever."""
        return self.filter(state=State.RUNNING, lease_until__lte=now, attempts__gte=MOST_ATTEMPTS)

    def waiting_too_long(self, now: datetime) -> Self:
        """Due jobs that no worker took in time; nobody waits for text recognition, so its jobs never do."""
        return self.claimable(now - LONGEST_WAIT).exclude(queue=Queue.OCR)

    def standing_still(self, now: datetime) -> Self:
        """Stopped or failed jobs that may be tried again, and those that wait too long, the oldest first."""
        stopped = Q(state__in=(State.DEAD, State.FAILED)) & ~Q(reason__in=FINAL)
        waiting = Q(pk__in=self.waiting_too_long(now).values("pk"))
        return self.filter(stopped | waiting).order_by("pk")

    @contextmanager
    def claimed(self, job_id: int) -> Iterator["Job | None"]:
        """Hold the job for the length of the block; None if it is done, held elsewhere, or not yet due.

        Leaving the block completes the job; an exception puts it back or, after five attempts, aside.
        """
        job = self._claim(job_id)
        if job is None:
            yield None
            return
        try:
            with _heartbeat(job):
                yield job
            if job.state == State.RUNNING:
                job.complete()
        except LeaseLost:
            log.warning("job %s: lease lost", job.pk)
        except SoftTimeLimitExceeded:
            job.put_back("too_slow")
        except JobFailed as failure:
            job.put_back(failure.reason, is_final=failure.is_final)
        except Exception:
            job.put_back("unexpected")
            raise

    def _claim(self, job_id: int) -> "Job | None":
        now = timezone.now()
        owner = uuid4()
        taken = (
            self.claimable(now)
            .filter(pk=job_id)
            .update(state=State.RUNNING, owner=owner, lease_until=now + LEASE, attempts=F("attempts") + 1, reason="")
        )
        return self.get(pk=job_id, owner=owner) if taken else None


class Job(models.Model):
    """One piece of work. Holds ids and codes only; `task` is the Celery task that takes the row's id."""

    key = models.CharField(_("idempotency key"), max_length=120, unique=True)
    task = models.CharField(_("task"), max_length=80)
    subject = models.UUIDField(_("subject"), db_index=True)
    target = models.UUIDField(_("target"), null=True)
    queue = models.CharField(_("queue"), max_length=12, choices=Queue.choices, default=Queue.INTERACTIVE)
    priority = models.SmallIntegerField(_("priority"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.NEW)
    reason = models.CharField(_("reason"), max_length=40, blank=True)  # a code, see REASONS
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    owner = models.UUIDField(_("owner"), null=True, editable=False)
    lease_until = models.DateTimeField(_("lease until"), null=True, editable=False)
    due_at = models.DateTimeField(_("due at"), default=timezone.now)
    rung_at = models.DateTimeField(_("rung at"), null=True, editable=False)
    progress = models.JSONField(_("progress"), default=dict)  # step code -> [done, total]
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "due_at"], name="job_state_due")]

    def __str__(self) -> str:
        return self.key

    @property
    def reason_text(self) -> str:
        """The reason in a sentence for people; empty while there is none."""
        return str(REASONS.get(self.reason, REASONS["unexpected"])) if self.reason else ""

    def advance(self, step: str, done: int, total: int) -> None:
        """Write how far a step is; what was once reached is never taken back. Raises LeaseLost."""
        before = self.progress.get(step, [0, total])
        self.progress = {**self.progress, step: [max(done, before[0]), total]}
        self._while_held(progress=self.progress)

    def complete(self) -> None:
        """Mark as done, if still held; call it in the transaction that keeps the result. Raises LeaseLost."""
        self._while_held(state=State.DONE, finished_at=timezone.now(), lease_until=None, reason="")

    def put_back(self, reason: str, *, is_final: bool = False) -> None:
        """Give the job up for now, or for good after the last attempt; a lost lease makes this nothing."""
        now = timezone.now()
        is_dead = is_final or self.attempts >= MOST_ATTEMPTS
        try:
            self._while_held(
                state=State.DEAD if is_dead else State.FAILED,
                reason=reason,
                due_at=now + BACKOFF * 2 ** (self.attempts - 1),
                lease_until=None,
                rung_at=None,
                finished_at=now if is_dead else None,
            )
        except LeaseLost:
            log.warning("job %s: lease lost", self.pk)

    def extend(self) -> None:
        """Renew the lease. Raises LeaseLost."""
        self._while_held(lease_until=timezone.now() + LEASE)

    def _while_held(self, **changes: object) -> None:
        held = Job.objects.filter(pk=self.pk, owner=self.owner, state=State.RUNNING).update(**changes)
        if not held:
            raise LeaseLost(self.pk)
        for name, value in changes.items():
            setattr(self, name, value)


REASONS = {
    "unexpected": _("Something unexpected happened. Nothing is lost; the technical administration can see the cause."),
    "worker_lost": _("The work was interrupted five times, last time without a word. Nothing is lost."),
    "key_missing": _("The case was erased; nothing can be compiled from it any more."),
    "sealed_broken": _("Stored data of this case cannot be read. The technical administration must look at it."),
    "content_refused": _("The document could not be laid out. The technical administration must look at it."),
    "too_slow": _("The work took longer than ten minutes and was stopped. Nothing is lost."),
    "storage_away": _("A file of this case cannot be read from the store at the moment. Nothing is lost."),
    "scanner_away": _("A file of this case cannot be checked for viruses at the moment. Nothing is lost."),
    "no_space": _("There is no space left to store the document. It will be compiled once there is space again."),
    WITHDRAWN: _("Consent was withdrawn. This dossier is not compiled any more."),
    NOT_KEPT: _("This dossier is not kept any longer. It can be compiled anew."),
}
"""What the codes mean, for people."""


def order(
    *,
    key: str,
    task: str,
    subject: UUID,
    target: UUID | None = None,
    queue: Queue = Queue.INTERACTIVE,
    priority: int = 0,
) -> Job:
    """Make a job in the caller's transaction and ring once that commits; the same key gives the same job."""
    job, _is_new = Job.objects.get_or_create(
        key=key,
        defaults={"task": task, "subject": subject, "target": target, "queue": queue, "priority": priority},
    )
    transaction.on_commit(partial(ring, job.pk))
    return job


def ring(job_id: int) -> bool:
    """Tell the workers that a job waits; says whether the broker took the message. Never raises for a deaf broker.

    The first bell of a job has no end, so that hosts whose clocks differ still hear it.
    """
    job = Job.objects.filter(pk=job_id).only("task", "queue", "rung_at").first()
    if job is None:
        return False
    Job.objects.filter(pk=job_id).update(rung_at=timezone.now())
    lasts = RING_PATIENTLY if job.queue == Queue.OCR else REPEATED_FOR
    return call_worker(job.task, job_id, queue=job.queue, expires=lasts.total_seconds() if job.rung_at else None)


def call_worker(task: str, *row_ids: int, queue: str, expires: float | None = None) -> bool:
    """Send a worker to a task; says whether the broker took the message. Never raises for a deaf broker.

    What nobody heard within `expires` seconds is not done any more.
    """
    try:
        current_app.send_task(task, args=list(row_ids), queue=queue, retry=False, ignore_result=True, expires=expires)
    except _broker_errors() as error:
        log.warning("%s %s: the broker did not take the message (%s)", task, row_ids, type(error).__name__)
        return False
    return True


def _broker_errors() -> tuple[type[BaseException], ...]:
    """What the configured broker raises where a connection cannot be made, or breaks while it is used."""
    connection = current_app.connection_for_write()
    return (KombuError, OSError, *connection.connection_errors, *connection.channel_errors)


def retry(job: Job) -> bool:
    """Give a dead or failed job five fresh attempts at once; says whether it was one."""
    stopped = Job.objects.filter(pk=job.pk, state__in=(State.DEAD, State.FAILED)).exclude(reason=WITHDRAWN)
    changed = stopped.update(
        state=State.NEW, attempts=0, due_at=timezone.now(), rung_at=None, finished_at=None, reason=""
    )
    if changed:
        transaction.on_commit(partial(ring, job.pk))
    return bool(changed)


def cancel(subject: UUID) -> int:
    """End all work on a subject for good, what runs included: its worker loses the lease; returns how many ended."""
    return _end(Job.objects.filter(subject=subject))


def cancel_one(key: str) -> int:
    """The same for one job alone."""
    return _end(Job.objects.filter(key=key))


def _end(given: JobQuerySet) -> int:
    return given.exclude(state=State.DONE).update(
        state=State.DEAD, reason=WITHDRAWN, finished_at=timezone.now(), lease_until=None, owner=None
    )


def bury_spent() -> int:
    """Set aside the jobs whose worker died in the last attempt; returns how many."""
    now = timezone.now()
    return Job.objects.spent(now).update(
        state=State.DEAD, reason="worker_lost", finished_at=now, lease_until=None, owner=None
    )


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Renew the lease from a thread of its own, no longer than a task may take."""
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(job, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(job: Job, stop: threading.Event) -> None:
    beats = int(TIME_LIMIT / HEARTBEAT)
    held = Job.objects.filter(pk=job.pk, owner=job.owner, state=State.RUNNING)
    try:
        for _beat_number in range(beats):
            if stop.wait(HEARTBEAT.total_seconds()):
                return
            try:
                held.update(lease_until=timezone.now() + LEASE)
            except DatabaseError as error:
                log.warning("job %s: heartbeat missed (%s)", job.pk, type(error).__name__)
                close_old_connections()
    finally:
        connection.close()
