"""What differs between two compiled versions of a dossier, part by part, so that nobody has to read all of it again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from documents import vault
from documents.dossiers import Dossier


class Kind(StrEnum):
    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A part of the newer version that the older one has not, or has otherwise. Pages count from 1."""

    kind: Kind
    title: str
    first_page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Changes:
    """All that is new in a version. Parts that are gone are not named: they may have been withdrawn."""

    parts: tuple[Change, ...]

    @property
    def new_pages(self) -> int:
        return sum(part.pages for part in self.parts if part.kind is Kind.NEW)

    @property
    def changed_pages(self) -> int:
        return sum(part.pages for part in self.parts if part.kind is Kind.CHANGED)


def changes_between(older: Dossier, newer: Dossier) -> Changes | None:
    """Compare two versions of one case; None where the older one is no longer to be had.

    Raises vault.SealBroken, keystore.KeyMissing, keystore.KeyUnreadable.
    """
    if not (older.is_ready and newer.is_ready):
        return None
    before = {key: said for _part, contents in _parts(older) for key, said in contents.items()}
    return Changes(tuple(_compared(newer, before)))


def _compared(newer: Dossier, before: Mapping[str, bytes]) -> Iterator[Change]:
    for part, contents in _parts(newer):
        if any(before.get(key) != said for key, said in contents.items()):
            kind = Kind.NEW if before.keys().isdisjoint(contents) else Kind.CHANGED
            yield Change(kind, part["title"], part["first_page"], part["pages"])


def _parts(dossier: Dossier) -> Iterator[tuple[Mapping[str, Any], Mapping[str, bytes]]]:
    """Each part behind cover and contents, and what it says: the bytes by section's code or attachment's key.

    Sections that share pages are one part, whose title names each of them.
    """
    content, manifest = dossier.order().content, dossier.manifest()
    parts = manifest["parts"][1:]
    fronts = parts[: len(parts) - len(content.attachments)]
    sections = {raw["code"]: vault.canonical(raw) for raw in content.as_data()["sections"]}
    for part in fronts:
        codes = [name.split(" ", 1)[0] for name in part["title"].split(" · ")]
        yield part, {code: sections[code] for code in codes if code in sections}
    for attachment, part in zip(content.attachments, parts[len(fronts) :], strict=True):
        files = [
            [file["sha256"], file["status"]] for file in manifest["inputs"] if file["attachment"] == attachment.key
        ]
        yield part, {attachment.key: vault.canonical([attachment.title, files])}
