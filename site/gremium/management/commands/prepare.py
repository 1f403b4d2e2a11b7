"""`gremium prepare`: bring databases, catalogues, static files and shipped content to the state of the code."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

import pages.shipped
from documents import binding
from documents.brake import Braked
from forms.catalogues import load_shipped_translations
from forms.consent_texts import load_shipped_texts
from forms.reading_rules import SHIPPED
from gremium import preparing
from gremium.people.groups import refresh_rights
from pages.models.second_person import set_up_workflow
from pages.shipped.translating import order_translations


class Command(BaseCommand):
    help = "Prepare this installation: databases, catalogues, static files, shipped content, and in demo mode the demo."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
        fingerprint = preparing.fingerprint()
        if not preparing.stamp().exists():
            self.hurry()
        self.step("Languages", self.command("catalogues", compile=True))
        self.step("Databases", self.command("migrate", interactive=False))
        self.step("Key store", self.command("migrate", "documents", database="keys", interactive=False))
        self.step("Bond of the two", self.bind)
        self.step("Cache", self.command("createcachetable"))
        self.step("Static files", self.command("collectstatic", interactive=False))
        self.step("Form", self.command("form", "import", str(SHIPPED)))
        self.step("Consent texts", load_shipped_texts)
        self.step("Translations of the form", load_shipped_translations)
        self.step("Pages", pages.shipped.load)
        self.step("Search", self.command("wagtail_update_index"))
        self.step("Translations (the worker enters them)", order_translations)
        self.step("Workflow", set_up_workflow)
        self.step("Rights", refresh_rights)
        if settings.DEMO:
            self.step("Demo", self.command("demo"))
        preparing.stamp().write_text(fingerprint)

    def hurry(self) -> None:
        """A first preparation that is cut off is simply done again: SQLite need not wait for the disk each time."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")

    def bind(self) -> None:
        """A bond that cannot be made stops no start: the sweeper holds still, and `/readyz` says why."""
        try:
            binding.bind()
        except Braked as braked:
            self.stderr.write(str(braked.reason.label))

    def command(self, name: str, *args: str, **options: Any) -> Callable[[], object]:
        return partial(call_command, name, *args, verbosity=0, **options)

    def step(self, name: str, act: Callable[[], object]) -> None:
        """Do one thing and say how long it took, in seconds."""
        started = time.monotonic()
        self.stdout.write(f"{name} ... ", ending="")
        self.stdout.flush()
        act()
        self.stdout.write(f"{time.monotonic() - started:.1f} s")
