from uuid import uuid4

from django.db import migrations


def name_subjects_and_places(apps, schema_editor):
    """Their keys are made where something is sealed for the first time; the order so far was that of coming."""
    for meeting in apps.get_model("meetings", "Meeting").objects.all():
        meeting.subject = uuid4()
        meeting.save(update_fields=["subject"])
        for number, item in enumerate(meeting.items.order_by("pk"), 1):
            item.position = number
            item.save(update_fields=["position"])


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_invitations_attendance_and_minutes")]

    operations = [migrations.RunPython(name_subjects_and_places, migrations.RunPython.noop)]
