import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_case_life"),
    ]

    operations = [
        migrations.CreateModel(
            name="Supplement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version of the application")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("attachment", "attachment added"),
                            ("correction", "address or deadline corrected"),
                            ("court", "court proceedings reported"),
                            ("asylum", "asylum application reported"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("sealed_facts", models.BinaryField()),
                ("added_by_ref", models.CharField(max_length=40)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="added on")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supplements",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={
                "verbose_name": "Nachtrag",
                "verbose_name_plural": "Nachträge",
                "ordering": ("number",),
                "constraints": [models.UniqueConstraint(fields=("case", "number"), name="supplement_number_once")],
            },
        ),
    ]
