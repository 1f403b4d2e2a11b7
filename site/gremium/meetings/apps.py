from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "gremium.meetings"
    label = "meetings"
