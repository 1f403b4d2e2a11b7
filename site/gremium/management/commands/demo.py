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
<<<<<<< HEAD
        self.keep_accounts(accounts := self.accounts())
        if options["verbosity"]:
            self.stdout.write(accounts)

    def accounts(self) -> str:
        lines = [f"{person.email:36} {person.role.label}" for person in people.PEOPLE]
        return "\n".join(
            [*lines, f"Password for all: {people.demo_password()}", "Second factor:    gremium demo-code EMAIL"]
        )

    def keep_accounts(self, accounts: str) -> None:
        """`gremium up` prints them at each start without loading the site for it."""
        path = supervising.demo_accounts()
        path.touch(mode=0o600)
        path.write_text(accounts + "\n")
=======
        people.write_accounts()
        if options["verbosity"]:
            self.stdout.write(people.accounts_file().read_text())
>>>>>>> main
