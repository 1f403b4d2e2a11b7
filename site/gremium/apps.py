from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The composed site; holds the commands that belong to no single part."""

    name = "gremium"
    label = "gremium_site"

    def ready(self) -> None:
        """Make Celery's application, so that every process that loads the site can ring."""
        from gremium.celery import app

        app.set_default()
