"""Sealed values and files inside an installation, for drills: ``python -m tests.documents.backing_up ACT [ARGUMENT]``.

``fill COUNT`` makes cases and prints their ids; ``write`` adds and removes rows until it is ended, a line for each;
``read`` prints for every row whether it opens, with its digest; ``erase ID`` erases a case.
"""

import json
import os
import sys
from hashlib import sha256
from uuid import UUID, uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
django.setup()

from django.db import transaction  # noqa: E402

from documents import keystore, sealed_files, steps, vault  # noqa: E402
from documents.actors import SYSTEM  # noqa: E402
from documents.erasing import erase_subject  # noqa: E402
from documents.steps import StepResult  # noqa: E402


def add() -> UUID:
    """A case with one row that names a sealed file and holds a sealed value."""
    subject = uuid4()
    keystore.create_key(subject)
    data = os.urandom(100_000)
    steps.keep(subject, steps.key_of(subject, "drill/1", data), steps.Made(data, {"digest": sha256(data).hexdigest()}))
    return subject


def fill(count: str) -> None:
    print(json.dumps([str(add()) for _number in range(int(count))]))


def write() -> None:
    """Rows come and go together with their files, as they do while people work."""
    while True:
        subject = add()
        print(subject, flush=True)
        row = StepResult.objects.get(subject=add())
        with transaction.atomic():
            row.delete()
        sealed_files.remove(row.file)


def read() -> None:
    found = {}
    for row in StepResult.objects.all():
        try:
            facts = vault.unseal_json(row.subject, f"step/{row.key}/facts", row.sealed_facts)
            data = sealed_files.read(row.subject, f"step/{row.key}", row.file)
            found[str(row.subject)] = "whole" if sha256(data).hexdigest() == facts["digest"] else "differs"
        except (*vault.UNREADABLE, FileNotFoundError) as error:
            found[str(row.subject)] = type(error).__name__
    print(json.dumps(found))


def erase(subject: str) -> None:
    erase_subject(UUID(subject), by=SYSTEM)


if __name__ == "__main__":
    {"fill": fill, "write": write, "read": read, "erase": erase}[sys.argv[1]](*sys.argv[2:])
