"""`gremium verify FILE.pdf`: is this an unaltered issue, of which version, and for whom was it marked?"""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from documents import issues, journal
from documents.actors import SYSTEM
from documents.issues import Kind, Origin, Verdict
from documents.journal import Act
from gremium.people.models import User

EXIT_CODES = {Verdict.UNALTERED: 0, Verdict.ALTERED: 1, Verdict.UNKNOWN: 2}
NOT_READABLE = 3

UNKNOWN = (
    "UNKNOWN: this installation knows no such file. It was not issued here, or its case has been erased, or it was "
    "changed so much that it cannot be told any more. Do not rely on it."
)


class Command(BaseCommand):
    help = (
        "Tell whether a PDF is an unaltered dossier or bundle of this installation and for whom it was marked. "
        "Needs no password and opens nothing of the case. Exit: 0 unaltered, 1 altered, 2 unknown, 3 not readable."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pdf = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.", returncode=NOT_READABLE) from error
        verdict, origin = issues.recognise(pdf)
        self.stdout.write(_told(verdict, origin))
        if origin is not None:
            details = {origin.kind: str(origin.target), "number": origin.number or "0", "result": verdict.value}
            journal.record(actor=SYSTEM, act=Act.ISSUE_VERIFIED, subject=origin.subject, details=details)
        sys.exit(EXIT_CODES[verdict])


def _told(verdict: Verdict, origin: Origin | None) -> str:
    if origin is None:
        return UNKNOWN
    if verdict == Verdict.UNALTERED:
        return f"UNALTERED: {_described(origin)}"
    return f"ALTERED: the bytes are not those that were issued. It was made from this: {_described(origin)}"


def _described(origin: Origin) -> str:
    kind = "dossier" if origin.kind == Kind.DOSSIER else "bundle of a meeting"
    day = f"{timezone.localtime(origin.at):%Y-%m-%d %H:%M}"
    name = f"{kind} {origin.target}, version {origin.version}"
    if not origin.actor_ref:
        return f"{name}, the original that is marked for nobody, compiled on {day}."
    return f"{name}, copy {origin.number}, handed out on {day} and marked for {_reader(origin.actor_ref)}."


def _reader(actor_ref: str) -> str:
    """The account's name as it is now; its reference where the account is gone."""
    user = User.objects.filter(ref=actor_ref).first()
    return f"{user.display_name} ({user.get_role_display()})" if user is not None else f"the account {actor_ref}"
