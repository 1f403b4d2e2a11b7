"""Heads of the journal's chain, kept in a file outside the database: without them a cut tail would not show."""

import json
import os
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from documents import journal, journal_chain
from documents.journal_chain import Fault

EVERY = timedelta(hours=1)


def anchors_file() -> Path:
    """One JSON line an hour; copy it where the database's administrators cannot write."""
    return Path(settings.DATA) / "journal-heads.jsonl"


def anchor_if_due() -> bool:
    """Write the newest head unless the last one is younger than an hour; says whether it did."""
    last = _last()
    written_at = parse_datetime(last["at"]) if last else None
    if written_at is not None and timezone.now() - written_at < EVERY:
        return False
    number, mac = journal.head()
    line = json.dumps({"at": timezone.now().isoformat(), "number": number, "mac": mac})
    with os.fdopen(os.open(anchors_file(), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "w") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
    return True


def verify() -> Fault | None:
    """The journal's first fault, measured against the last head that was kept."""
    last = _last()
    return journal_chain.verify(head=(int(last["number"]), last["mac"]) if last and int(last["number"]) else None)


def _last() -> dict[str, str] | None:
    path = anchors_file()
    lines = path.read_text().splitlines() if path.exists() else []
    if not lines:
        return None
    raw = json.loads(lines[-1])
    return {name: str(raw[name]) for name in ("at", "number", "mac")}
