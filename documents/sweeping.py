"""The sweeper: rings for jobs nobody heard of, buries what cannot be done, removes what was left behind.

It works from the tables alone. So a wiped broker, a killed worker and a lost message cost seconds, not jobs.
"""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import Error, close_old_connections, models
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import anchors, binding, jobs, journal_chain, keystore, old_pages, scratch, sealed_files, signs_of_life
from documents.brake import Braked, Reason
from documents.jobs import Job, Queue
from documents.uploads import sweep_unnamed

log = logging.getLogger(__name__)

TICK_SECONDS = 0.5
HOUSEKEEPING_SECONDS = 600.0
"""Also how long it waits after a start: a restore or a wrong address shall be noticed before anything is removed."""

FORGETTING_SECONDS = 60.0
"""So long at most an erased key may stand in the key store's log because a reader was in the way."""

TEMPORARY_SECONDS = 3600.0
MOST_RINGS = 30
"""Bells of one queue within `jobs.RING_AGAIN`: a thousand jobs that wait their turn shall not bury workers in bells.

Six a second: a wiped broker is filled again about as fast as a few workers can answer.
"""

round_done = Signal()
"""Sent after each round of housekeeping: the floors above ring here for what they do every so often.

A receiver only looks whether something is due and rings for it; what it rings for is done by a worker.
"""


def each_alone(act: Callable[[UUID], bool], keys: Iterable[UUID]) -> int:
    """Do it for each; returns for how many it was done. One that fails holds nobody else back.

    Raises what failed, together, once all had their turn.
    """
    done, failed = 0, []
    for key in keys:
        try:
            done += act(key)
        except Exception as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} could not be done", failed)
    return done


@dataclass(frozen=True, slots=True)
class Swept:
    """How much one round of housekeeping removed; `lines` are those of the journal's years that are over."""

    uploads: int
    files: int
    keys: int
    temporary: int
    lines: int


def ring_unheard() -> int:
    """Ring for jobs that wait unheard, and set aside the spent ones; returns for how many it was tried."""
    jobs.bury_spent()
    now = timezone.now()
    unheard = [job_id for queue in Queue for job_id in Job.objects.filter(queue=queue).to_ring(now, MOST_RINGS)]
    for job_id in unheard:
        if not jobs.ring(job_id):
            break
    return len(unheard)


class Halt(models.Model):
    """The last round removed nothing of this kind, and why; `/readyz` and `gremium jobs` say it in words."""

    kind = models.CharField(max_length=8, primary_key=True)
    reason = models.CharField(max_length=16)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("halt")
        verbose_name_plural = _("halts")

    def __str__(self) -> str:
        return f"{self.kind}: {self.reason}"


def halts() -> list[str]:
    """Why nothing is swept at the moment, in sentences; empty where all is well."""
    return sorted({Reason(reason).label for reason in Halt.objects.values_list("reason", flat=True)})


def clean_up(*, is_confirmed: bool = False) -> Swept:
    """One round: remove uploads nothing names, and, after two weeks, files no row names and keys nobody needs."""
    return Swept(
        uploads=sweep_unnamed(),
        files=_unless_halted("files", sealed_files.sweep_orphans, is_confirmed=is_confirmed),
        keys=_unless_halted("keys", keystore.sweep_orphans, is_confirmed=is_confirmed),
        temporary=sum(clean_folder(Path(settings.DATA) / name, TEMPORARY_SECONDS) for name in ("tmp", "broker")),
        lines=journal_chain.age(timezone.now()),
    )


def _unless_halted(kind: str, sweep: Callable[..., int], *, is_confirmed: bool) -> int:
    try:
        binding.require_bound()
        count = sweep(is_confirmed=is_confirmed)
    except Braked as braked:
        log.error("%s are not swept: %s", kind, braked.reason.label)
        Halt.objects.update_or_create(kind=kind, defaults={"reason": braked.reason})
        return 0
    Halt.objects.filter(kind=kind).delete()
    return count


def tell_the_floors_above() -> None:
    """A receiver that fails stops neither the others nor the sweeper; it is told again in the next round."""
    for receiver, answer in round_done.send_robust(sender=None):
        if isinstance(answer, Exception):
            log.warning("%s failed (%s)", getattr(receiver, "__qualname__", receiver), type(answer).__name__)


def clean_folder(folder: Path, older_than: float) -> int:
    """Remove files and private folders that a killed process left; `older_than` in seconds. Returns how many."""
    limit = time.time() - older_than
    left = [path for path in folder.glob("*") if path.is_file() or path.name.startswith(scratch.PREFIX)]
    old = [path for path in left if path.lstat().st_mtime < limit]
    for path in old:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return len(old)


def run(stop: threading.Event) -> None:
    """Sweep until told to stop, cleaning first after ten minutes; a database that is away is waited for."""
    next_anchor = next_forgetting = next_sign = time.monotonic()
    next_cleaning = next_anchor + HOUSEKEEPING_SECONDS
    while not stop.wait(TICK_SECONDS):
        try:
            ring_unheard()
            if time.monotonic() >= next_anchor:
                next_anchor = time.monotonic() + HOUSEKEEPING_SECONDS
                anchors.anchor_if_due()
            if time.monotonic() >= next_forgetting:
                next_forgetting = time.monotonic() + FORGETTING_SECONDS
                old_pages.forget_if_any()
            if time.monotonic() >= next_cleaning:
                next_cleaning = time.monotonic() + HOUSEKEEPING_SECONDS
                swept = clean_up()
                log.info("swept: %s", swept)
                tell_the_floors_above()
            if time.monotonic() >= next_sign:
                next_sign = time.monotonic() + signs_of_life.EVERY_SECONDS
                signs_of_life.ask()
        except (Error, OSError, ValueError, KeyError) as error:
            log.warning("sweep failed (%s)", type(error).__name__)
            close_old_connections()
