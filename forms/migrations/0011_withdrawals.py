"""Consent can be withdrawn: what was declared, and since when nobody reads a draft any more."""

import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gremium_forms", "0010_dry_runs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject", models.UUIDField(db_index=True, editable=False)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("everything", "the whole application"),
                            ("persons", "single persons of the application"),
                            ("purposes", "single points of the consent"),
                        ],
                        max_length=12,
                        verbose_name="scope",
                    ),
                ),
                ("purposes", models.JSONField(default=list, verbose_name="points")),
                ("was_handed_in", models.BooleanField(default=False, verbose_name="was handed in")),
                ("consent_version", models.CharField(blank=True, max_length=20)),
                ("consent_sha256", models.CharField(blank=True, max_length=64)),
                ("sealed_details", models.BinaryField(default=bytes)),
                ("declared_on", models.DateField(verbose_name="declared on")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="recorded at")),
                ("recorded_by_ref", models.CharField(editable=False, max_length=40)),
                ("erase_on", models.DateField(null=True, verbose_name="is erased on")),
                ("erased_at", models.DateTimeField(null=True, verbose_name="erased at")),
            ],
            options={
                "verbose_name": "withdrawal of consent",
                "verbose_name_plural": "withdrawals of consent",
            },
        ),
        migrations.AddField(
            model_name="draft",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="consent withdrawn"),
        ),
    ]
