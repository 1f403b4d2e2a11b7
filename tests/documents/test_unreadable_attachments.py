"""What could not be read or is not there is said, and a visible page stands in for it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from documents.assembling import AttachmentFile, Part, Status, assemble, compile_document, page_counts
from documents.rendering import render
from tests.documents.attachments import assert_parts_cover_all, file, files_for, said_on
from tests.documents.conftest import plain
from tests.documents.examples import illness
from tests.documents.family import family


def test_what_could_not_be_read_is_said_on_the_cover_the_first_section_the_contents_and_the_divider() -> None:
    content = family()
    keys = [attachment.key for attachment in content.attachments]
    files = files_for(content)
    files[keys[0]] = [AttachmentFile(name="leer.pdf", problem="Die Datei ist leer.")]
    files[keys[1]] = [file(2), AttachmentFile(name="leer.pdf", problem="Die Datei ist leer.")]
    files[keys[3]] = []

    compiled = compile_document(content, files)

    sentence = plain("3 von 7 Anlagen konnten nicht gelesen werden: Nr. 1, 2 und 4")
    dividers = [part.first_page for part in compiled.parts if part.title.startswith("Anlage")]
    assert [sentence in said_on(compiled.pdf, page) for page in (1, 2, 3)] == [True, False, True]
    assert said_on(compiled.pdf, 2).count(plain("nicht lesbar")) == 3
    assert plain("2 Seiten, teilweise nicht lesbar") in said_on(compiled.pdf, dividers[1])
    assert plain("Umfang nicht lesbar") in said_on(compiled.pdf, dividers[0])
    assert plain("1 Seite") not in said_on(compiled.pdf, dividers[0]).replace(plain(f"Seite {dividers[0]}"), "")


def test_a_file_that_is_not_there_is_to_be_looked_for_and_not_to_be_printed_anew() -> None:
    content = family()
    key = content.attachments[0].key
    missing = AttachmentFile(name="weg.pdf", problem="Die Datei wurde nicht gefunden.", is_missing=True)

    compiled = compile_document(content, {**files_for(content), key: [missing]})

    part = next(part for part in compiled.parts if part.title.startswith("Anlage"))
    page = said_on(compiled.pdf, part.first_page + 1)
    assert plain("Bitte suchen Sie die Datei") in page
    assert plain("drucken") not in page


@pytest.mark.parametrize(
    "bad",
    [
        AttachmentFile(name="vertrag.pdf", problem="Die Datei ist mit einem Kennwort geschützt."),
        AttachmentFile(name="vertrag.pdf", pdf=b"kaputt", pages=3, problem="Die Datei ist beschädigt."),
        AttachmentFile(name="vertrag.pdf", pdf=file(2).pdf, pages=5, problem="Es fehlen Seiten."),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_visible_page(read_text: Callable[[bytes], str], bad: AttachmentFile) -> None:
    content = illness()
    files = {**files_for(content), "a4": [bad]}

    compiled = compile_document(content, files)

    part = compiled.parts[-2]
    assert part == Part("Anlage 4: Ärztliche Bescheinigung", part.first_page, 2, Status.PLACEHOLDER)
    assert [other.status for other in compiled.parts if other != part] == [Status.OK] * (len(compiled.parts) - 1)
    text = read_text(compiled.pdf)
    assert plain("Anlage 4 konnte nicht gelesen werden") in text
    assert plain(bad.problem) in text
    assert_parts_cover_all(compiled)


def test_a_file_that_breaks_after_rendering_is_stood_in_for_page_by_page() -> None:
    content = illness()
    files = files_for(content)
    rendered = render(content, page_counts(content, files))

    compiled = assemble(rendered, {**files, "a2": [replace(files["a2"][0], pdf=b"kaputt")]}, content)

    assert compiled.parts[-4].status is Status.PLACEHOLDER
    assert_parts_cover_all(compiled)


def test_an_attachment_without_a_file_gets_a_visible_page() -> None:
    content = illness()

    compiled = compile_document(content, {})

    assert [part.status for part in compiled.parts[-5:]] == [Status.PLACEHOLDER] * 5
