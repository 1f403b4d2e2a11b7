"""`gremium demo`: fictional people and cases, made once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gremium.meetings import demo as cases
from gremium.people import demo as people


class Command(BaseCommand):
    help = "Make the demo's accounts and its six fictional cases; what exists stays as it is (demo mode only)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cases.require_no_real_cases()
            people.create_people()
        except people.NotForRealUse as error:
            raise CommandError("This installation is not a demo. Nothing was changed.") from error
        except cases.RealCases as error:
            raise CommandError("There are real cases in this database. Nothing was changed.") from error
        cases.bring_in_cases()
        if options["verbosity"]:
            self.print_accounts()

    def print_accounts(self) -> None:
        for person in people.PEOPLE:
            self.stdout.write(f"{person.email:36} {person.role.label}")
        self.stdout.write(f"Password for all: {people.demo_password()}")
        self.stdout.write("Second factor:    gremium demo-code EMAIL")
