from django.apps import AppConfig


class OperatingConfig(AppConfig):
    name = "gremium.operating"
    label = "operating"
