"""Lists are found by the cases they showed; of years that are over only the head stays."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0008_aliases_in_the_journal")]

    operations = [
        migrations.CreateModel(
            "JournalMention",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.UUIDField(db_index=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="documents.journalline",
                    ),
                ),
            ],
            options={"verbose_name": "journal mention", "verbose_name_plural": "journal mentions"},
        ),
        migrations.CreateModel(
            "JournalSegment",
            [
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last_number", models.BigIntegerField()),
                ("last_mac", models.CharField(max_length=64)),
                ("dropped_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seal", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "journal segment",
                "verbose_name_plural": "journal segments",
                "ordering": ("year",),
            },
        ),
    ]
