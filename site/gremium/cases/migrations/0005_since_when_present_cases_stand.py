from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def from_last_change(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The last change is the nearest that is known of cases that were there before."""
    apps.get_model("cases", "Case").objects.update(state_since=F("changed_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_supplements"),
    ]

    operations = [migrations.RunPython(from_last_change, migrations.RunPython.noop)]
