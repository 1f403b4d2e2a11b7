"""News, and events where people exchange views."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.board_work import public_exchanges
from pages.models.public import PublicPage


class NewsIndexPage(PublicPage):
    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    subpage_types: ClassVar[list[str]] = ["pages.NewsPage", "pages.EventPage"]
    content_template: ClassVar[str] = "pages/_news_index.html"

    class Meta:
        verbose_name = _("news overview")
        verbose_name_plural = _("news overviews")

    def content_context(self, request: HttpRequest) -> dict[str, Any]:
        news = NewsPage.objects.live().child_of(self).order_by("-dated")[:50]
        events = list(EventPage.objects.live().child_of(self).order_by("starts_at"))
        return {
            "news": news,
            "exchanges": [event for event in public_exchanges() if not event.is_over],
            "coming": [event for event in events if not event.is_over],
            "past": [event for event in reversed(events) if event.is_over][:20],
        }


class NewsItem(PublicPage):
    """What stands below the overview and leads back to it."""

    class Meta:
        abstract = True

    def content_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"parent": self.get_parent()}


class NewsPage(NewsItem):
    dated = models.DateField(_("date"), default=timezone.localdate)

    parent_page_types: ClassVar[list[str]] = ["pages.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    own_facts: ClassVar[tuple[str, ...]] = ("dated",)
    content_template: ClassVar[str] = "pages/_news.html"

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")


class EventPage(NewsItem):
    """An exchange event of the board (seed R5, R29): public, never a meeting about cases."""

    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True, help_text=_("Name of the house and room."))
    address = models.CharField(_("address"), max_length=160, blank=True)
    online = models.URLField(_("address of the video meeting"), blank=True)

    own_facts: ClassVar[tuple[str, ...]] = ("starts_at", "ends_at", "place", "address", "online")
    parent_page_types: ClassVar[list[str]] = ["pages.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_template: ClassVar[str] = "pages/_event.html"

    class Meta:
        verbose_name = _("exchange event")
        verbose_name_plural = _("exchange events")

    def clean(self) -> None:
        super().clean()
        if self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must lie after the beginning.")})

    @property
    def is_over(self) -> bool:
        return bool((self.ends_at or self.starts_at) < timezone.now())
