"""Consent sheets and leaflets to take along."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page

from pages.blocks import DownloadBlock, SheetBlock
from pages.finding import open_pages
from pages.models.public import PublicPage


@dataclass(frozen=True)
class Leaflet:
    """A page whose sheet is offered, in the reader's language where it is translated, or else in German."""

    page: Page
    is_translation: bool
    is_left_german: bool


class DownloadsPage(PublicPage):
    downloads = StreamField(
        [("download", DownloadBlock()), ("sheet", SheetBlock())], verbose_name=_("downloads"), blank=True
    )

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    own_texts: ClassVar[tuple[str, ...]] = ("downloads",)
    content_template: ClassVar[str] = "pages/_downloads.html"

    class Meta:
        verbose_name = _("page of downloads")
        verbose_name_plural = _("pages of downloads")

    def content_context(self, request: HttpRequest) -> dict[str, Any]:
        files = [block.value for block in self.downloads.blocks_by_name("download")]
        return {"files": files, "leaflets": list(self._leaflets())}

    def _leaflets(self) -> Iterator[Leaflet]:
        """In the order of the chosen pages, which are read together with their translations in one query."""
        chosen = [block["value"]["page"] for block in self.downloads.raw_data if block["type"] == "sheet"]
        keys = Page.objects.filter(pk__in=chosen).values("translation_key")
        languages = (settings.LANGUAGE_CODE, self.locale.language_code)
        pages = open_pages().filter(translation_key__in=keys, locale__language_code__in=languages)
        versions = {(page.translation_key, page.locale.language_code): page for page in pages.select_related("locale")}
        keys_of = {page.pk: page.translation_key for page in versions.values()}
        for key in filter(None, map(keys_of.get, chosen)):
            german, own = (versions.get((key, language)) for language in languages)
            if page := own or german:
                yield Leaflet(page, is_translation=page != german, is_left_german=own is None)
