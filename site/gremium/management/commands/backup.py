"""`gremium backup DIR`: the database with its files, and apart from them the key store, while the site serves."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents import archives, backups
from documents.backups import DATA, KEYS
from documents.database_copies import CannotCopy


class Command(BaseCommand):
    help = "Back up database and files in one archive and the key store in another; remove what is over its time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--only", choices=[DATA, KEYS], help="one of the two, so that they can lie in two places")
        parser.add_argument("--recipient", action="append", default=[], help="encrypt to this one (age1…)")
        parser.add_argument("--new-identity", type=Path, metavar="FILE", help="make a private identity instead")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new_identity"] is not None:
            self.make_identity(options["new_identity"])
            return
        kinds = [options["only"]] if options["only"] else [DATA, KEYS]
        try:
            recipients = archives.read_recipients([*settings.BACKUP_RECIPIENTS, *options["recipient"]])
            done = backups.back_up(options["folder"], kinds=kinds, recipients=recipients)
        except (backups.BackupFailed, CannotCopy, ValueError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"The backup could not be written: {error.strerror}. What was begun is removed."
            ) from error
        self.stdout.write(f"Wrote {', '.join(done.archives)}: {done.files} files, {done.rows} rows.")
        if done.removed:
            self.stdout.write(f"Removed {done.removed} archives that were over their time.")
        if not recipients:
            self.stderr.write(
                "These archives are not encrypted: names and addresses of accounts stand in them. "
                "Set GREMIUM_BACKUP_RECIPIENTS; a recipient comes from: gremium backup DIR --new-identity FILE"
            )

    def make_identity(self, path: Path) -> None:
        try:
            recipient = archives.make_identity(path)
        except OSError as error:
            raise CommandError(f"{path} could not be written: {error.strerror}.") from error
        self.stdout.write(f"Made {path}. Take it off this machine; whoever holds it reads the backups.")
        self.stdout.write(f"GREMIUM_BACKUP_RECIPIENTS={recipient}")
