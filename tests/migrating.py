"""`python -m tests.migrating`: all tables of an installation, as `gremium prepare` makes them, in one process."""

import os

import django
from django.core.management import call_command


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("migrate", "documents", database="keys", verbosity=0)
    call_command("createcachetable")


if __name__ == "__main__":
    main()
