"""The page that explains all legal words."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pages.models.public import PublicPage
from pages.models.terms import GlossaryTerm


class GlossaryPage(PublicPage):
    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    content_template: ClassVar[str] = "pages/_glossary.html"
    is_sensitive: ClassVar[bool] = True

    class Meta:
        verbose_name = _("glossary page")
        verbose_name_plural = _("glossary pages")

    def content_context(self, request: HttpRequest) -> dict[str, Any]:
        language = get_language() or settings.LANGUAGE_CODE
        terms = GlossaryTerm.objects.translated_or_german(language)
        return {"terms": terms, "texts_shown": [term for term in terms if term.language == language]}

    def explained_words(self) -> list[GlossaryTerm]:
        """None: each word stands here anyway."""
        return []
