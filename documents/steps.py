"""Results of single steps, kept sealed under a key of their inputs, so that a second run reuses what is there.

Keys are HMACs under the case's own key: nothing is shared between cases, and a key tells nothing outside its case.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from documents import sealed_files, vault
from documents.file_objects import Buffer

Read = TypeVar("Read")


class StepResult(models.Model):
    """What one step made of one set of inputs."""

    subject = models.UUIDField(db_index=True)
    key = models.CharField(max_length=64)
    file = models.CharField(max_length=sealed_files.NAME_LENGTH)
    sealed_facts = models.BinaryField()
    about = models.UUIDField(null=True, db_index=True)  # an upload that it has to go with
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("step result")
        verbose_name_plural = _("step results")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subject", "key"], name="step_result_once")
        ]

    def __str__(self) -> str:
        return self.key


@dataclass(frozen=True, slots=True)
class Made:
    """A step's bytes and the JSON facts beside them."""

    data: bytes
    facts: Any


@dataclass(frozen=True, slots=True)
class Stored:
    """A step's bytes in their sealed file, and the JSON facts beside them."""

    subject: UUID
    key: str
    file: str
    facts: Any

    def pieces(self) -> Iterator[bytes]:
        """Raises as `sealed_files.read_chunks`."""
        return sealed_files.read_chunks(self.subject, f"step/{self.key}", self.file)


def key_of(subject: UUID, step: str, *inputs: bytes) -> str:
    """The key of a step: its name with its version, and everything that goes in."""
    return vault.fingerprint(subject, step.encode(), *inputs)


def find(subject: UUID, key: str) -> Made | None:
    """What was kept under the key; None where nothing is, or nothing readable. Raises keystore.KeyMissing."""
    found = _found(subject, key, b"".join)
    return Made(found[1], found[0].facts) if found is not None else None


def find_stored(subject: UUID, key: str) -> Stored | None:
    """As `find`, read to its end once, but never held as a whole."""
    found = _found(subject, key, lambda pieces: deque(pieces, maxlen=0))
    return found[0] if found is not None else None


def _found(subject: UUID, key: str, read: Callable[[Iterator[bytes]], Read]) -> tuple[Stored, Read] | None:
    row = StepResult.objects.filter(subject=subject, key=key).first()
    if row is None:
        return None
    try:
        stored = Stored(subject, key, row.file, vault.unseal_json(subject, f"step/{key}/facts", row.sealed_facts))
        return stored, read(stored.pieces())
    except (vault.SealBroken, FileNotFoundError):
        row.delete()
        return None


def keep(subject: UUID, key: str, made: Made, *, about: UUID | None = None) -> Made:
    """Keep a result; where another worker was faster, its result stays and the file here is swept.

    `about` is what it has to go with, see `forget`.
    """
    keep_file(subject, key, write(subject, key, (made.data,)), made.facts, about=about)
    return made


def write(subject: UUID, key: str, pieces: Iterable[Buffer]) -> str:
    """Seal a result piece by piece, before its facts are known; returns the file for `keep_file`."""
    return sealed_files.write(subject, f"step/{key}", pieces)


def keep_file(subject: UUID, key: str, file: str, facts: Any, *, about: UUID | None = None) -> Stored:
    """As `keep`, for what `write` wrote."""
    sealed = vault.seal_json(subject, f"step/{key}/facts", facts)
    kept = {"file": file, "sealed_facts": sealed, "about": about}
    StepResult.objects.get_or_create(subject=subject, key=key, defaults=kept)
    return Stored(subject, key, file, facts)


def forget(subject: UUID, about: UUID) -> None:
    """Delete what was made of one thing alone, in the caller's transaction; the files go after the commit."""
    results = StepResult.objects.filter(subject=subject, about=about)
    transaction.on_commit(partial(sealed_files.remove, *results.values_list("file", flat=True)))
    results.delete()


def _file_names() -> Iterator[str]:
    yield from StepResult.objects.values_list("file", flat=True)


sealed_files.register_holder(_file_names)
