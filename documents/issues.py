"""Issues: what left this installation as a dossier or a bundle, so that a file can be told to be one, unaltered.

A row holds codes only (HMACs under the key ring's journal key): one of the file's bytes, one of the identifier that a
PDF keeps when other programs change it (ISO 32000-1, 14.4). So a file is known again without its password, and without
opening anything of the case.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, ClassVar, Protocol, Self
from uuid import UUID

import pikepdf
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.pseudonyms import DIGITS, code_for

IDENTIFIER = re.compile(rb"/ID\s*\[\s*(<[0-9A-Fa-f\s]*>|\((?:\\.|[^\\)]){0,200}\))", re.DOTALL)
"""The first string of a trailer's `/ID`; it stands unencrypted in the file, also beside compressed objects."""
MOST_IDENTIFIERS = 50


class Kind(models.TextChoices):
    DOSSIER = "dossier", _("dossier")
    BUNDLE = "bundle", _("bundle")


class Issue(models.Model):
    """One file that was compiled, or handed out marked for a reader. An empty `actor_ref` is the unmarked original."""

    code = models.CharField(max_length=DIGITS, primary_key=True)
    identifier_code = models.CharField(max_length=DIGITS, db_index=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    target = models.UUIDField()
    subject = models.UUIDField(db_index=True)
    version = models.PositiveIntegerField()  # the dossier's or bundle's number within its subject
    number = models.CharField(max_length=20, blank=True)  # as printed on the pages, like 2-007
    actor_ref = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["target"], name="issue_target")]

    def __str__(self) -> str:
        return self.code


class Verdict(StrEnum):
    """What can be said of a file."""

    UNALTERED = "unaltered"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which issue a file is, or was before it was changed."""

    kind: Kind
    target: UUID
    subject: UUID
    version: int
    number: str
    actor_ref: str
    at: datetime


class Issued(Protocol):
    """What a file is an issue of: a dossier or a bundle, `number` within its subject."""

    issue_kind: ClassVar[Kind]
    subject: Any
    number: Any

    @property
    def pk(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Trace:
    """What a file is known by: the digest of its bytes in hex, and its identifier; empty where it has none."""

    sha256: str
    identifier: bytes

    @classmethod
    def of(cls, pdf: bytes) -> Self:
        return cls(sha256(pdf).hexdigest(), next(_identifiers(pdf), b""))


def register(trace: Trace, of: Issued) -> None:
    """Remember an unmarked original, in the transaction that keeps it."""
    _keep(trace, of, "", "")


def expect_copy(identifier: bytes, of: Issued, *, number: str, actor_ref: str) -> None:
    """Remember a marked copy with the number printed on it (``2-007``), before it is given out.

    Its bytes are known only once it was; until then it is as one altered.
    """
    _keep(Trace(identifier.hex(), identifier), of, number, actor_ref)


def complete_copy(trace: Trace, of: Issued, *, number: str, actor_ref: str) -> None:
    """Remember the bytes of a copy that was expected, unless that was forgotten since, with the whole subject."""
    with transaction.atomic():
        expected = Issue.objects.select_for_update().filter(code=_code(trace.identifier.hex())).first()
        if expected is not None:
            _keep(trace, of, number, actor_ref)
            expected.delete()


def recognise(pdf: bytes) -> tuple[Verdict, Origin | None]:
    """Whether these bytes are an issue of this installation; of an altered one, which it was made from."""
    known = Issue.objects.filter(code=_code(sha256(pdf).hexdigest())).first()
    if known is not None:
        return Verdict.UNALTERED, _origin(known)
    codes = {_identifier_code(identifier) for identifier in _identifiers(pdf)}
    changed = Issue.objects.filter(identifier_code__in=codes).order_by("-at").first()
    return (Verdict.ALTERED, _origin(changed)) if changed is not None else (Verdict.UNKNOWN, None)


def _keep(trace: Trace, of: Issued, number: str, actor_ref: str) -> None:
    Issue.objects.update_or_create(
        code=_code(trace.sha256),
        defaults={
            "identifier_code": _identifier_code(trace.identifier) if trace.identifier else "",
            "kind": of.issue_kind,
            "target": of.pk,
            "subject": of.subject,
            "version": of.number,
            "number": number,
            "actor_ref": actor_ref,
            "at": timezone.now(),
        },
    )


def _origin(issue: Issue) -> Origin:
    return Origin(Kind(issue.kind), issue.target, issue.subject, issue.version, issue.number, issue.actor_ref, issue.at)


def _code(digest: str) -> str:
    return code_for(f"issue|{digest}")


def _identifier_code(identifier: bytes) -> str:
    return code_for(f"identifier|{identifier.hex()}")


def _identifiers(pdf: bytes) -> Iterator[bytes]:
    """The file's identifiers, the newest first: a program that appends its changes writes the trailer once more."""
    found = list(IDENTIFIER.finditer(pdf))[-MOST_IDENTIFIERS:]
    for match in reversed(found):
        try:
            identifier = bytes(pikepdf.Object.parse(match.group(1)))
        except pikepdf.PdfError:
            continue
        if identifier:
            yield identifier
