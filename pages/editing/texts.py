"""The texts editors look after: every German page and every German snippet that is translated, by one key."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.admin.utils import quote
from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.models import Page

from pages.languages import KNOWN, Language
from pages.texts import german, key_of, snippet_kinds

HOME_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Text:
    """One German page or snippet. `kind` is the name of its model for people, `depth` its place below the home page."""

    key: UUID
    title: str
    kind: str
    depth: int
    is_live: bool
    german: Model

    @property
    def edit_url(self) -> str:
        if isinstance(self.german, Page):
            return reverse("wagtailadmin_pages:edit", args=[self.german.pk])
        meta = self.german._meta
        return reverse(f"wagtailsnippets_{meta.app_label}_{meta.model_name}:edit", args=[quote(self.german.pk)])


def all_texts() -> list[Text]:
    """Pages in the order of the tree, then snippets kind by kind; one query for pages and one for each kind."""
    pages = Page.objects.filter(locale__language_code=german(), depth__gte=HOME_DEPTH).order_by("path")
    return [*map(_page, pages), *_snippets()]


def text_of(key: UUID) -> Text:
    """Raises Http404."""
    page = Page.objects.filter(translation_key=key, locale__language_code=german()).first()
    if page is not None:
        return _page(page.specific)
    for model in snippet_kinds():
        snippet = model._default_manager.filter(translation_key=key, locale__language_code=german()).first()
        if snippet is not None:
            return _snippet(snippet)
    raise Http404


def translation_of(text: Text, language: str) -> Model | None:
    """The page or snippet of another language, live or not."""
    model: Any = Page if isinstance(text.german, Page) else type(text.german)
    found: Model | None = model._default_manager.filter(
        translation_key=text.key, locale__language_code=language
    ).first()
    return getattr(found, "specific", found)


def target_languages() -> list[Language]:
    """The languages of the site that are translated into, in their order."""
    return [KNOWN[code] for code, _name in settings.LANGUAGES if code != german()]


def target_language(code: str) -> Language:
    """Raises Http404."""
    found = next((language for language in target_languages() if language.code == code), None)
    if found is None:
        raise Http404
    return found


def _snippets() -> Iterator[Text]:
    for model in snippet_kinds():
        rows: QuerySet[Any] = model._default_manager.filter(locale__language_code=german())
        yield from (_snippet(row) for row in rows)


def _page(page: Page) -> Text:
    kind = page.cached_content_type.model_class() or Page
    return Text(
        page.translation_key,
        page.title,
        capfirst(str(kind._meta.verbose_name)),
        page.depth - HOME_DEPTH,
        page.live,
        page,
    )


def _snippet(snippet: Model) -> Text:
    is_live = getattr(snippet, "live", True)
    return Text(key_of(snippet), str(snippet), capfirst(str(snippet._meta.verbose_name)), 0, is_live, snippet)
