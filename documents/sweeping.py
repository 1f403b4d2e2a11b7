"""The sweeper: rings for jobs nobody heard of, buries what cannot be done, removes what was left behind.

It works from the tables alone. So a wiped broker, a killed worker and a lost message cost seconds, not jobs.
"""

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import Error, close_old_connections
from django.utils import timezone

from documents import anchors, jobs, keystore, sealed_files
from documents.dossiers import Dossier
from documents.jobs import Job
from documents.uploads import Upload, sweep_unnamed

log = logging.getLogger(__name__)

TICK_SECONDS = 0.5
HOUSEKEEPING_SECONDS = 600.0
TEMPORARY_SECONDS = 3600.0
MOST_RINGS = 100
"""Bells per tick; the next tick comes soon."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What one round of housekeeping removed."""

    uploads: int
    files: int
    keys: int
    temporary: int


def ring_unheard() -> int:
    """Ring for each job that waits unheard, and set aside the spent ones; returns how many bells were rung."""
    jobs.bury_spent()
    unheard = list(Job.objects.unheard(timezone.now()).values_list("pk", flat=True)[:MOST_RINGS])
    for job_id in unheard:
        if not jobs.ring(job_id):
            break
    return len(unheard)


def clean_up() -> Swept:
    """Remove uploads that nothing names, sealed files that no row names, and keys that nobody needs."""
    held = (*Upload.objects.values_list("subject", flat=True), *Dossier.objects.values_list("subject", flat=True))
    return Swept(
        uploads=sweep_unnamed(),
        files=sealed_files.sweep_orphans(),
        keys=keystore.sweep_orphans(held),
        temporary=clean_folder(Path(settings.DATA) / "tmp", TEMPORARY_SECONDS),
    )


def clean_folder(folder: Path, older_than: float) -> int:
    """Remove files that a killed process left; `older_than` in seconds. Returns how many."""
    limit = time.time() - older_than
    old = [path for path in folder.glob("*") if path.is_file() and path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def run(stop: threading.Event) -> None:
    """Sweep until told to stop; a database that is away is waited for."""
    next_cleaning = time.monotonic()
    while not stop.wait(TICK_SECONDS):
        try:
            ring_unheard()
            if time.monotonic() >= next_cleaning:
                next_cleaning = time.monotonic() + HOUSEKEEPING_SECONDS
                anchors.anchor_if_due()
                swept = clean_up()
                log.info("swept: %s", swept)
        except (Error, OSError, ValueError, KeyError) as error:
            log.warning("sweep failed (%s)", type(error).__name__)
            close_old_connections()
