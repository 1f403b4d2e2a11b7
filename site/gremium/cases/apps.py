from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gremium.cases"
    label = "cases"
