from importlib import import_module

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "gremium.exchange"
    label = "exchange"

    def ready(self) -> None:
        import_module("gremium.exchange.listeners")
        import_module("gremium.exchange.telling")
        import_module("gremium.exchange.publishing").listen()
