"""Passes: for some minutes, a device without a sign-in may do one thing for one draft."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gremium_forms", "0004_working_copies_and_releases"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pass",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(choices=[("photos", "send photos for one question")], max_length=16)),
                ("code_digest", models.CharField(db_index=True, max_length=64)),
                ("device_digest", models.CharField(blank=True, db_index=True, max_length=64)),
                ("opened_by_ref", models.CharField(max_length=40)),
                ("sealed_aim", models.BinaryField()),
                ("uses", models.PositiveSmallIntegerField(default=0, verbose_name="uses")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passes",
                        to="gremium_forms.draft",
                        verbose_name="draft",
                    ),
                ),
            ],
            options={
                "verbose_name": "pass for a device",
                "verbose_name_plural": "passes for devices",
                "indexes": [models.Index(fields=["draft", "purpose"], name="pass_of_draft")],
            },
        ),
    ]
