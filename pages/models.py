"""The kinds of public pages."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from pages.addresses import RESERVED_SLUGS
from pages.blocks import BodyBlock, StepBlock
from pages.translations import alternates_of, state_of


class PublicPage(Page):
    """A page anyone may read. It has the same path in each language."""

    lead = models.TextField(gettext_lazy("opening sentence"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=gettext_lazy("content"), blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
    ]
    api_fields: ClassVar[list[Any]] = [APIField("lead"), APIField("body")]
    translatable_fields: ClassVar[list[Any]] = [
        TranslatableField("title"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        TranslatableField("lead"),
        TranslatableField("body"),
        SynchronizedField("slug", overridable=False),
        SynchronizedField("show_in_menus", overridable=False),
    ]
    private_page_options: ClassVar[list[str]] = []
    content_template: ClassVar[str] = "pages/_content.html"

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError(
                {"slug": _("The address “%(slug)s” belongs to the system. Choose another one.") % {"slug": self.slug}}
            )

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return "pages/page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        origin = request.build_absolute_uri("/").rstrip("/")
        return {**context, "state": state_of(self), "alternates": alternates_of(self), "origin": origin}


class HomePage(PublicPage):
    """The first page of a language."""

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    content_template: ClassVar[str] = "pages/_home.html"

    class Meta:
        verbose_name = gettext_lazy("home page")
        verbose_name_plural = gettext_lazy("home pages")


class InfoPage(PublicPage):
    """A page of free content. On the first level it stands in the main menu or else in the footer."""

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage", "pages.InfoPage"]

    class Meta:
        verbose_name = gettext_lazy("information page")
        verbose_name_plural = gettext_lazy("information pages")


class ProcessPage(PublicPage):
    """A course of action as numbered steps, such as “So läuft es ab”."""

    steps = StreamField([("step", StepBlock())], verbose_name=gettext_lazy("steps"))

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("steps"),
        FieldPanel("body"),
    ]
    search_fields: ClassVar[list[Any]] = [*PublicPage.search_fields, index.SearchField("steps")]
    api_fields: ClassVar[list[Any]] = [APIField("lead"), APIField("steps"), APIField("body")]
    translatable_fields: ClassVar[list[Any]] = [*PublicPage.translatable_fields, TranslatableField("steps")]
    content_template: ClassVar[str] = "pages/_process.html"

    class Meta:
        verbose_name = gettext_lazy("page of steps")
        verbose_name_plural = gettext_lazy("pages of steps")
