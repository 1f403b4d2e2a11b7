"""A file that left the installation is known again, whole or changed, without its password."""

import io
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pikepdf
import pytest
from pypdf import PdfReader, PdfWriter

from documents import issues
from documents.copies import marked_copy
from documents.dossiers import Dossier
from documents.issues import Issue, Trace, Verdict
from tests.documents import hostile

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = date(2026, 3, 1)


def copy_of(pdf: bytes, reader: str, password: str = "") -> bytes:
    return marked_copy(pdf, name=reader, day=DAY, number="1-001", password=password)


def keep_copy(pdf: bytes, number: str, reader: str) -> None:
    dossier = Dossier(subject=uuid4(), number=1)
    trace = Trace.of(pdf)
    issues.expect_copy(trace.identifier, dossier, number=number, actor_ref=reader)
    issues.complete_copy(trace, dossier, number=number, actor_ref=reader)


def saved_again(pdf: bytes, password: str) -> bytes:
    """As another program writes it, without a password."""
    with pikepdf.open(io.BytesIO(pdf), password=password) as document:
        result = io.BytesIO()
        document.save(result)
    return result.getvalue()


def with_a_page_less(pdf: bytes, password: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf), password=password) as document:
        del document.pages[0]
        result = io.BytesIO()
        document.save(result)
    return result.getvalue()


def with_changes_appended(pdf: bytes, password: str) -> bytes:
    writer = PdfWriter(io.BytesIO(saved_again(pdf, password)), incremental=True)
    writer.add_metadata({"/Subject": "changed"})
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


def with_bytes_behind(pdf: bytes, password: str) -> bytes:
    return pdf + b"\n"


def with_a_byte_turned(pdf: bytes, password: str) -> bytes:
    return pdf[:2000] + bytes([pdf[2000] ^ 1]) + pdf[2001:]


@pytest.mark.parametrize("password", ["", "geheim und lang"], ids=["open", "locked"])
def test_a_copy_is_told_from_another_readers(db_both: None, password: str) -> None:
    paper = hostile.paper(pages=3)
    copies = {reader: copy_of(paper, reader, password) for reader in ("a1", "b2")}
    for reader, pdf in copies.items():
        keep_copy(pdf, "1-001", reader)

    for reader, pdf in copies.items():
        verdict, origin = issues.recognise(pdf)
        assert verdict == Verdict.UNALTERED
        assert origin is not None
        assert origin.actor_ref == reader


@pytest.mark.parametrize("password", ["", "geheim und lang"], ids=["open", "locked"])
@pytest.mark.parametrize(
    "change", [saved_again, with_a_page_less, with_changes_appended, with_bytes_behind, with_a_byte_turned]
)
def test_a_changed_copy_is_altered_and_still_names_its_reader(
    db_both: None, change: Callable[[bytes, str], bytes], password: str
) -> None:
    paper = hostile.paper(pages=3)
    kept = {reader: copy_of(paper, reader, password) for reader in ("a1", "b2")}
    for reader, pdf in kept.items():
        keep_copy(pdf, "1-001", reader)

    verdict, origin = issues.recognise(change(kept["a1"], password))

    assert verdict == Verdict.ALTERED
    assert origin is not None
    assert origin.actor_ref == "a1"


@pytest.mark.parametrize(
    "make", [lambda: b"", lambda: b"/ID [(", lambda: b"/ID [<zz>]", lambda: b"/ID [()]" * 100, hostile.paper]
)
def test_a_foreign_file_is_unknown(db_both: None, make: Callable[[], bytes]) -> None:
    keep_copy(b"a file without any identifier", "1-001", "a1")

    assert issues.recognise(make()) == (Verdict.UNKNOWN, None)


def test_a_row_tells_nothing_of_the_file(db_both: None) -> None:
    pdf = copy_of(hostile.paper(), "a1")
    keep_copy(pdf, "1-001", "a1")

    row = Issue.objects.get()

    identifier = PdfReader(io.BytesIO(pdf)).trailer["/ID"][0].original_bytes
    assert identifier.hex()[:20] not in (row.code, row.identifier_code)
