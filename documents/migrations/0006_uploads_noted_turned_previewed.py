"""Uploads remember what the gate noticed, how people turned them, and how a picture looks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_orphaned_files_and_halts")]

    operations = [
        migrations.AddField("upload", "notes", models.JSONField(default=list)),
        migrations.AddField(
            "upload", "turn", models.PositiveSmallIntegerField(default=0, verbose_name="turned by degrees")
        ),
        migrations.AddField("upload", "sealed_preview", models.BinaryField(default=bytes)),
    ]
