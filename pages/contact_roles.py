"""For what a body of the city can be asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactRole(models.TextChoices):
    RESPONSIBLE = "responsible", _("Responsible body")
    SECRETARIAT = "secretariat", _("Secretariat of the board")
    DATA_PROTECTION = "data_protection", _("Data protection officer")
    PROCESSOR = "processor", _("Technical service provider (processor)")
    ACCESSIBILITY = "accessibility", _("Feedback on accessibility")
    SUPERVISORY = "supervisory", _("Data protection authority")
    OMBUDS = "ombuds", _("Ombudsperson for accessible websites")
