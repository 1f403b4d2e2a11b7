"""Privacy, imprint and the accessibility statement."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from pages.models.public import PublicPage
from pages.models.second_person import SecondPerson


class LegalKind(models.TextChoices):
    PRIVACY = "privacy", _("Privacy")
    IMPRINT = "imprint", _("Imprint")
    ACCESSIBILITY = "accessibility", _("Accessibility statement")


class LegalPage(SecondPerson, PublicPage):
    """A text the law asks for; the day it was last checked stands below it."""

    legal_kind = models.CharField(_("kind"), max_length=20, choices=LegalKind.choices)
    prepared_on = models.DateField(_("prepared on"), null=True, blank=True)
    checked_on = models.DateField(_("last checked on"), null=True, blank=True)

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    own_facts: ClassVar[tuple[str, ...]] = ("legal_kind", "prepared_on", "checked_on")
    content_template: ClassVar[str] = "pages/_legal.html"
    is_sensitive: ClassVar[bool] = True

    class Meta:
        verbose_name = _("legal page")
        verbose_name_plural = _("legal pages")
