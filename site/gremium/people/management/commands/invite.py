"""`gremium invite EMAIL`: the first account of an installation, made by whoever may sign in to its machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gremium.people.invitations import InvitationRefused, invite_from_the_machine
from gremium.people.models import Role


class Command(BaseCommand):
    help = "Print the link with which somebody opens an account; it works once and for seven days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="address the person signs in with")
        parser.add_argument("--role", choices=[Role.SECRETARIAT, Role.TECHNICIAN], default=Role.SECRETARIAT)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            address = invite_from_the_machine(options["email"], options["role"], now=timezone.now())
        except InvitationRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(address)
