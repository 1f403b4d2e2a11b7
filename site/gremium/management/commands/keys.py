"""`gremium keys`: make the key ring, renew it while the site serves, or bind the key store to the database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents import binding, keyring, keystore
from documents.brake import Braked


class Command(BaseCommand):
    help = "Make the installation's key ring, wrap every case's key anew, or bind the key store to the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["create", "renew", "check", "bind"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            acts = {"create": self.create, "renew": self.renew, "check": self.check_ring, "bind": self.bind}
            acts[options["act"]]()
        except keyring.KeyRingUnsafe as problem:
            raise CommandError(str(problem)) from problem
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
        needed = keystore.ring_keys_in_use()
        ring = keyring.drop_keys_but(needed)
        self.stdout.write(f"{count} keys wrapped anew with {ring.current}; {len(ring.keys)} on the ring.")

    def check_ring(self) -> None:
        ring = keyring.load()
        self.stdout.write(f"The key ring is in order: {len(ring.keys)} on it, {ring.current} wraps.")

    def bind(self) -> None:
        binding.bind()
        self.stdout.write("The key store and the database are bound to each other.")
