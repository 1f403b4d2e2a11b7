"""A reader's copy says on each page whose it is, and opens with the reader's password alone."""

import io
from collections.abc import Callable
from datetime import date
from functools import cache

import pikepdf
import pytest

from documents.assembling import compile_document
from documents.copies import MarkedCopy, marked_copy
from tests.documents import hostile
from tests.documents.attachments import files_for
from tests.documents.checker import barriers
from tests.documents.conftest import plain
from tests.documents.examples import illness

DAY = date(2026, 9, 1)
NAMES = ["Dr. Andrea Beispiel-Mitglied", "شیرین کاروانی", "Елена Іваненко", "ሃይለ ገብረ", "Շուշան", "a\u202eb <script>"]


@cache
def dossier() -> bytes:
    return compile_document(illness(), files_for(illness())).pdf


@pytest.mark.parametrize("name", NAMES)
def test_each_page_bears_name_day_and_number(read_text: Callable[[bytes], str], name: str) -> None:
    copy = marked_copy(dossier(), name=name, day=DAY, number="2026-0007", password="")

    with pikepdf.open(io.BytesIO(copy)) as document:
        pages = len(document.pages)
    assert read_text(copy).count(plain("Abgerufen am 01.09.2026, Abruf 2026-0007")) >= pages


@pytest.mark.parametrize("name", NAMES[:4])
def test_the_name_can_be_read_back(read_text: Callable[[bytes], str], name: str) -> None:
    copy = marked_copy(dossier(), name=name, day=DAY, number="2026-0007", password="")

    assert plain(f"Persönliches Exemplar für {name}") in read_text(copy)


def test_a_copy_is_encrypted_and_lets_screen_readers_read(check_pdf: Callable[[bytes, str], None]) -> None:
    copy = marked_copy(dossier(), name=NAMES[0], day=DAY, number="1", password="sehr geheim ü")

    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(copy))
    with pikepdf.open(io.BytesIO(copy), password="sehr geheim ü") as document:
        assert document.encryption.R == 6
        assert document.encryption.stream_method.name == "aesv3"
        assert document.allow.accessibility
        assert document.allow.extract
        assert not document.allow.modify_other
    check_pdf(copy, "sehr geheim ü")


@pytest.mark.parametrize("password", ["", "sehr geheim ü"])
def test_a_copy_says_how_long_it_is_and_by_which_identifier_it_is_known(password: str) -> None:
    copy = MarkedCopy.of(io.BytesIO(dossier()), name=NAMES[0], day=DAY, number="1", password=password)

    made = b"".join(copy)

    assert copy.length() == len(made)
    with pikepdf.open(io.BytesIO(made), password=password) as document:
        assert bytes(document.trailer.ID[0]) == copy.identifier


def test_the_mark_is_one_object_for_all_pages() -> None:
    copy = marked_copy(dossier(), name=NAMES[0], day=DAY, number="1", password="")

    with pikepdf.open(io.BytesIO(copy)) as document:
        marks = {page.obj.Resources.XObject.GrCopy.objgen for page in document.pages}
    assert len(marks) == 1


def test_a_landscape_page_is_marked_within_its_sides(read_text: Callable[[bytes], str]) -> None:
    landscape = hostile.paper(box=(0, 0, 841.89, 595.276))

    assert "Abruf7" in read_text(marked_copy(landscape, name="Ada", day=DAY, number="7", password=""))


def test_tags_stay_in_a_copy() -> None:
    copy = marked_copy(dossier(), name="Ada", day=DAY, number="1", password="")

    assert barriers(copy) == []
    with pikepdf.open(io.BytesIO(copy)) as document:
        assert "/StructTreeRoot" in document.Root
