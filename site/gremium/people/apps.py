from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gremium.people"
    label = "people"
