"""The page that stands for a missing attachment."""

import io

import pikepdf

from documents.blank_sheets import blank_sheet


def test_it_is_one_empty_page_and_always_the_same() -> None:
    with pikepdf.open(io.BytesIO(blank_sheet())) as pdf:
        [page] = pdf.pages
        assert page.Contents.read_bytes() == b""
    assert blank_sheet() == blank_sheet()
