"""`gremium prepare`: bring databases, catalogues, static files and shipped content to the state of the code."""

import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from gremium import preparing


class Command(BaseCommand):
    help = "Prepare this installation: databases, catalogues, static files, shipped content, and in demo mode the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        if preparing.data_folder() != settings.DATA:
            raise CommandError("GREMIUM_DATA differs between the settings and the environment.")
        settings.DATA.mkdir(parents=True, exist_ok=True)
        fingerprint = preparing.fingerprint()
        self.step("Languages", "catalogues", compile=True)
        self.step("Databases", "migrate")
        self.step("Key store", "migrate", "documents", database="keys")
        self.step("Cache", "createcachetable")
        self.step("Static files", "collectstatic", interactive=False)
        self.step("Form", "form", "import-shipped")
        self.step("Pages", "load_pages")
        if settings.DEMO:
            self.step("Demo", "demo")
        preparing.stamp().write_text(fingerprint)

    def step(self, name: str, command: str, *args: str, **options: Any) -> None:
        """Run one command quietly and say how long it took, in seconds."""
        started = time.monotonic()
        self.stdout.write(f"{name} ... ", ending="")
        self.stdout.flush()
        call_command(command, *args, verbosity=0, stdout=self.stdout, **options)
        self.stdout.write(f"{time.monotonic() - started:.1f} s")
