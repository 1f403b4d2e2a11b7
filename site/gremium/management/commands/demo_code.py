"""`gremium demo-code EMAIL`: what the authenticator app of a demo account would show now."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gremium.people import demo


class Command(BaseCommand):
    help = "Print the current second-factor code of a demo account (demo mode only)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(demo.current_code(options["email"]))
        except demo.NotForRealUse as error:
            raise CommandError("Codes are given for demo accounts in demo mode only.") from error
        except Authenticator.DoesNotExist as error:
            raise CommandError(f"There is no demo account {options['email']}. Run: gremium demo") from error
