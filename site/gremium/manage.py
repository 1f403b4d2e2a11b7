"""The `gremium` command: Django's own commands and ours."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run one command; installed as `gremium`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
