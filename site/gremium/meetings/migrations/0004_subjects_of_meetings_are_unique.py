import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_each_meeting_has_a_subject")]

    operations = [
        migrations.AlterField(
            model_name="meeting",
            name="subject",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
