"""`gremium keys`: make the key ring, renew it while the site serves, lock it for two persons, or bind the key store."""

import time
from collections.abc import Callable
from getpass import getpass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents import binding, escrow, keyring, keystore
from documents.brake import Braked
from documents.escrow import EscrowRefused

OVERLAP_SECONDS = 2.0
"""So long a process that has just read the older ring may still wrap with it."""


class Command(BaseCommand):
    help = "Make the installation's key ring, wrap every case's key anew, or bind the key store to the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["create", "renew", "check", "bind", "lock", "unlock"])
        parser.add_argument("file", type=Path, nargs="?", help="of lock and unlock: the ring for two persons")

    def handle(self, *args: Any, **options: Any) -> None:
        acts = {"create": self.create, "renew": self.renew, "check": self.check_ring, "bind": self.bind}
        escrows: dict[str, Callable[..., None]] = {"lock": escrow.lock_ring, "unlock": escrow.open_ring}
        try:
            if options["act"] in acts:
                acts[options["act"]]()
            elif options["file"] is None:
                raise CommandError("Name the file: gremium keys lock FILE")
            else:
                self.with_two_persons(escrows[options["act"]], options["file"])
        except (keyring.KeyRingUnsafe, EscrowRefused) as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(f"{options['file'] or settings.KEYRING}: {problem.strerror}.") from problem
        except Braked as braked:
            raise CommandError(str(braked.reason.label)) from braked

    def create(self) -> None:
        path = Path(settings.KEYRING)
        if path.exists():
            raise CommandError(f"There is a key ring at {path} already; it is left as it is.")
        keyring.create(path)
        self.stdout.write(f"Made {path}. Keep a copy in a safe place, never beside a backup of the data.")

    def renew(self) -> None:
        """The old keys go only when nothing is wrapped with them any more."""
        keyring.add_key()
        count = keystore.rewrap_keys()
        time.sleep(OVERLAP_SECONDS)
        count += keystore.rewrap_keys()
        needed = keystore.ring_keys_in_use()
        ring = keyring.drop_keys_but(needed)
        self.stdout.write(f"{count} keys wrapped anew with {ring.current}; {len(ring.keys)} on the ring.")

    def check_ring(self) -> None:
        ring = keyring.load()
        self.stdout.write(f"The key ring is in order: {len(ring.keys)} on it, {ring.current} wraps.")

    def with_two_persons(self, act: Callable[..., None], path: Path) -> None:
        """Each types the own passphrase while the other looks away."""
        act(path, first=getpass("Passphrase of the first person: "), second=getpass("Passphrase of the second: "))
        self.stdout.write(f"Done: {path}.")

    def bind(self) -> None:
        binding.bind()
        self.stdout.write("The key store and the database are bound to each other.")
