"""Who sits on the board, and what it did in a year."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from pages.blocks import SeatBlock
from pages.board_work import released_figures
from pages.figures import YearBlock
from pages.models.public import PublicPage


class BoardPage(PublicPage):
    """The four seats (seed R10); a seat without a name is vacant."""

    seats = StreamField([("seat", SeatBlock())], verbose_name=_("seats"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    own_texts: ClassVar[tuple[str, ...]] = ("seats",)
    content_template: ClassVar[str] = "pages/_board.html"

    class Meta:
        verbose_name = _("page on the board")
        verbose_name_plural = _("pages on the board")


class FiguresPage(PublicPage):
    """Yearly figures; small numbers are suppressed before they are stored (see `pages.figures`)."""

    years = StreamField([("year", YearBlock())], verbose_name=_("years"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    own_texts: ClassVar[tuple[str, ...]] = ("years",)
    content_template: ClassVar[str] = "pages/_figures.html"

    class Meta:
        verbose_name = _("page of yearly figures")
        verbose_name_plural = _("pages of yearly figures")

    def content_context(self, request: HttpRequest) -> dict[str, Any]:
        return {"reports": released_figures()}
