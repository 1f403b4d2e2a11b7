"""Counselling offices narrowed down by language and district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from pages.models.offices import CounsellingOffice
from pages.spoken import SpokenLanguage, spoken


@dataclass(frozen=True)
class Directory:
    """All offices with what a reader asked for; unknown wishes count as none."""

    offices: Sequence[CounsellingOffice]
    language: str = ""
    district: str = ""

    @classmethod
    def asked(cls, offices: Sequence[CounsellingOffice], wishes: Mapping[str, str]) -> Self:
        everything = cls(offices)
        language, district = wishes.get("sprache", ""), wishes.get("bezirk", "")
        return cls(
            offices,
            language if language in {code for code, _language in everything.languages} else "",
            district if district in everything.districts else "",
        )

    @cached_property
    def found(self) -> list[CounsellingOffice]:
        return [
            office
            for office in self.offices
            if self.language in ("", *office.languages) and self.district in ("", office.district)
        ]

    @cached_property
    def languages(self) -> list[tuple[str, SpokenLanguage]]:
        """Every language some office speaks, by its own name."""
        codes = {code for office in self.offices for code in office.languages}
        return sorted(((code, spoken(code)) for code in codes), key=lambda entry: entry[1].own_name.casefold())

    @cached_property
    def districts(self) -> list[str]:
        return sorted({office.district for office in self.offices})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.language or self.district)
