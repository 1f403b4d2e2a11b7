"""Stand-in until branch `pdf` is merged: take that branch's file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from documents.content import Content
from documents.rendering import Rendered


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    name: str
    pdf: bytes | None
    pages: int
    problem: str


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    first_page: int
    pages: int
    status: str


@dataclass(frozen=True, slots=True)
class Compiled:
    pdf: bytes
    pages: int
    parts: tuple[Part, ...]
    sha256: str
    manifest: Mapping[str, Any]


def assemble(rendered: Rendered, attachments: Mapping[str, Sequence[AttachmentFile]], content: Content) -> Compiled:
    parts = (Part("all", 1, rendered.pages, "ok"),)
    return Compiled(rendered.pdf, rendered.pages, parts, sha256(rendered.pdf).hexdigest(), {})
