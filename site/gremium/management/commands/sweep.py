"""`gremium sweep`: the sweeper process; `gremium up` starts it."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents import sweeping


class Command(BaseCommand):
    help = "Ring for waiting jobs and remove what was left behind, until stopped."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", action="store_true", help="one round at once, even if unusually much would go")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["now"]:
            self.sweep_once()
        else:
            self.sweep_until_stopped()

    def sweep_once(self) -> None:
        """What was marked less than two weeks ago stays, and nothing goes while the database knows of no case."""
        swept = sweeping.clean_up(is_confirmed=True)
        if halts := sweeping.halts():
            raise CommandError(" ".join(halts))
        self.stdout.write(f"Removed {swept.files} files, {swept.keys} keys, {swept.temporary} temporary files.")

    def sweep_until_stopped(self) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_received: stop.set())
        sweeping.run(stop)
