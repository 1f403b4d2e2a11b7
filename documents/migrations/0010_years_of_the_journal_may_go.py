"""The database lets lines go whose year ended 36 months ago, and no others."""

from django.db import migrations

from documents import journal_triggers


def renew(apps, editor):
    if editor.connection.alias == "default":
        journal_triggers.remove(editor)
        journal_triggers.install(editor)


class Migration(migrations.Migration):
    dependencies = [("documents", "0009_mentions_and_segments_of_the_journal")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
