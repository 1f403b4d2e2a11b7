"""What one more dossier costs while 1 to 1,000 wait: a round of the sweeper, a message, a compilation, memory.

As ``python -m tests.bench.waiting COUNT`` inside an installation with empty tables; prints JSON.
"""

import dataclasses
import json
import os
import resource
import statistics
import sys
import time
from pathlib import Path
from uuid import uuid4

from tests.bench.rows import Row
from tests.documents.installation import Installation

SIZES = (1, 10, 100, 1_000)
SAMPLE = 8
"""Dossiers that are compiled while the others wait; the one after the first, which also loads what all need."""

MINUTES = 1
"""So long the sweeper is let ring beside workers that do nothing, for the count of messages that pile up."""


def rows(folder: Path) -> list[Row]:
    found = [_measured(folder / str(size), size) for size in SIZES]
    least, most = found[0], found[-1]
    return [
        Row(
            name="CPU per dossier with 1,000 waiting, against 1",
            value=most["cpu"],
            unit="ms CPU",
            goal="ratio ≤ 1.2",
            ratio=round(most["cpu"] / least["cpu"], 2),
            note="; ".join(f"{one['waiting']:g}: {one['cpu']:g} ms, {one['mb']:g} MB" for one in found),
        ),
        Row(
            name="a round of the sweeper with 1,000 waiting",
            value=most["round"],
            unit="ms",
            goal="< 500 ms",
            note="; ".join(f"{one['waiting']:g}: {one['round']:g} ms" for one in found),
        ),
        Row(
            name=f"messages that pile up in {MINUTES} minute while nobody takes any, for 1,000 waiting",
            value=most["messages"],
            unit="messages",
            ratio=round(most["messages"] / most["waiting"], 1),
            note="; ".join(f"{one['waiting']:g}: {one['messages']:g}" for one in found),
        ),
    ]


def _measured(folder: Path, size: int) -> dict[str, float]:
    site = Installation(folder)
    site.prepare()
    return dict(json.loads(site.run("tests.bench.waiting", str(size)).splitlines()[-1]))


def measure(size: int) -> dict[str, float]:
    """Milliseconds, and the peak of memory in MB above what the process holds once it has compiled one."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from documents import dossiers, jobs, keystore, sweeping
    from documents.jobs import Job
    from documents.tasks import compile_dossier
    from gremium.celery import app
    from tests.documents.ordering import BY, content

    def order(number: int) -> None:
        keystore.create_key(subject := uuid4())
        asked = dataclasses.replace(content(f"T-{number}", ()), attachments=())
        with transaction.atomic():
            dossiers.order_dossier(subject=subject, content=asked, uploads={}, by=BY)

    order(0)
    compile_dossier(Job.objects.get().pk)
    before = _peak()
    for number in range(1, size + SAMPLE + 1):
        order(number)
    spent = []
    with app.connection_for_read() as connection, connection.channel() as channel:
        for job in Job.objects.exclude(state=jobs.State.DONE).order_by("pk")[:SAMPLE]:
            started = time.process_time()
            channel._get("interactive")
            compile_dossier(job.pk)
            spent.append(1000 * (time.process_time() - started))
        Job.objects.update(rung_at=None)
        started = time.monotonic()
        sweeping.ring_unheard()
        taken = 1000 * (time.monotonic() - started)
        channel._purge("interactive")
        for _round in range(int(MINUTES * 60 / jobs.RING_AGAIN.total_seconds())):
            while sweeping.ring_unheard():
                pass
            Job.objects.filter(rung_at__gt=timezone.now() - jobs.RING_AGAIN).update(
                rung_at=timezone.now() - jobs.RING_AGAIN
            )
        messages = channel._size("interactive")
    return {
        "waiting": size,
        "cpu": round(statistics.median(spent), 1),
        "round": round(taken, 1),
        "messages": messages,
        "mb": round((_peak() - before) / 1024),
    }


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
