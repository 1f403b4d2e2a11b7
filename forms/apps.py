from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FormsConfig(AppConfig):
    name = "forms"
    label = "gremium_forms"  # django.forms would collide

    def ready(self) -> None:
        from documents import keystore
        from forms.drafts import draft_subjects

        keystore.register_need(draft_subjects)
        post_migrate.connect(_load_shipped, sender=self)


def _load_shipped(using: str = "default", **details: Any) -> None:
    """After each migration: the form and the consent texts that come with the software are there."""
    if using != "default":
        return
    from forms.consent_texts import load_shipped_texts
    from forms.versions import keep_shipped_form

    keep_shipped_form()
    load_shipped_texts()
