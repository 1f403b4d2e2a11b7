"""Generated pages and attachments become one document that leaves nothing out."""

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest

from documents.assembling import AttachmentFile, PagesDiffer, assemble, compile_document, page_counts
from documents.content import Attachment, Section
from documents.intake import Gate, Refused
from documents.rendering import Rendered, render
from tests.documents import hostile
from tests.documents.attachments import assert_parts_cover_all, bookmarks, file, files_for, said_on
from tests.documents.conftest import ANY, ReadText, plain
from tests.documents.examples import LONG_DIVIDERS, illness, with_long_divider
from tests.documents.family import family
from tests.documents.walking import ACTIVE, everything

ALLOWED = {"/Annots", "/Names", "/Metadata"}
"""The contents link to named places of the same document; it describes itself."""


def test_a_dossier_holds_every_page_of_its_attachments(check_pdf: Callable[[bytes], None]) -> None:
    content = family()
    files = files_for(content)

    compiled = compile_document(content, files)

    generated = render(content, page_counts(content, files)).pages
    assert compiled.pages == generated + sum(sheet.pages for given in files.values() for sheet in given)
    assert_parts_cover_all(compiled)
    check_pdf(compiled.pdf)


def test_each_page_of_an_attachment_says_which_it_belongs_to() -> None:
    content = family()

    compiled = compile_document(content, files_for(content))

    third = [part for part in compiled.parts if part.title.startswith("Anlage")][2]
    assert [said_on(compiled.pdf, third.first_page + page)[-99:].count(plain("Anlage 3")) for page in (1, 2, 3)] == [
        1
    ] * 3
    assert plain("Anlage 3, Seite 2 von 3") in said_on(compiled.pdf, third.first_page + 2)


def test_each_page_has_the_same_head_behind_the_cover() -> None:
    content = replace(illness(), attachments=illness().attachments[:1])

    pdf = compile_document(content, {"a1": [file(1)]}).pdf

    with pdfium.PdfDocument(pdf) as document:
        heads = {page.get_textpage().get_text_bounded(top=842, bottom=790).strip() for page in list(document)[1:]}
    assert heads == {content.confidentiality}


@pytest.mark.parametrize("reason", LONG_DIVIDERS)
def test_an_attachment_comes_behind_the_last_page_of_its_divider(
    read_text: ReadText, check_pdf: Callable[[bytes], None], reason: str
) -> None:
    content = with_long_divider(reason)
    files = {**files_for(content), "a3": [AttachmentFile(name="weg.pdf", is_missing=True)]}

    compiled = compile_document(content, files)

    assert_parts_cover_all(compiled)
    check_pdf(compiled.pdf)
    parts = compiled.parts[-3:]
    assert [page for _, page in bookmarks(compiled.pdf)[-3:]] == [part.first_page for part in parts]
    assert parts[0].pages > 2 < parts[2].pages
    assert parts[1].pages == 3
    for attachment, part, own in zip(content.attachments, parts, (1, 2, 1), strict=True):
        said = [
            read_text(compiled.pdf, "-f", str(page), "-l", str(page))
            for page in range(part.first_page, part.first_page + part.pages)
        ]
        number = attachment.number
        assert plain(f"Anlage {number} {attachment.title[:20]}") in said[0]
        assert all(
            plain(f"Seite {part.first_page + offset} von {compiled.pages}") in text for offset, text in enumerate(said)
        )
        stamps = [plain(f"Anlage {number}, Seite {page} von {own}") for page in range(1, own + 1)]
        assert [stamp in text for stamp, text in zip(stamps, said[-own:], strict=True)] == [True] * own
        assert not any(plain(f"Seite 1 von {own}") in text for text in said[:-own])
    assert [entry["first_page"] for entry in compiled.manifest["inputs"]] == [
        part.first_page + part.pages - own for part, own in zip(parts, (1, 2, 1), strict=True)
    ]


def _short_of_a_page(rendered: Rendered) -> Rendered:
    return replace(rendered, pages=rendered.pages - 1)


def _beginning_late(rendered: Rendered) -> Rendered:
    first, *others = rendered.sections
    return replace(rendered, sections=(replace(first, first_page=rendered.dividers[0] + 1), *others))


@pytest.mark.parametrize("wrong", [_short_of_a_page, _beginning_late])
def test_a_document_whose_parts_do_not_hold_every_page_is_refused(wrong: Callable[[Rendered], Rendered]) -> None:
    content = with_long_divider("many missing files")
    files = files_for(content)
    rendered = render(content, page_counts(content, files))

    with pytest.raises(PagesDiffer):
        assemble(wrong(rendered), files, content)


def test_a_section_without_blocks_is_a_bookmark_and_takes_no_page() -> None:
    content = family()
    last = Section(code="D99", title="Anhang", blocks=())

    alone, more = (
        compile_document(one, files_for(content))
        for one in (content, replace(content, sections=(*content.sections, last)))
    )

    assert more.pages == alone.pages
    assert "D99 Anhang" in [title for title, _ in bookmarks(more.pdf)]
    assert_parts_cover_all(more)


