"""`gremium demo`: fictional people and cases, made once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gremium.exchange import demo as exchange
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
        exchange.open_exchange()
        people.write_accounts()
        if options["verbosity"]:
            self.stdout.write(people.accounts_file().read_text())
