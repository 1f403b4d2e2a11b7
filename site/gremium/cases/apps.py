from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gremium.cases"
    label = "cases"

    def ready(self) -> None:
        import_module("gremium.cases.listeners")
        import_module("gremium.cases.handing_over")
        import_module("gremium.cases.reminding").listen()
        import_module("gremium.cases.closing").listen()
        import_module("gremium.cases.superseding").listen()
