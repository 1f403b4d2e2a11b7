"""Results of single steps, kept sealed under a key of their inputs, so that a second run reuses what is there.

Keys are HMACs under the case's own key: nothing is shared between cases, and a key tells nothing outside its case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents import sealed_files, vault


class StepResult(models.Model):
    """What one step made of one set of inputs."""

    subject = models.UUIDField(db_index=True)
    key = models.CharField(max_length=64)
    file = models.CharField(max_length=sealed_files.NAME_LENGTH)
    sealed_facts = models.BinaryField()
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


def key_of(subject: UUID, step: str, *inputs: bytes) -> str:
    """The key of a step: its name with its version, and everything that goes in."""
    return vault.fingerprint(subject, step.encode(), *inputs)


def find(subject: UUID, key: str) -> Made | None:
    """What was kept under the key; None where nothing is, or nothing readable. Raises keystore.KeyMissing."""
    row = StepResult.objects.filter(subject=subject, key=key).first()
    if row is None:
        return None
    try:
        facts = vault.unseal_json(subject, f"step/{key}/facts", row.sealed_facts)
        return Made(sealed_files.read(subject, f"step/{key}", row.file), facts)
    except (vault.SealBroken, FileNotFoundError):
        row.delete()
        return None


def keep(subject: UUID, key: str, made: Made) -> Made:
    """Keep a result; where another worker was faster, its result stays and the file here is swept."""
    StepResult.objects.get_or_create(
        subject=subject,
        key=key,
        defaults={
            "file": sealed_files.write(subject, f"step/{key}", made.data),
            "sealed_facts": vault.seal_json(subject, f"step/{key}/facts", made.facts),
        },
    )
    return made


def _file_names() -> Iterator[str]:
    yield from StepResult.objects.values_list("file", flat=True)


sealed_files.register_holder(_file_names)
