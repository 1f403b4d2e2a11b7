"""An issue of a bundle remembers which dossier stood where, so that the next one keeps its page numbers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0014_issues")]

    operations = [
        migrations.AddField("bundle", "sheets", models.JSONField(default=list)),
        migrations.AddField("bundleshare", "dossier", models.UUIDField(null=True)),
        migrations.AddField("bundleshare", "first_number", models.PositiveIntegerField(default=0)),
        migrations.AddField("bundleshare", "pages", models.PositiveIntegerField(default=0)),
    ]
