"""The database refuses a seat or a person that is taken at that time."""

from django.db import migrations

from gremium.people import seat_triggers


def install(apps, editor):
    if editor.connection.alias == "default":
        seat_triggers.install(editor)


def remove(apps, editor):
    if editor.connection.alias == "default":
        seat_triggers.remove(editor)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_seats_end_and_council_terms")]

    operations = [migrations.RunPython(install, remove)]
