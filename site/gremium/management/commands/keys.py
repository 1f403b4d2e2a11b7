"""`gremium keys`: make the key ring, or renew it while the site serves."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents import keyring, keystore


class Command(BaseCommand):
    help = "Make the installation's key ring, or put a fresh key on it and wrap every case's key anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["create", "renew", "check"])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            {"create": self.create, "renew": self.renew, "check": self.check_ring}[options["act"]]()
        except keyring.KeyRingUnsafe as problem:
            raise CommandError(str(problem)) from problem

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
