from importlib import import_module

from django.apps import AppConfig


class AssessingConfig(AppConfig):
    name = "gremium.assessing"
    label = "assessing"

    def ready(self) -> None:
        import_module("gremium.assessing.listeners")
