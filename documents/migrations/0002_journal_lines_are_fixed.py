"""Journal lines are never changed or deleted, whoever asks the database."""

from django.db import migrations

from documents import journal_triggers


def install(apps, editor):
    if editor.connection.alias == "default":
        journal_triggers.install(editor)


def remove(apps, editor):
    if editor.connection.alias == "default":
        journal_triggers.remove(editor)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_tables")]

    operations = [migrations.RunPython(install, remove)]
