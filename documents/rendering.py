"""Stand-in until branch `pdf` is merged: take that branch's file."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

import pikepdf

from documents.content import Content


class RenderingFailed(Exception): ...


@dataclass(frozen=True, slots=True)
class SectionPages:
    code: str
    title: str
    first_page: int
    pages: int
    starts_page: bool = True


@dataclass(frozen=True, slots=True)
class Rendered:
    pdf: bytes
    pages: int
    sections: tuple[SectionPages, ...]
    dividers: tuple[int, ...]
    missing_glyphs: tuple[str, ...]


def render(content: Content, page_counts: Mapping[str, int]) -> Rendered:
    document = pikepdf.new()
    document.add_blank_page()
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return Rendered(out.getvalue(), 1, (SectionPages("D01", "x", 1, 1),), (), ())
