"""The database and the key store hold the same random id."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_case_key_orphaned_since")]

    operations = [
        migrations.CreateModel(
            name="Binding",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("installation", models.UUIDField(default=uuid.uuid4, verbose_name="installation")),
            ],
            options={"verbose_name": "binding", "verbose_name_plural": "bindings"},
        ),
    ]
