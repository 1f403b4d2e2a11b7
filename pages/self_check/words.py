"""The texts of the self-check as a reader meets them: in her language, with the German beside what nobody checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Self

from django.conf import settings
from wagtail_localize.models import StringTranslation

from forms.self_check import SelfCheck
from pages.languages import KNOWN
from pages.models import SelfCheckTexts, block_id
from pages.releases import shown_codes
from pages.translations import Alternate, TranslationState, state_of


@dataclass(frozen=True, slots=True)
class Words:
    """One text. `german` is set where the German belongs beside it."""

    text: str
    language: str
    german: str = ""

    @property
    def direction(self) -> str:
        return KNOWN[self.language].direction


@dataclass(frozen=True, slots=True)
class Wording:
    """Every text of a self-check in one language. What has no translation of today's German is German."""

    german: Mapping[str, str]
    translated: Mapping[str, str]
    language: str
    state: TranslationState | None = None

    @classmethod
    def of(cls, check: SelfCheck, language: str) -> Self:
        german = dict(check.texts())
        texts = SelfCheckTexts.objects.filter(locale__language_code=language).select_related("locale").first()
        if language == settings.LANGUAGE_CODE or texts is None:
            return cls(german, {}, language)
        made = _made_from(texts)
        current = {
            place: text for place, text in texts.by_place(german).items() if (block_id(place), german[place]) in made
        }
        return cls(german, current, language, state_of(texts))

    @property
    def is_missing(self) -> bool:
        return not self.translated and self.language != settings.LANGUAGE_CODE

    @property
    def needs_german(self) -> bool:
        return self.state is not None and self.state.needs_care

    def said(self, place: str) -> Words:
        """For the screen."""
        words = self.on_paper(place)
        return words if self.needs_german else Words(words.text, words.language)

    def on_paper(self, place: str) -> Words:
        """For someone who reads German: always beside the translation."""
        german = self.german[place]
        if place not in self.translated:
            return Words(german, settings.LANGUAGE_CODE)
        return Words(self.translated[place], self.language, german)


def alternates() -> list[Alternate]:
    """The languages the questions can be read in, for `hreflang`."""
    found = set(SelfCheckTexts.objects.values_list("locale__language_code", flat=True))
    return [
        Alternate(code, f"/{code}/pruefen/")
        for code in shown_codes()
        if code in found or code == settings.LANGUAGE_CODE
    ]


def _made_from(texts: SelfCheckTexts) -> set[tuple[str, str]]:
    """The blocks that were translated, each with the German it was translated from."""
    entries = StringTranslation.objects.filter(
        locale=texts.locale, context__object_id=texts.translation_key, has_error=False
    )
    rows = entries.values_list("context__path", "translation_of__data")
    return {(path.removeprefix("texts."), unescape(data)) for path, data in rows}
