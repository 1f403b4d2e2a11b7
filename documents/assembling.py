"""Generated pages and attachments become one document: joined, stamped, numbered, with a manifest of its inputs.

pikepdf does the joining: for 1,000 pages with stamps and AES-256 it takes about the CPU of the qpdf command line, where
pypdf took 1.9 times (measured side by side, see `tests/bench/assembling.py`).
"""

import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from importlib.metadata import version
from typing import Any, Protocol, Self, TypeVar

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf

from documents import fonts, machine_read, metadata, soundness
from documents.content import Attachment, Content
from documents.file_objects import Buffer
from documents.late import Late
from documents.locking import Finished, written
from documents.machine_read import PageText
from documents.page_tree import brought, put_in_order
from documents.rendering import Rendered, compile_template, render, settle_all
from documents.slots import Slots
from documents.stamping import Stamps
from documents.tagging import Tagging
from documents.text_layer import TextLayer
from documents.unread import with_unread
from documents.words import words_for

MANIFEST_FORMAT = 1

Kept = TypeVar("Kept")


class Status(StrEnum):
    OK = "ok"
    PLACEHOLDER = "placeholder"


class PagesDiffer(ValueError):
    """The pages do not add up to what was rendered; render again with the counts of `page_counts`."""


class Stored(Protocol):
    """A file that is read when it is needed, and then held no longer; always the same bytes."""

    @property
    def sha256(self) -> str: ...

    def read(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class AttachmentFile:
    """One file of an attachment as the gate made it; without `pdf`, a page says why (`problem`, a plain sentence)."""

    name: str
    pdf: bytes | Stored | None = None
    pages: int = 0
    problem: str = ""
    gate: str = ""
    is_missing: bool = False  # nothing is there to be read: to be looked for, not to be printed anew
    texts: Mapping[int, PageText] = field(default_factory=dict)  # what a machine read, by page from 0

    @property
    def sheets(self) -> int:
        """Pages in the document: its own, or the one that stands in for it."""
        return self.pages if self.pdf is not None else 1

    @property
    def sha256(self) -> str | None:
        if isinstance(self.pdf, bytes):
            return hashlib.sha256(self.pdf).hexdigest()
        return None if self.pdf is None else self.pdf.sha256

    def read(self) -> bytes:
        assert self.pdf is not None
        return self.pdf if isinstance(self.pdf, bytes) else self.pdf.read()


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that belong together, from `first_page` (1 is the cover); parts cover every page once, in order."""

    title: str
    first_page: int
    pages: int
    status: Status = Status.OK


@dataclass(frozen=True, slots=True)
class Assembled:
    """What is known of a whole document; `identifier` is the one in the file."""

    pages: int
    parts: tuple[Part, ...]
    sha256: str
    identifier: str
    manifest: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compiled(Assembled):
    """A whole document; equal input gives equal bytes."""

    pdf: bytes


OWN_TAGS = b"/Span BMC "
"""Opens what a page with tags of its own draws: all of it is a form in which they stand."""
Files = Mapping[str, Sequence[AttachmentFile]]


def page_counts(content: Content, attachments: Files) -> dict[str, int]:
    """How many pages each attachment brings, by its key; one stand-in page where there is no file at all."""
    return {
        attachment.key: sum(file.sheets for file in _files(attachment, attachments))
        for attachment in content.attachments
    }


def compile_document(content: Content, attachments: Files) -> Compiled:
    """Render and assemble in one go."""
    readable = {key: [_checked(file) for file in files] for key, files in attachments.items()}
    told = tell_unread(content, readable)
    return assemble(render(told, page_counts(told, readable)), readable, told)


def tell_unread(content: Content, attachments: Files) -> Content:
    """The content that says of each attachment whether and how it could be read; render and assemble this one."""
    told = with_unread(
        content,
        {
            attachment.key: (sum(file.pdf is None for file in files), len(files))
            for attachment in content.attachments
            for files in (_files(attachment, attachments),)
        },
    )
    return replace(told, attachments=tuple(_with_reading(one, _files(one, attachments)) for one in told.attachments))


def _with_reading(attachment: Attachment, files: Sequence[AttachmentFile]) -> Attachment:
    return replace(attachment, is_machine_read=any(file.texts for file in files if file.pdf is not None))


def assemble(rendered: Rendered, attachments: Files, content: Content, *, password: str = "") -> Compiled:
    """The whole document in memory; as `assemble_into`."""
    made, pdf = assemble_into(b"".join, rendered, attachments, content, password=password)
    return Compiled(made.pages, made.parts, made.sha256, made.identifier, made.manifest, pdf)


def assemble_into(
    keep: Callable[[Iterator[Buffer]], Kept],
    rendered: Rendered,
    attachments: Files,
    content: Content,
    *,
    password: str = "",
) -> tuple[Assembled, Kept]:
    """Join the attachments after their dividers, however many pages those take.

    `keep` gets the document in pieces; what it gives back is returned too. Memory holds the pages without their long
    data, and of that one file at a time.

    Raises `PagesDiffer` if the attachments do not fit what was rendered, or if not every page of the result stands in
    one part. With a password the result is encrypted (AES-256); its bytes then differ each time.
    """
    counts = page_counts(content, attachments)
    total = rendered.pages + sum(counts.values())
    if rendered.page_counts != counts:
        raise PagesDiffer(f"rendered for {rendered.page_counts}, given {counts}")
    with closing(Late()) as late:
        plain, parts, inputs = _joined(rendered, attachments, content, counts, total, late)
        finished = Finished(plain, password, late.put_in)
        kept = keep(iter(finished))
    manifest = _manifest(rendered, content, parts, inputs, finished.sha256)
    return Assembled(total, tuple(parts), finished.sha256, finished.identifier, manifest), kept


def _joined(
    rendered: Rendered, attachments: Files, content: Content, counts: Mapping[str, int], total: int, late: Late
) -> tuple[bytes, list[Part], list[dict[str, Any]]]:
    """The document with tokens for its long data, its parts, and what went into it."""
    with pikepdf.open(io.BytesIO(rendered.pdf)) as target:
        parts = _front_parts(rendered, content)
        inputs: list[dict[str, Any]] = []
        generated = list(target.pages)
        if len(generated) != rendered.pages:
            raise PagesDiffer(f"{len(generated)} pages were rendered, not {rendered.pages}")
        pages = generated[: rendered.dividers[0] - 1] if rendered.dividers else generated
        slots = Slots.for_document(target)
        are_sound = True
        joining = _Joining.begin(target, pages, content, total, slots) if counts else None
        for attachment, begin, end in zip(content.attachments, rendered.dividers, rendered.divider_ends, strict=True):
            assert joining is not None
            first = parts[-1].first_page + parts[-1].pages
            pages += generated[begin - 1 : end]
            joined = len(pages)
            status = Status.OK
            joining.tagging.begin_part(_part_title(attachment, content), pages[-1])
            for file in _files(attachment, attachments):
                source, is_whole = _opened(file, attachment, content)
                with source:
                    if is_whole:
                        late.leave_out(source, file.read)
                        are_sound = are_sound and soundness.is_sound(source)
                    status = status if is_whole else Status.PLACEHOLDER
                    inputs.append(_input(file, attachment, len(pages) + 1, is_whole))
                    has_tags = "/StructTreeRoot" in source.Root
                    description = None if has_tags else attachment.description
                    for number, sheet in enumerate(source.pages):
                        label = joining.label(attachment, len(pages) - joined + 1, counts[attachment.key])
                        joining.add(sheet, label, description, file.texts.get(number, ()) if is_whole else ())
                    if has_tags:
                        joining.carry_over(source, attachment)
            parts.append(Part(_part_title(attachment, content), first, len(pages) + 1 - first, status))
        if joining is not None:
            joining.finish()
        slots.reserve(pages)
        put_in_order(target, pages)
        _require_whole(parts, len(pages), total)
        target.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        metadata.name_bookmarks(target, content)
        if inputs:
            day = content.day or "2000-01-01"
            metadata.describe(target, title=content.title, lang=content.lang, day=day, is_accessible=are_sound)
        return written(target), parts, inputs


@dataclass(frozen=True, slots=True)
class _Joining:
    """What each joined page needs: a place, a stamp and a tag."""

    target: Pdf
    pages: list[Page]
    stamps: Stamps
    tagging: Tagging
    layer: TextLayer
    words: Mapping[str, str]

    @classmethod
    def begin(cls, target: Pdf, pages: list[Page], content: Content, total: int, slots: Slots) -> Self:
        stamps = Stamps.for_document(target, content, total, slots)
        return cls(target, pages, stamps, Tagging(target), TextLayer(target), words_for(content.words))

    def label(self, attachment: Attachment, page: int, pages: int) -> str:
        """What a joined page is called where it cannot be seen."""
        name = self.words["attachment"].format(number=attachment.number)
        return self.words["attachment_page"].format(attachment=name, page=page, pages=pages)

    def add(self, sheet: Page, label: str, description: str | None, text: PageText) -> None:
        """Put a page behind all others; `description` says what its attachment shows, None that it has own tags.

        `text` is what a machine read on a page without tags and text.
        """
        page = brought(self.target, sheet)
        self.pages.append(page)
        opening = OWN_TAGS if description is None else self.tagging.open_page(page, label, description)
        self.stamps.stamp(self.target, page, len(self.pages), label=label, opening=opening)
        if text and description is not None:
            drawing, said = self.layer.add(page, text, self.words["machine_read"], 1)
            page.obj.Contents.append(self.target.make_stream(drawing))
            self.tagging.add_text(page, said)

    def finish(self) -> None:
        """Write what belongs to all pages together."""
        self.tagging.finish()
        if self.layer.codes:
            self.layer.finish()

    def carry_over(self, source: Pdf, attachment: Attachment) -> None:
        """Take over the tags of a file whose pages are the last."""
        name = self.words["attachment"].format(number=attachment.number)
        label = attachment.description or f"{name}: {attachment.title}"
        self.tagging.carry_over(source, self.pages[-len(source.pages) :], label)


def _require_whole(parts: Sequence[Part], pages: int, total: int) -> None:
    """Raise `PagesDiffer` unless there are `total` pages and each stands in one part."""
    following = 1
    for part in parts:
        if part.first_page != following or part.pages < 1:
            raise PagesDiffer(f"a part of {part.pages} pages begins on page {part.first_page} instead of {following}")
        following += part.pages
    if not following - 1 == pages == total:
        raise PagesDiffer(f"{pages} pages, {following - 1} of them in parts, instead of {total}")


def _files(attachment: Attachment, attachments: Files) -> Sequence[AttachmentFile]:
    return attachments.get(attachment.key) or (AttachmentFile(name="", is_missing=True),)


def _checked(file: AttachmentFile) -> AttachmentFile:
    """The same file, or a stand-in for it if it does not open with as many pages as it should have."""
    if file.pdf is None:
        return file
    try:
        with pikepdf.open(io.BytesIO(file.read())) as source:
            if len(source.pages) == file.pages > 0:
                return file
    except pikepdf.PdfError:
        pass
    return AttachmentFile(name=file.name, problem=file.problem, is_missing=file.is_missing)


def _opened(file: AttachmentFile, attachment: Attachment, content: Content) -> tuple[Pdf, bool]:
    """The file's pages and whether they are its own; else as many stand-in pages as were announced for it."""
    if file.pdf is not None:
        try:
            source = pikepdf.open(io.BytesIO(file.read()))
            if len(source.pages) == file.pages:
                return source, True
            source.close()
        except pikepdf.PdfError:
            pass
    stand_in = pikepdf.open(io.BytesIO(_stand_in(file, attachment, content)))
    del stand_in.pages[1:]  # a name or reason of many pages says enough on the first
    while len(stand_in.pages) < file.sheets:
        stand_in.pages.append(stand_in.pages[0])
    return stand_in, False


def _stand_in(file: AttachmentFile, attachment: Attachment, content: Content) -> bytes:
    words = words_for(content.words)
    name = words["attachment"].format(number=attachment.number)
    is_missing = file.is_missing or not file.name
    data = {
        "lang": content.lang,
        "heading": words["missing" if is_missing else "not_readable"].format(attachment=name),
        "title": attachment.title,
        "file": words["not_readable_file"].format(name=file.name) if file.name else "",
        "reason": file.problem or words["not_readable_unknown"],
        "advice": words["missing_advice" if is_missing else "not_readable_advice"],
        "words": words,
    }
    return compile_template("standin", settle_all(data, None, set()), content.day, is_tagged=False)


def _part_title(attachment: Attachment, content: Content) -> str:
    name = words_for(content.words)["attachment"].format(number=attachment.number)
    return f"{name}: {attachment.title}"


def _front_parts(rendered: Rendered, content: Content) -> list[Part]:
    """Cover and contents, then sections; those that share a page are one part."""
    end = rendered.dividers[0] if rendered.dividers else rendered.pages + 1
    starts = [section.first_page for section in rendered.sections if section.starts_page]
    first = starts[0] if starts else end
    parts = [Part(words_for(content.words)["front"], 1, first - 1)]
    for start, following in zip(starts, [*starts[1:], end], strict=True):
        inside = [section for section in rendered.sections if start <= section.first_page < following]
        title = " · ".join(f"{section.code} {section.title}" for section in inside)
        parts.append(Part(title, start, following - start))
    return parts


def _input(file: AttachmentFile, attachment: Attachment, page: int, is_whole: bool) -> dict[str, Any]:
    return {
        "attachment": attachment.key,
        "number": attachment.number,
        "first_page": page,
        "pages": file.sheets,
        "sha256": file.sha256,
        "gate": file.gate,
        "machine_read": machine_read.digest(file.texts),
        "status": Status.OK if is_whole else Status.PLACEHOLDER,
    }


def tool_versions() -> dict[str, str]:
    """Everything whose version shows in the bytes of a document."""
    return {name: version(name) for name in ("typst", "pikepdf", *fonts.PACKAGES)}


def _manifest(
    rendered: Rendered, content: Content, parts: Sequence[Part], inputs: Sequence[Mapping[str, Any]], digest: str
) -> dict[str, Any]:
    said = json.dumps(content.as_data(), ensure_ascii=True, sort_keys=True).encode("ascii")
    return {
        "format": MANIFEST_FORMAT,
        "reference": content.reference,
        "version": content.version,
        "day": content.day,
        "sha256": digest,
        "content_sha256": hashlib.sha256(said).hexdigest(),
        "provenance": dict(content.provenance),
        "tools": tool_versions(),
        "missing_glyphs": list(rendered.missing_glyphs),
        "inputs": list(inputs),
        "parts": [
            {"title": part.title, "first_page": part.first_page, "pages": part.pages, "status": part.status}
            for part in parts
        ],
    }
