"""A dossier can be taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_uploads_noted_turned_previewed")]

    operations = [
        migrations.AddField("dossier", "revoked_at", models.DateTimeField(null=True, verbose_name="taken back at")),
    ]
