"""Kills at random moments while dossiers are compiled, each looked at for whether it hit a running job."""

import json
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.documents.installation import Installation

LONGEST_PAUSE = 0.8
"""Seconds after a job began; about as long as one takes on a slow machine. Where a job was done sooner, the next kills
come sooner too: a kill between two jobs shows nothing."""
SOONER = 0.6

PATIENCE = 120.0
"""Seconds until a worker that was killed works again, on a machine with much else to do."""

Claim = tuple[int, int]
"""A job's id and the number of its attempt: what one worker holds."""


@dataclass(frozen=True)
class Drilled:
    """What a drill did and found; `hits` are kills after which a running job stood there."""

    kills: int
    hits: int
    most_attempts: int
    seconds: float
    wrong: dict[str, str]
    """Job id -> what is wrong with its dossier."""


def kill_worker_group(installation: Installation) -> bool:
    """The worker with all its children; says whether there was one."""
    worker = installation.child("celery")
    return worker is not None and installation.kill_group("celery") and _is_gone(worker)


def kill_pool_children(installation: Installation) -> bool:
    """Those that do the work, not the one that hands it out."""
    worker = installation.child("celery")
    if worker is None:
        return False
    children = [
        int(pid) for task in Path(f"/proc/{worker}/task").iterdir() for pid in (task / "children").read_text().split()
    ]
    for child in children:
        os.kill(child, signal.SIGKILL)
    return bool(children) and all(_is_gone(child) for child in children)


def no_revival() -> None:
    """The supervisor starts again what was killed."""


def drill(
    installation: Installation,
    kill: Callable[[Installation], bool],
    *,
    dossiers: int,
    kills: int,
    seed: int,
    revive: Callable[[], None] = no_revival,
    are_ordered: bool = False,
) -> Drilled:
    """Order the dossiers, kill at so many moments that the seed decides, wait until all are done and look at each.

    `are_ordered`: they were, before anything ran, and there are no others.
    """
    random, started = Random(seed), time.monotonic()
    first = 0 if are_ordered else max((row[0] for row in installation.rows("SELECT id FROM documents_job")), default=0)
    struck: set[Claim] = set()
    hits, longest = 0, LONGEST_PAUSE
    ordering = installation.order_beside(0 if are_ordered else dossiers)
    for _kill in range(kills):
        installation.wait_until(lambda: bool(_held(installation) - struck), PATIENCE)
        time.sleep(random.uniform(0, longest))
        assert kill(installation), "nobody was there to be killed"
        fresh = _held(installation) - struck
        hits += bool(fresh)
        longest *= 1 if fresh else SOONER
        struck.update(fresh)
        revive()
    assert ordering.wait(20 * dossiers + PATIENCE) == 0
    installation.wait_until(lambda: set(installation.states()) == {"done"}, 20 * dossiers + PATIENCE)
    seconds = time.monotonic() - started
    attempts = [row[0] for row in installation.rows(f"SELECT attempts FROM documents_job WHERE id > {first}")]
    assert len(attempts) == dossiers
    return Drilled(kills, hits, max(attempts), seconds, _wrong(installation, first))


def _wrong(installation: Installation, first: int) -> dict[str, str]:
    found = json.loads(installation.run("tests.documents.checking", str(first)))
    wrong = {job: verdict for job, verdict in found.items() if verdict != "right"}
    lines = installation.rows("SELECT details FROM documents_journalline WHERE act = 'dossier.built'")
    built = Counter(str(row[0]) for row in lines)
    wrong |= {details: f"built {times} times" for details, times in built.items() if times != 1}
    if len(built) != len(installation.states()):
        wrong["journal"] = f"{len(built)} dossiers built of {len(installation.states())}"
    return wrong


def _held(installation: Installation) -> set[Claim]:
    return set(installation.rows("SELECT id, attempts FROM documents_job WHERE state = 'running'"))  # type: ignore[arg-type]


def _is_gone(pid: int) -> bool:
    """True once the process has ended; it can write nothing any more."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                return True
        except OSError:
            return True
        time.sleep(0.005)
    return False
