"""`gremium journal`: does the chain of the journal hold?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents import anchors
from documents.journal import JournalLine


class Command(BaseCommand):
    help = "Check every line of the journal against the chain and against the last head kept outside the database."

    def handle(self, *args: Any, **options: Any) -> None:
        fault = anchors.verify()
        if fault is not None:
            raise CommandError(f"Line {fault.number} is {fault.reason}: the journal does not hold from there on.")
        self.stdout.write(f"The journal holds: {JournalLine.objects.count()} lines.")
