from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save


class PagesConfig(AppConfig):
    name = "pages"
    label = "pages"

    def ready(self) -> None:
        from forms.versions import FormVersion
        from pages import forgetting
        from pages.self_check import mirroring

        forgetting.listen()
        post_save.connect(mirroring.follow, sender=FormVersion, dispatch_uid="pages.mirror_self_check")
        post_migrate.connect(mirroring.follow, sender=self, dispatch_uid="pages.mirror_self_check")
