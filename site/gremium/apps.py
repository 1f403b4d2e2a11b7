from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The composed site; holds the commands that belong to no single part."""

    name = "gremium"
    label = "gremium_site"
