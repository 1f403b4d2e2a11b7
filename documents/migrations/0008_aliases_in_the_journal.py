"""The journal's lines keep an alias of who acted, which a secret of the month explains until it is forgotten.

Lines of before keep what stands in them: they are never changed.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_dossier_revoked_at")]

    operations = [
        migrations.RenameField("journalline", "actor_ref", "alias"),
        migrations.CreateModel(
            "JournalMonth",
            [
                ("month", models.DateField(primary_key=True, serialize=False)),
                ("secret", models.BinaryField(max_length=32)),
            ],
            options={
                "verbose_name": "month of the journal",
                "verbose_name_plural": "months of the journal",
                "ordering": ("month",),
            },
        ),
    ]
