"""Consent sheets and leaflets to take along."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from pages.blocks import DownloadBlock
from pages.models.public import PublicPage, content_panels


class DownloadsPage(PublicPage):
    downloads = StreamField([("download", DownloadBlock())], verbose_name=_("downloads"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    content_panels: ClassVar[list[Any]] = content_panels("downloads")
    search_fields: ClassVar[list[Any]] = [*PublicPage.search_fields, index.SearchField("downloads")]
    api_fields: ClassVar[list[Any]] = [*PublicPage.api_fields, APIField("downloads")]
    translatable_fields: ClassVar[list[Any]] = [*PublicPage.translatable_fields, TranslatableField("downloads")]
    content_template: ClassVar[str] = "pages/_downloads.html"

    class Meta:
        verbose_name = _("page of downloads")
        verbose_name_plural = _("pages of downloads")
