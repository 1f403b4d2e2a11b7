from importlib import import_module

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "gremium.reading"
    label = "reading"

    def ready(self) -> None:
        import_module("gremium.reading.listeners")
