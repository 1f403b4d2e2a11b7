"""Passes also let a phone send the photos of one signed consent sheet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("gremium_forms", "0008_draft_reminders"),
    ]

    operations = [
        migrations.AlterField(
            model_name="pass",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("photos", "send photos for one question"),
                    ("sheet", "send photos of one signed consent sheet"),
                ],
                max_length=16,
            ),
        ),
    ]