def test_each_section_and_attachment_has_its_bookmark_on_its_page() -> None:
    content = family()

    compiled = compile_document(content, files_for(content))

    found = bookmarks(compiled.pdf)
    assert [title for title, _ in found[2:]] == [
        *(f"{section.code} {section.title}" for section in content.sections),
        *(f"Anlage {attachment.number}: {attachment.title}" for attachment in content.attachments),
    ]
    attachments = [part for part in compiled.parts if part.title.startswith("Anlage")]
    assert [page for _, page in found[-7:]] == [part.first_page for part in attachments]


def test_joined_pages_carry_number_reference_and_confidentiality(
    read_text: Callable[[bytes], str],
) -> None:
    content = illness()
    compiled = compile_document(content, files_for(content))
    last = compiled.parts[-1]

    for offset in range(1, last.pages):
        with pikepdf.open(io.BytesIO(compiled.pdf)) as document, pikepdf.Pdf.new() as single:
            single.pages.append(document.pages[last.first_page - 1 + offset])
            text = read_text(hostile.saved(single))
        assert plain(f"Seite {last.first_page + offset} von {compiled.pages}") in text
        assert plain(content.reference) in text
        assert plain(content.confidentiality) in text
        assert f"Blatt{offset}" in text


def test_contents_link_to_the_pages_they_name() -> None:
    content = family()
    compiled = compile_document(content, files_for(content))

    with pikepdf.open(io.BytesIO(compiled.pdf)) as document:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        names = list(document.Root.Names.Dests.Names)  # type: ignore[call-overload]
        places = {str(name): numbers[place[0].objgen] for name, place in zip(names[::2], names[1::2], strict=True)}
        targets = [places[str(link.Dest)] for link in document.pages[1].obj.Annots]  # type: ignore[union-attr]
    assert targets[-7:] == [part.first_page for part in compiled.parts[-7:]]


def test_metadata_name_nobody_and_do_not_claim_to_be_an_archive() -> None:
    content = family()
    compiled = compile_document(content, files_for(content))

    with pikepdf.open(io.BytesIO(compiled.pdf)) as document:
        described = document.Root.Metadata.read_bytes() + repr(dict(document.docinfo.items())).encode()
    assert b"BF-7K3M-Q2XS" in described
    assert b"Karvani" not in described
    assert b"pdfaid" not in described


def test_several_files_of_one_attachment_are_joined_in_order(read_text: Callable[[bytes], str]) -> None:
    content = replace(illness(), attachments=illness().attachments[:1])

    compiled = compile_document(content, {"a1": [file(1, "Erstens"), file(1, "Zweitens")]})

    text = read_text(compiled.pdf)
    assert compiled.parts[-1].pages == 3
    assert text.index("Erstens") < text.index("Zweitens")


def test_pages_that_do_not_fit_what_was_rendered_are_refused() -> None:
    content = illness()
    rendered = render(content, page_counts(content, files_for(content)))

    with pytest.raises(PagesDiffer):
        assemble(rendered, {}, content)


def test_the_manifest_names_every_input() -> None:
    content = replace(family(), provenance={"form": "kurzantrag 1.0.0"})
    files = files_for(content)

    compiled = compile_document(content, files)

    manifest = json.loads(json.dumps(compiled.manifest))
    assert manifest["sha256"] == compiled.sha256 == hashlib.sha256(compiled.pdf).hexdigest()
    assert manifest["provenance"] == {"form": "kurzantrag 1.0.0"}
    assert {"typst", "pikepdf", "fontpkg-amiri"} <= manifest["tools"].keys()
    assert [entry["sha256"] for entry in manifest["inputs"]] == [
        hashlib.sha256(given[0].pdf or b"").hexdigest() for given in files.values()
    ]
    assert "Karvani" not in json.dumps(manifest["inputs"])


def test_the_same_input_gives_the_same_bytes_20_times() -> None:
    content = family()
    files = files_for(content)

    assert len({compile_document(content, files).sha256 for _ in range(20)}) == 1


def test_all_samples_make_whole_dossiers(gate: Gate, samples: Path, check_pdf: Callable[[bytes], None]) -> None:
    paths = sorted((samples / "pdf-samples").glob("*.pdf"))
    for start in range(0, len(paths), 30):
        attachments, files = _as_attachments(gate, paths[start : start + 30])
        content = replace(illness(), attachments=attachments)

        compiled = compile_document(content, files)

        check_pdf(compiled.pdf)
        assert_parts_cover_all(compiled)
        assert compiled.pages == render(content, page_counts(content, files)).pages + sum(
            given[0].sheets for given in files.values()
        )
        assert len(bookmarks(compiled.pdf)) == 2 + len(content.sections) + len(attachments)
        for thing in everything(compiled.pdf):
            assert not (ACTIVE - ALLOWED) & set(thing) or thing.get("/Type") == "/StructElem"


def _as_attachments(
    gate: Gate, paths: Sequence[Path]
) -> tuple[tuple[Attachment, ...], dict[str, list[AttachmentFile]]]:
    files = {}
    for path in paths:
        try:
            examined = gate.examine(path.read_bytes(), ANY)
            files[path.name] = [AttachmentFile(name=path.name, pdf=examined.pdf, pages=examined.pages)]
        except Refused as refused:
            files[path.name] = [AttachmentFile(name=path.name, problem=refused.message)]
    attachments = tuple(
        Attachment(key=path.name, number=number, title=path.stem) for number, path in enumerate(paths, 1)
    )
    return attachments, files
