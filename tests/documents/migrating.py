"""`python -m tests.documents.migrating`: the tables that a dossier needs, migrated in one process."""

import os

import django
from django.core.management import call_command

APPS = ("documents", "people", "letters", "gremium_forms", "cases", "meetings")
"""Of the floor of documents, and of whoever hears of each compiled dossier."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
    django.setup()
    for app in APPS:
        call_command("migrate", app, verbosity=0)
    call_command("migrate", "documents", database="keys", verbosity=0)


if __name__ == "__main__":
    main()
