"""From content to pages: one typst compile gives a tagged PDF (PDF/UA-1 and PDF/A-2a), the same bytes each time."""

import io
import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import typst

from documents import fonts
from documents.content import Content
from documents.directions import directed, has_right_to_left
from documents.reading_order import told
from documents.spans import placed_spans
from documents.unread import unread_notice
from documents.words import words_for

TEMPLATES = Path(__file__).parent / "typst"
_COMPILING = threading.Lock()  # one compiler is shared; it caches fonts and templates
_PLAIN = frozenset(range(0x20, 0x250)) | frozenset(map(ord, "–—‘’‚“”„…€⟨⟩"))
Settled = Callable[[frozenset[int] | None], tuple[dict[str, Any], set[str]]]
"""Gives the data with only the allowed characters, and the codes of those no font has."""
_LONG_WORD = re.compile(r"[^\s\u200b\u0600-\u08ff]{30,}")


class RenderingFailed(Exception):
    """The pages could not be set although every character was settled: a defect of the templates, not of the input."""


@dataclass(frozen=True, slots=True)
class SectionPages:
    """Where a section stands among the generated pages, counted from 1; `starts_page` if nothing stands above it."""

    code: str
    title: str
    first_page: int
    pages: int
    starts_page: bool = True


@dataclass(frozen=True, slots=True)
class Rendered:
    """Generated pages. `dividers` are the pages (from 1) on which the divider of each attachment begins, in order."""

    pdf: bytes
    pages: int
    sections: tuple[SectionPages, ...]
    dividers: tuple[int, ...]
    page_counts: Mapping[str, int]
    missing_glyphs: tuple[str, ...] = ()

    @property
    def divider_ends(self) -> tuple[int, ...]:
        """The last page of each divider, behind which its attachment goes: dividers follow one another to the end."""
        return (*(following - 1 for following in self.dividers[1:]), self.pages) if self.dividers else ()


def render(content: Content, page_counts: Mapping[str, int]) -> Rendered:
    """Set the generated pages; `page_counts` says how many pages each attachment will bring, by its key."""
    pdf, missing = compile_settled(
        "main", lambda allowed: _settled(_prepared(content, page_counts), allowed), content.day
    )
    return _measured(pdf, content, page_counts, tuple(sorted(missing)))


def draw(content: Content, page_counts: Mapping[str, int], *, pixels_per_inch: float) -> tuple[bytes, ...]:
    """Pictures (PNG) of the pages that `render` sets, in order."""
    prepared = _prepared(content, page_counts)
    for allowed in (None, _PLAIN):
        data, _missing = _settled(prepared, allowed)
        try:
            return _drawn("main", data, content.day, pixels_per_inch)
        except typst.TypstError as error:
            if allowed is not None or "could not be displayed" not in str(error):
                raise RenderingFailed(error.message) from error
    raise AssertionError("unreachable")


def _drawn(name: str, data: Mapping[str, Any], day: str, pixels_per_inch: float) -> tuple[bytes, ...]:
    with _COMPILING:
        pages = _compiler(name).compile(
            format="png",
            ppi=pixels_per_inch,
            sys_inputs={"content": json.dumps(data, ensure_ascii=False)},
            timestamp=_moment(day),
        )
    return (pages,) if isinstance(pages, bytes) else tuple(pages or ())


@cache
def look() -> bytes:
    """Digest of all that decides how content is set: the templates, and the versions of the compiler and the fonts."""
    digest = sha256(json.dumps({"typst": version("typst"), **fonts.font_versions()}, sort_keys=True).encode())
    for path in sorted(TEMPLATES.rglob("*.typ")):
        digest.update(path.read_bytes())
    return digest.digest()


def compile_settled(name: str, settled: Settled, day: str) -> tuple[bytes, set[str]]:
    """Compile a template, and once more with plain letters alone where a font fails; tells what no font has.

    Raises RenderingFailed.
    """
    for allowed in (None, _PLAIN):
        data, missing = settled(allowed)
        try:
            return compile_template(name, data, day), missing
        except typst.TypstError as error:
            if allowed is not None or "could not be displayed" not in str(error):
                raise RenderingFailed(error.message) from error
    raise AssertionError("unreachable")


def compile_template(name: str, data: Mapping[str, Any], day: str, *, is_tagged: bool = True) -> bytes:
    """Compile one template with settled data; `day` (ISO) is the creation date, so that bytes repeat.

    `is_tagged` gives PDF/UA-1 and PDF/A-2a; what is laid over other pages has no tags. Text of any script in any
    place reads back in order: lines from right to left, a page of them, or columns of both directions side by side. A
    template has nothing to do for that but to set each text in its direction under the rule `arabic-apart`.
    """
    said = json.dumps(data, ensure_ascii=False)
    with _COMPILING:
        compiled = _compiler(name).compile(
            format="pdf",
            sys_inputs={"content": said},
            pdf_standards=["a-2a", "ua-1"] if is_tagged else ["a-2b"],
            pdf_tags=is_tagged,
            timestamp=_moment(day),
        )
    assert isinstance(compiled, bytes)
    return told(compiled) if has_right_to_left(said) else compiled


