"""`gremium restore DIR`: bring an installation back, and erase again what was erased since."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents import anchors, archives, keyring, restoring
from documents.archives import ArchiveUnreadable
from documents.database_copies import CannotCopy
from documents.restoring import CannotRestore, Restored
from forms.erasing import erase_again
from gremium.supervising import CannotStart, only_one


class Command(BaseCommand):
    help = "Restore the newest backup into this installation, which must not run. The key ring must be there already."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keys", type=Path, metavar="DIR", help="where the key store's archives lie, if elsewhere")
        parser.add_argument("--at", default="", metavar="STAMP", help="older data, like 20260301T020000Z")
        parser.add_argument("--identity", type=Path, metavar="FILE", help="the private identity of encrypted archives")
        parser.add_argument("--replace", action="store_true", help="put it in the place of what is here")

    def handle(self, *args: Any, **options: Any) -> None:
        data = Path(settings.DATA)
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            identity = archives.read_identity(options["identity"]) if options["identity"] else None
            with only_one(data / "supervisor.lock"):
                restored = restoring.restore(
                    options["folder"],
                    keys_folder=options["keys"],
                    stamp=options["at"],
                    identity=identity,
                    is_replacing=options["replace"],
                )
                cases = erase_again()
        except (CannotRestore, ArchiveUnreadable, CannotCopy, CannotStart, keyring.KeyRingUnsafe) as error:
            raise CommandError(str(error), returncode=2) from error
        self.tell(restored, cases)

    def tell(self, restored: Restored, cases: int) -> None:
        self.stdout.write(
            f"Restored {restored.data} and {restored.keys}: {restored.files} files, {restored.rows} rows."
        )
        self.stdout.write(f"Erased again: {restored.erased_again} keys, rows of {cases} cases.")
        problems = []
        if restored.differing_tables:
            problems.append(f"These tables hold other rows than were counted: {', '.join(restored.differing_tables)}.")
        if restored.missing_files:
            problems.append(f"{restored.missing_files} sealed files are missing.")
        if fault := anchors.verify():
            problems.append(f"Line {fault.number} of the journal is {fault.reason}.")
        if problems:
            raise CommandError("It is not as it was backed up. " + " ".join(problems))
        self.stdout.write("Everything is as it was backed up. Start with: gremium up --prepare")
