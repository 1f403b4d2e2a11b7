"""Sealed files are marked before they go, and a sweep that holds back says why."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_binding_of_the_two_stores")]

    operations = [
        migrations.CreateModel(
            name="OrphanedFile",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"verbose_name": "orphaned file", "verbose_name_plural": "orphaned files"},
        ),
        migrations.CreateModel(
            name="Halt",
            fields=[
                ("kind", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=16)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={"verbose_name": "halt", "verbose_name_plural": "halts"},
        ),
    ]
