"""`gremium sweep`: the sweeper process; `gremium up` starts it."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from documents import sweeping


class Command(BaseCommand):
    help = "Ring for waiting jobs and remove what was left behind, until stopped."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_received: stop.set())
        sweeping.run(stop)
