"""The `gremium` command: Django's own commands and ours."""

import os
import sys

from django.core.management import execute_from_command_line

from gremium import supervising


def main() -> None:
    """Run one command; installed as `gremium`. A hyphen in its name stands for the underscore of its module."""
    os.umask(0o077)  # sessions, mails and sealed files are for this account of the machine alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
    if sys.argv[1:] in (["up"], ["up", "--prepare"]):  # needs no registry, so that a second start is quick
        supervising.main(is_preparing="--prepare" in sys.argv)
    else:
        name, *rest = sys.argv
        command = [rest[0].replace("-", "_"), *rest[1:]] if rest and not rest[0].startswith("-") else rest
        execute_from_command_line([name, *command])


if __name__ == "__main__":
    main()
