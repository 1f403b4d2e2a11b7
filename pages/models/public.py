"""What every public page has in common, the home page, and the page of free content."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from pages.addresses import RESERVED_SLUGS, address_of
from pages.blocks import BodyBlock
from pages.editing.panels import HintsPanel
from pages.honesty import keep_honest, require_translation
from pages.media_blocks import MediaBlock
from pages.models.contacts import Contact
from pages.models.terms import GlossaryTerm
from pages.originals import originals_for
from pages.translations import alternates_of, states_as_shown
from pages.word_forms import found_by


def content_panels(*fields: str) -> list[Any]:
    """The editor's fields of one kind of page: title and lead first, free content and media last."""
    panels = (FieldPanel(field) for field in ("lead", *fields, "body", "media"))
    return [*Page.content_panels, *panels, HintsPanel(heading=gettext_lazy("Hints on the text"))]


class PublicPage(Page):
    """A page anyone may read. It has the same path in each language.

    A kind of page names its own fields once, in `own_texts` and `own_facts`; editor, search, API and translation take
    them from there.
    """

    lead = models.TextField(gettext_lazy("opening sentence"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=gettext_lazy("content"), blank=True)
    media = StreamField(MediaBlock(), verbose_name=gettext_lazy("recordings and sign-language videos"), blank=True)
    review_on = models.DateField(
        gettext_lazy("to be reviewed on"),
        null=True,
        blank=True,
        help_text=gettext_lazy("From this day on the editors are reminded to read the page again."),
    )

    own_texts: ClassVar[tuple[str, ...]] = ()
    """Fields of this kind that are translated and found by the search."""
    own_facts: ClassVar[tuple[str, ...]] = ()
    """Fields of this kind that are the same in every language."""
    is_sensitive: ClassVar[bool] = False
    """Must show the German text beside a translation that nobody has checked yet."""

    content_panels: ClassVar[list[Any]] = content_panels()
    settings_panels: ClassVar[list[Any]] = [FieldPanel("review_on"), *Page.settings_panels]
    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        *found_by("lead", "body"),
    ]
    api_fields: ClassVar[list[Any]] = [APIField("lead"), APIField("body"), APIField("media")]
    translatable_fields: ClassVar[list[Any]] = [
        TranslatableField("title"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        TranslatableField("lead"),
        TranslatableField("body"),
        TranslatableField("media"),
        SynchronizedField("slug", overridable=False),
        SynchronizedField("show_in_menus", overridable=False),
        SynchronizedField("review_on", overridable=False),
    ]
    private_page_options: ClassVar[list[str]] = []
    content_template: ClassVar[str] = "pages/_content.html"

    class Meta:
        abstract = True

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = (*cls.own_texts, *cls.own_facts)
        cls.content_panels = content_panels(*own)
        cls.search_fields = [*PublicPage.search_fields, *found_by(*cls.own_texts)]
        cls.api_fields = [*PublicPage.api_fields, *map(APIField, own)]
        cls.translatable_fields = [
            *PublicPage.translatable_fields,
            *map(TranslatableField, cls.own_texts),
            *(SynchronizedField(name, overridable=False) for name in cls.own_facts),
        ]

    def clean(self) -> None:
        super().clean()
        require_translation(self)
        if self.slug in RESERVED_SLUGS:
            raise ValidationError(
                {"slug": _("The address “%(slug)s” belongs to the system. Choose another one.") % {"slug": self.slug}}
            )

    def save(self, clean: bool = True, **options: Any) -> None:
        keep_honest(self, is_validated=clean)
        super().save(clean=clean, **options)

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return "pages/page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        around = {"alternates": alternates_of(self), "glossary": self.explained_words()}
        return {**context, **around, **self.shown_context(request)}

    def shown_context(self, request: HttpRequest) -> dict[str, Any]:
        """The content with what must be told about it as a translation, wherever the page is shown whole."""
        content = self.content_context(request)
        states = states_as_shown([self, *content.get("texts_shown", [])], self.locale.language_code)
        state = states[self.translation_key]
        told = {
            "state": state,
            "unchecked": {key for key, state in states.items() if state.needs_care},
            "originals": originals_for(self, state),
            "german_address": address_of(self.url_path, settings.LANGUAGE_CODE),
        }
        return {**told, **content}

    def content_context(self, request: HttpRequest) -> dict[str, Any]:
        """What `content_template` needs besides the page itself, wherever the content is shown.

        `texts_shown`: other texts in the language of the page that stand on it; `unchecked` then holds the keys of
        those whose German must be shown beside them.
        """
        return {}

    def explained_words(self) -> list[GlossaryTerm]:
        """The words that are explained where this page uses them, in the reader's language."""
        return GlossaryTerm.objects.translated_or_german(get_language() or settings.LANGUAGE_CODE)

    @cached_property
    def contacts(self) -> dict[str, Contact]:
        """The contacts by role; blocks ask the page, so that several of them cost one query."""
        return Contact.objects.by_role()


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
