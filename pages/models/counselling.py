"""The directory of counselling offices."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from pages.blocks import PointsBlock, SentenceBlock
from pages.models.directory import Directory
from pages.models.offices import CounsellingOffice
from pages.models.public import PublicPage


class CounsellingPage(PublicPage):
    bring_title = models.CharField(_("heading above what to bring"), max_length=120, blank=True)
    bring = StreamField(PointsBlock(), verbose_name=_("what to bring"), blank=True)
    sentences_title = models.CharField(_("heading above the German sentences"), max_length=120, blank=True)
    sentences = StreamField([("sentence", SentenceBlock())], verbose_name=_("German sentences"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    own_texts: ClassVar[tuple[str, ...]] = ("bring_title", "bring", "sentences_title", "sentences")
    content_template: ClassVar[str] = "pages/_counselling.html"
    is_sensitive: ClassVar[bool] = True

    class Meta:
        verbose_name = _("directory of counselling offices")
        verbose_name_plural = _("directories of counselling offices")

    def content_context(self, request: HttpRequest) -> dict[str, Any]:
        directory = Directory.asked(list(CounsellingOffice.objects.shown()), request.GET)
        return {"directory": directory}
