from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gremium.people"
    label = "people"

    def ready(self) -> None:
        import_module("gremium.people.listeners")
        import_module("gremium.people.confirming").listen()
        import_module("gremium.people.password_requests").listen()
        import_module("gremium.people.forgetting").listen()
        import_module("gremium.people.outbox").listen()
