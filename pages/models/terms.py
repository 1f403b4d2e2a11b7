"""Legal words explained. The German word stays beside each translation, because it stands in the letters."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail.search.queryset import SearchableQuerySetMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from pages.word_forms import found_by


class GlossaryTermQuerySet(SearchableQuerySetMixin, models.QuerySet["GlossaryTerm"]):
    def readable_in(self, language: str) -> Self:
        """The terms of a language and the German ones; see `translated_or_german`."""
        return self.filter(locale__language_code__in=(language, settings.LANGUAGE_CODE)).select_related("locale")

    def translated_or_german(self, language: str) -> "list[GlossaryTerm]":
        """Each term once, in this language where it is translated; in the order of its word."""
        terms: dict[Any, GlossaryTerm] = {}
        for term in sorted(self.readable_in(language), key=lambda term: term.language == language):
            german = terms.get(term.translation_key, term)
            term.german_explanation = german.explanation
            terms[term.translation_key] = term
        return sorted(terms.values(), key=lambda term: term.word.casefold())


class GlossaryTerm(TranslatableMixin, index.Indexed, models.Model):
    word = models.CharField(_("word"), max_length=80)
    german_word = models.CharField(
        _("German legal word"), max_length=80, help_text=_("As it stands in letters; the same in each language.")
    )
    explanation = models.TextField(_("explanation"), help_text=_("Two or three short sentences."))

    german_explanation = ""
    """Known where the terms of a language were read together with the German ones."""

    objects = GlossaryTermQuerySet.as_manager()

    panels: ClassVar[list[Any]] = [FieldPanel("word"), FieldPanel("german_word"), FieldPanel("explanation")]
    search_fields: ClassVar[list[Any]] = [
        *found_by("word", "german_word", "explanation"),
        index.RelatedFields("locale", [index.FilterField("language_code")]),
        index.FilterField("locale_id"),
    ]
    translatable_fields: ClassVar[list[Any]] = [
        TranslatableField("word"),
        TranslatableField("explanation"),
        SynchronizedField("german_word", overridable=False),
    ]

    class Meta:
        ordering: ClassVar[list[str]] = ["german_word"]
        unique_together: ClassVar[list[tuple[str, str]]] = [("translation_key", "locale")]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    def __str__(self) -> str:
        return f"{self.word} ({self.german_word})" if self.lacks_german else self.word

    @property
    def lacks_german(self) -> bool:
        """Must the German word be added? Some translations hold it already."""
        return self.german_word.casefold() not in self.word.casefold()

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    @property
    def anchor(self) -> str:
        """The same in each language."""
        return f"wort-{slugify(self.german_word)}"