def settle_all(data: Any, allowed: frozenset[int] | None, missing: set[str]) -> Any:
    """The same data with each text settled and directed; codes without a font are added to `missing`."""
    if isinstance(data, str):
        return directed(settle_text(data, allowed, missing))
    if isinstance(data, Mapping):
        return {key: settle_all(value, allowed, missing) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [settle_all(value, allowed, missing) for value in data]
    return data


def settle_text(text: str, allowed: frozenset[int] | None, missing: set[str]) -> str:
    """One text as it can be set (see `fonts.settle`), its very long words breakable."""
    settled, codes = fonts.settle(text, allowed)
    missing |= codes
    return _LONG_WORD.sub(_breakable, settled)


@cache
def _compiler(name: str) -> typst.Compiler:
    known = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder) for folder in fonts.FOLDERS]
    )
    return typst.Compiler(str(TEMPLATES / f"{name}.typ"), root=str(TEMPLATES), font_paths=known)


def _moment(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day or "2000-01-01"), datetime.min.time(), UTC)


def _prepared(content: Content, page_counts: Mapping[str, int]) -> dict[str, Any]:
    data = content.as_data()
    data["words"] = words_for(content.words)
    data["shown_day"] = _shown(content.day)
    data["title"] = content.title.strip() or data["words"]["untitled"]
    data["unread"] = unread_notice(content)
    for attachment in data["attachments"]:
        attachment["pages"] = page_counts.get(attachment["key"], 0)
        attachment["extent"] = _extent(attachment, data["words"])
    for block in [*data["cover"], *(block for section in data["sections"] for block in section["blocks"])]:
        block.setdefault("heading", "")
        if block["kind"] == "time_bar":
            block.update(placed_spans(block["spans"], content.day))
            block["alternative"] = block["alternative"].strip() or data["words"]["time_line"]
    return data


def _extent(attachment: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """How many pages an attachment brings; those that only stand in for a file are none of its own."""
    if attachment["is_unread"]:
        return words["unread_note"]
    own = attachment["pages"] - attachment["unread"]
    pages = words["one_page"] if own == 1 else words["many_pages"].format(pages=own)
    return words["partly_unread"].format(pages=pages) if attachment["unread"] else pages


def _shown(day: str) -> str:
    return f"{date.fromisoformat(day):%d.%m.%Y}" if day else ""


def _settled(data: dict[str, Any], allowed: frozenset[int] | None) -> tuple[dict[str, Any], set[str]]:
    missing: set[str] = set()
    return settle_all(data, allowed, missing), missing


def _breakable(word: re.Match[str]) -> str:
    """A very long word may break anywhere after each twelfth letter: nothing runs off the page."""
    text = word.group()
    return "\u200b".join(text[start : start + 12] for start in range(0, len(text), 12))


def _measured(pdf: bytes, content: Content, page_counts: Mapping[str, int], missing: tuple[str, ...]) -> Rendered:
    """Read from the bookmarks where each section and divider came to stand."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = len(document.pages)
        places = _bookmark_places(document)
    sections = len(content.sections)
    starts = places[2 : 2 + sections]
    dividers = tuple(page for page, _ in places[2 + sections :])
    if len(places) != 2 + sections + len(content.attachments):
        raise RenderingFailed("a section or an attachment has no bookmark")
    if any(page >= following for page, following in pairwise(dividers)):
        raise RenderingFailed("two dividers share a page")
    end = dividers[0] if dividers else pages + 1
    measured = []
    for index, (section, (page, starts_page)) in enumerate(zip(content.sections, starts, strict=True)):
        following, is_clean = starts[index + 1] if index + 1 < sections else (end, True)
        last = following - 1 if is_clean else following
        measured.append(SectionPages(section.code, section.title, page, last - page + 1, starts_page))
    counts = {attachment.key: page_counts.get(attachment.key, 0) for attachment in content.attachments}
    return Rendered(pdf, pages, tuple(measured), dividers, counts, missing)


def _bookmark_places(document: pikepdf.Pdf) -> list[tuple[int, bool]]:
    """Page (from 1) of each bookmark of the first level, and whether it stands at the page's top."""
    numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
    places = []
    with document.open_outline() as outline:
        for item in outline.root:
            target = item.destination
            assert isinstance(target, pikepdf.Array)
            places.append((numbers[target[0].objgen], float(target[3]) > 745))
    return places
