"""`gremium up`: start the whole system and look after it."""

from typing import Any

from django.core.management.base import BaseCommand

from gremium import supervising


class Command(BaseCommand):
    help = "Start web, worker and sweeper, start again what dies, stop cleanly on SIGTERM or Ctrl+C."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        supervising.main()
