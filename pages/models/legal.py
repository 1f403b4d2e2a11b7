"""Privacy, imprint and the accessibility statement."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail_localize.fields import SynchronizedField

from pages.models.public import PublicPage, content_panels
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
    content_panels: ClassVar[list[Any]] = [
        *content_panels("legal_kind"),
        FieldPanel("prepared_on"),
        FieldPanel("checked_on"),
    ]
    api_fields: ClassVar[list[Any]] = [
        *PublicPage.api_fields,
        APIField("legal_kind"),
        APIField("prepared_on"),
        APIField("checked_on"),
    ]
    translatable_fields: ClassVar[list[Any]] = [
        *PublicPage.translatable_fields,
        SynchronizedField("legal_kind", overridable=False),
        SynchronizedField("prepared_on", overridable=False),
        SynchronizedField("checked_on", overridable=False),
    ]
    content_template: ClassVar[str] = "pages/_legal.html"
    is_sensitive: ClassVar[bool] = True

    class Meta:
        verbose_name = _("legal page")
        verbose_name_plural = _("legal pages")
