"""`gremium doctor`: what is wrong with this installation, and what mends it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from gremium.operating.doctor import Level, examine


class Command(BaseCommand):
    help = "Look at every part of this installation and say what is wrong and what mends it. Exit: 0 well, 1 faults."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for name, findings in examine():
            if not findings:
                self.stdout.write(f"ok     {name}")
            for finding in findings:
                faults += finding.level == Level.FAULT
                self.stdout.write(f"{finding.level:<6} {name}: {finding.sentence}\n       -> {finding.remedy}")
        self.stdout.write("All is well." if not faults else f"{faults} faults.")
        if faults:
            sys.exit(1)
