from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gremium.people"
    label = "people"

    def ready(self) -> None:
        import_module("gremium.people.listeners")
