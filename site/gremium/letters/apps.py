from importlib import import_module

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "gremium.letters"
    label = "letters"

    def ready(self) -> None:
        import_module("gremium.letters.listeners")
