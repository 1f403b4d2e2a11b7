from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class FormsConfig(AppConfig):
    name = "forms"
    label = "gremium_forms"  # django.forms would collide

    def ready(self) -> None:
        post_migrate.connect(store_shipped_form, sender=self, dispatch_uid="forms.store_shipped_form")


def store_shipped_form(using: str, **_signal: object) -> None:
    """A migrated database always holds the shipped form, so that the first draft can begin."""
    from forms import versions

    if versions.FormVersion._meta.db_table in connections[using].introspection.table_names():
        versions.store_shipped_form()
