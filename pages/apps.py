from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save


class PagesConfig(AppConfig):
    name = "pages"
    label = "pages"

    def ready(self) -> None:
        """Listen to what happens to texts and forms, and forget cached pages when something changes."""
        from forms.versions import FormVersion
        from pages import forgetting, listeners
        from pages.editing import rounds, scheduling
        from pages.self_check import mirroring

        listeners.listen()
        forgetting.listen()
        rounds.listen()
        scheduling.listen()
        post_save.connect(mirroring.follow, sender=FormVersion, dispatch_uid="pages.mirror_self_check")
        post_migrate.connect(mirroring.follow, sender=self, dispatch_uid="pages.mirror_self_check")
