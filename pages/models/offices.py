"""Counselling offices: structured facts that need no translation."""

from typing import Any, ClassVar, Self
from urllib.parse import quote

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin

from pages.office_facts import Access, Service
from pages.opening_hours import HoursBlock
from pages.phones import PHONE
from pages.spoken import SpokenLanguage, spoken, spoken_choices
from pages.word_forms import found_by


class OfficeForm(WagtailAdminModelForm):
    languages = forms.MultipleChoiceField(
        label=_("languages spoken there"), choices=spoken_choices, widget=forms.CheckboxSelectMultiple
    )
    access = forms.MultipleChoiceField(
        label=_("accessibility"), choices=Access.choices, widget=forms.CheckboxSelectMultiple, required=False
    )


class CounsellingOfficeQuerySet(SearchableQuerySetMixin, models.QuerySet["CounsellingOffice"]):
    def shown(self) -> Self:
        """Offices that submit come first, as readers need them first."""
        return self.filter(is_shown=True).order_by(
            models.Case(models.When(service=Service.SUBMITS, then=0), default=1), "name"
        )


class CounsellingOffice(index.Indexed, models.Model):
    """Where a reader gets advice. `languages` holds BCP 47 codes, `access` values of `Access`."""

    name = models.CharField(_("name"), max_length=120)
    provider = models.CharField(_("provider (Träger)"), max_length=120)
    service = models.CharField(_("what it does"), max_length=10, choices=Service.choices)
    languages = models.JSONField(_("languages spoken there"), default=list)
    district = models.CharField(_("district"), max_length=60, db_index=True)
    address = models.TextField(_("address"), help_text=_("Street and number, then postal code and town, on two lines."))
    phone = models.CharField(_("phone"), max_length=40, validators=[PHONE])
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    hours = StreamField([("hours", HoursBlock())], verbose_name=_("opening hours"), blank=True)
    access = models.JSONField(_("accessibility"), default=list, blank=True)
    note = models.CharField(
        _("note in German"), max_length=240, blank=True, help_text=_("Not translated; readers see it marked as German.")
    )
    is_shown = models.BooleanField(_("shown to readers"), default=True)
    is_invented = models.BooleanField(_("invented for the demo"), default=False, editable=False)

    objects = CounsellingOfficeQuerySet.as_manager()

    base_form_class: ClassVar[type[OfficeForm]] = OfficeForm
    panels: ClassVar[list[Any]] = [
        *(FieldPanel(field) for field in ("name", "provider", "service", "is_shown", "languages", "district")),
        *(FieldPanel(field) for field in ("address", "phone", "email", "website", "hours", "access", "note")),
    ]
    search_fields: ClassVar[list[Any]] = [
        *found_by("name", "provider", "district"),
        index.FilterField("is_shown"),
    ]

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        verbose_name = _("counselling office")
        verbose_name_plural = _("counselling offices")

    def __str__(self) -> str:
        return self.name

    @property
    def submits(self) -> bool:
        return self.service == Service.SUBMITS

    @property
    def anchor(self) -> str:
        return f"stelle-{self.pk}"

    @property
    def languages_by_own_name(self) -> list[SpokenLanguage]:
        return [spoken(code) for code in self.languages]

    @property
    def access_labels(self) -> list[str]:
        return [str(Access(value).label) for value in self.access if value in Access.values]

    @property
    def map_address(self) -> str:
        """A plain link: nothing is asked of the map's server before a reader follows it."""
        return f"https://www.openstreetmap.org/search?query={quote(' '.join(self.address.split()))}"
