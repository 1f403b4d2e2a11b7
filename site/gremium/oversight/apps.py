from importlib import import_module

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "gremium.oversight"
    label = "oversight"

    def ready(self) -> None:
        import_module("gremium.oversight.record_classes")
        import_module("gremium.oversight.record_classes_of_meetings")
        import_module("gremium.oversight.running").listen()
