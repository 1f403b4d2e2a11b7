"""Who may submit today keeps that for a year: the organisations' leads have had no page to confirm anybody yet."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone


def confirm(apps, editor):
    today = timezone.localdate()
    users = apps.get_model("people", "User").objects.filter(role="case_worker").exclude(professional_role="")
    users.update(is_full_time=True, confirmed_until=today + timedelta(days=365))
    organisations = apps.get_model("people", "Organisation").objects.filter(is_recognised=True, recognised_on=None)
    organisations.update(recognised_on=today)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_recognition_and_yearly_confirmation")]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
