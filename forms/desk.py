"""How the two people at one desk read the form: which language stands beside German, and what of both is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self

from forms.reading_languages import GERMAN, reading_language_of, reading_languages


class Shows(StrEnum):
    BOTH = "both"
    GERMAN = "german"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Desk:
    """`chosen` is a language of the site; while nobody has chosen one ("") the answer about the person's counts."""

    chosen: str = ""
    shows: Shows = Shows.BOTH

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        shows = data.get("shows")
        return cls(str(data.get("chosen", "")), Shows(shows) if shows in set(Shows) else Shows.BOTH)

    def as_data(self) -> dict[str, str]:
        return {"chosen": self.chosen, "shows": self.shows.value}

    def language(self, spoken: Any) -> str:
        """The language beside German; "" for German alone. `spoken` is the answer about the person's language."""
        if not self.chosen:
            return reading_language_of(str(spoken or ""))
        return "" if self.chosen == GERMAN else self.chosen

    def choose(self, language: str, shows: str) -> "Desk":
        """As a page asks for it; what is no language of the site and no way to show it changes nothing.

        Another language is shown at once, whatever was hidden before.
        """
        offered = {GERMAN, *(one.code for one in reading_languages())}
        if shows in set(Shows):
            return replace(self, shows=Shows(shows))
        if language in offered and language != self.chosen:
            return Desk(language)
        return self
