"""A bundle knows where each dossier begins, so that notes beside its pages find their case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0011_bundles")]

    operations = [migrations.AddField("bundle", "first_pages", models.JSONField(default=list))]
