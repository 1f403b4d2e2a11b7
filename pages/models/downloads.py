"""Consent sheets and leaflets to take along."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from pages.blocks import DownloadBlock
from pages.models.public import PublicPage


class DownloadsPage(PublicPage):
    downloads = StreamField([("download", DownloadBlock())], verbose_name=_("downloads"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    own_texts: ClassVar[tuple[str, ...]] = ("downloads",)
    content_template: ClassVar[str] = "pages/_downloads.html"

    class Meta:
        verbose_name = _("page of downloads")
        verbose_name_plural = _("pages of downloads")
