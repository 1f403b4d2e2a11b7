"""A key that nobody needs is marked before it is removed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_journal_lines_are_fixed")]

    operations = [
        migrations.AddField("casekey", "orphaned_since", models.DateTimeField(editable=False, null=True)),
    ]
