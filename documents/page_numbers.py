"""Page numbers of a bundle that is issued again: what stands there keeps its numbers, what is new gets further ones.

So a note like "page 57" holds from the first issue to the last. Numbers of what has gone are given to nothing else, and
sheets that have grown go on with letters (2, 2a, 2b).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Self
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Span:
    """Page numbers from `first` on."""

    first: int
    pages: int

    @property
    def last(self) -> int:
        return self.first + self.pages - 1

    def labels(self, pages: int) -> list[str]:
        """The numbers of so many pages; those beyond the span bear its last number and letters."""
        kept = [str(self.first + place) for place in range(min(pages, self.pages))]
        return kept + [f"{self.last}{_letters(place)}" for place in range(pages - self.pages)]


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbers of one issue: sheets in front and behind, each dossier, and the highest number ever given."""

    front: Span
    back: Span
    dossiers: Mapping[UUID, Span]
    highest: int

    @classmethod
    def first_issue(cls, *, front: int, dossiers: Sequence[tuple[UUID, int]], back: int) -> Self:
        """One behind the other."""
        spans, following = {}, front + 1
        for dossier, pages in dossiers:
            spans[dossier] = Span(following, pages)
            following += pages
        return cls(Span(1, front), Span(following, back), spans, following + back - 1)

    def next_issue(self, dossiers: Sequence[tuple[UUID, int]]) -> "Numbering":
        """The same for what stands in it already; all else follows the highest number, in order."""
        spans, highest = {}, self.highest
        for dossier, pages in dossiers:
            spans[dossier] = self.dossiers.get(dossier) or Span(highest + 1, pages)
            highest = max(highest, spans[dossier].last)
        return Numbering(self.front, self.back, spans, highest)

    def is_later(self, dossier: UUID) -> bool:
        """It was not in the first issue: it stands behind the last sheets."""
        return self.dossiers[dossier].first > self.back.first


def _letters(place: int) -> str:
    """a to z, then aa, ab and so on."""
    before, own = divmod(place, len(ascii_lowercase))
    return (_letters(before - 1) if before else "") + ascii_lowercase[own]
