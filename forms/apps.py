from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "forms"
    label = "gremium_forms"  # django.forms would collide
