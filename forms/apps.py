from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class FormsConfig(AppConfig):
    name = "forms"
    label = "gremium_forms"  # django.forms would collide

    def ready(self) -> None:
        from documents import keystore, uploads
        from documents.sweeping import round_done
        from forms import erasing_withdrawn, expiring
        from forms.drafts import draft_subjects
        from forms.revising.consent_translations import missing_translations
        from forms.revising.dry_runs import forget_if_due
        from forms.revising.obstacles import register_check
        from forms.submissions import named_uploads

        keystore.register_need(draft_subjects)
        uploads.register_naming(named_uploads)
        register_check(missing_translations)
        round_done.connect(forget_if_due, dispatch_uid="forms.forget_dry_runs")
        expiring.listen()
        erasing_withdrawn.listen()
        post_migrate.connect(store_shipped, sender=self, dispatch_uid="forms.store_shipped")


def store_shipped(using: str, **_signal: object) -> None:
    """A migrated database always holds the shipped form and consent texts, so that the first draft can begin."""
    from forms import consent_texts, versions
    from forms.revising.releases import ReleaseRequest

    tables = connections[using].introspection.table_names()
    needed = (versions.FormVersion, consent_texts.ConsentText, ReleaseRequest)
    if all(model._meta.db_table in tables for model in needed):
        versions.store_shipped_form()
        consent_texts.load_shipped_texts()
