from importlib import import_module

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "gremium.meetings"
    label = "meetings"

    def ready(self) -> None:
        import_module("gremium.meetings.listeners")
        import_module("gremium.meetings.inviting").listen()
