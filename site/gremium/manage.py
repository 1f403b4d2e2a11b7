"""The `gremium` command: Django's own commands and ours."""

import os
import sys

from django.core.management import execute_from_command_line

from gremium import supervising


def main() -> None:
    """Run one command; installed as `gremium`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
    if sys.argv[1:] == ["up"]:  # needs no registry, and a second start shall take under 5 s
        supervising.main()
    else:
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
