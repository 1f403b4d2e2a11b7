"""Each page has a slot for a reader's mark, and a copy fills it without another byte of the document changing."""

import io
from collections.abc import Callable
from datetime import date

import pikepdf
import pytest

from documents.copies import marked_copy
from documents.joining import Piece, join
from documents.slots import new_end, with_slots
from tests.documents import hostile
from tests.documents.conftest import ReadText, plain
from tests.documents.test_copies import dossier

CheckPdf = Callable[[bytes], None]


def copy_of(pdf: bytes, name: str = "Ada Beispiel") -> bytes:
    return marked_copy(pdf, name=name, day=date(2026, 9, 1), number="7")


def table_at(pdf: bytes) -> int:
    return int(pdf[pdf.rindex(b"startxref") :].split()[1])


def bundle() -> bytes:
    pieces = [Piece(pdf=dossier(), bookmark="Fall 1"), Piece(pdf=hostile.paper("Blatt"), bookmark="Blatt")]
    return join(pieces, title="Mappe", day="2026-09-01", page_words="Mappe {page}/{pages}").pdf


@pytest.mark.parametrize("made", [dossier, bundle])
def test_a_copy_begins_with_all_objects_of_the_document_as_they_are(made: Callable[[], bytes]) -> None:
    pdf = made()

    assert copy_of(pdf).startswith(pdf[: table_at(pdf)])


@pytest.mark.parametrize("made", [dossier, bundle, lambda: hostile.paper(pages=3)])
def test_each_page_of_a_sound_copy_is_marked(
    made: Callable[[], bytes], check_pdf: CheckPdf, read_text: ReadText
) -> None:
    pdf = made()

    copy = copy_of(pdf)

    check_pdf(copy)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = len(document.pages)
    for page in range(1, pages + 1):
        assert plain("Exemplar für Ada Beispiel") in read_text(copy, "-f", str(page), "-l", str(page))


@pytest.mark.parametrize("password", ["geheim", ""])
@pytest.mark.parametrize("made", [dossier, lambda: hostile.paper(box=(0, 0, 841.89, 595.276))])
def test_each_page_is_marked_in_a_copy_with_and_without_a_password(
    made: Callable[[], bytes], password: str, check_pdf: Callable[[bytes, str], None], read_text: ReadText
) -> None:
    copy = marked_copy(made(), name="Ada", day=date(2026, 9, 1), number="7", password=password)

    check_pdf(copy, password)
    with pikepdf.open(io.BytesIO(copy), password=password) as document:
        pages = len(document.pages)
    assert read_text(copy, "-upw", password).count(plain("Exemplar für Ada")) == pages


def test_no_earlier_end_stands_in_a_copy_at_which_it_could_be_cut() -> None:
    copy = copy_of(dossier())

    assert copy.count(b"%%EOF") == copy.count(b"startxref") == 1


def test_the_same_reader_gets_the_same_bytes_and_another_one_another_identifier() -> None:
    first, again, other = copy_of(dossier()), copy_of(dossier()), copy_of(dossier(), "Bo Beispiel")

    assert first == again
    with pikepdf.open(io.BytesIO(first)) as one, pikepdf.open(io.BytesIO(other)) as two:
        assert bytes(one.trailer.ID[0]) != bytes(two.trailer.ID[0])


def test_a_slot_is_filled_in_its_own_orientation() -> None:
    with pikepdf.open(io.BytesIO(hostile.paper())) as upright, pikepdf.new() as both:
        both.pages.extend(upright.pages)
        both.add_blank_page(page_size=(841.89, 595.276))
        pdf = with_slots(hostile.saved(both))

    with pikepdf.open(io.BytesIO(copy_of(pdf))) as document:
        boxes = [page.obj.Resources.XObject.GrCopy.BBox for page in document.pages]
    assert [float(box[2]) > float(box[3]) for box in boxes] == [False, True]


def test_strings_and_names_of_a_mark_are_written_as_they_are() -> None:
    with pikepdf.open(io.BytesIO(hostile.paper())) as source:
        page = source.pages[0]
        page.obj.Resources["/Properties"] = pikepdf.Dictionary({"/a b": pikepdf.String("(x \\ ü )")})
        source.pages.append(page)
        marks = hostile.saved(source)

    with pikepdf.open(io.BytesIO(b"".join(new_end(io.BytesIO(dossier()), marks)))) as document:
        resources = document.pages[0].obj.Resources.XObject.GrCopy.Resources
        assert str(resources.Properties["/a b"]) == "(x \\ ü )"
