"""Fixed facts about counselling offices, translated as interface texts and never by editors."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Service(models.TextChoices):
    SUBMITS = "submits", _("Can hand in the application")
    ADVISES = "advises", _("Gives advice, cannot hand in the application")


class Access(models.TextChoices):
    STEP_FREE = "step_free", _("Step-free entrance")
    LIFT = "lift", _("Lift")
    TOILET = "toilet", _("Accessible toilet")
    SIGNING = "signing", _("Sign language on request")
    REMOTE = "remote", _("Advice by phone or video")
    VISITS = "visits", _("Home visits possible")
