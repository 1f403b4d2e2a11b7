"""What a ledger remembers beside the answers: who saved what when, what clashed, what is asked no more."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One save of one place: the ledger's version after it, the value before it, who saved, when (ISO time), and from
    which page, "" where that was none."""

    version: int
    before: Any
    by: str
    at: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class PastProposal:
    """What the system proposed at a place: shown by pages of the versions from `began` until before `ended`."""

    began: int
    ended: int
    value: Any


@dataclass(frozen=True, slots=True)
class Rival:
    """A value typed while somebody else saved another one; a person chooses."""

    value: Any
    by: str
    at: str

    @property
    def mark(self) -> str:
        """Its name on a page; the same for as long as it waits, whatever is typed beside it."""
        return hashlib.sha256(json.dumps(self.value, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Settled:
    """An answer that a person gave up when she settled a clash: the ledger's version since then, and who that was.

    The page of somebody else may still show it and let her choose otherwise.
    """

    version: int
    rival: Rival
    by: str
    at: str

    @classmethod
    def from_data(cls, data: Sequence[Any]) -> "Settled":
        version, rival, by, at = data
        return cls(version, Rival(*rival), by, at)

    def as_data(self) -> list[Any]:
        return [self.version, [self.rival.value, self.rival.by, self.rival.at], self.by, self.at]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who saves (a name to be shown to colleagues), when (ISO time), and from which page ("" from none)."""

    by: str
    at: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class Former:
    """An answer, in words, to a question that the draft's form no longer asks (see `forms.changeover`).

    `source` names the page and the place of a text that somebody may still be typing on; "" for any other.
    """

    label: str
    answer: str
    source: str = ""

    def as_data(self) -> list[str]:
        return [self.label, self.answer, *([self.source] if self.source else [])]
