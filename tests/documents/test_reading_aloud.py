"""Joined pages are read aloud where they stand, by what was said of them, in the structure of the whole document."""

import io
from dataclasses import replace

import pikepdf
import pytest

from documents.assembling import compile_document
from tests.documents.attachments import files_for, in_reading_order, pictured
from tests.documents.checker import barriers
from tests.documents.examples import LONG_DIVIDERS, illness, with_long_divider
from tests.documents.family import family


def test_tags_and_page_labels_survive_the_joining() -> None:
    content = family()
    compiled = compile_document(content, files_for(content))

    assert barriers(compiled.pdf) == []
    with pikepdf.open(io.BytesIO(compiled.pdf)) as document:
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert document.Root.PageLabels.Nums[1].S == pikepdf.Name.D


def test_joined_pages_stand_in_the_structure_behind_their_divider_in_a_part_of_their_own() -> None:
    content = illness()
    files = {**files_for(content), "a2": [pictured()]}
    compiled = compile_document(content, files)

    with pikepdf.open(io.BytesIO(compiled.pdf)) as document:
        places = in_reading_order(document)
        root = document.Root.StructTreeRoot
        joined = [(element, page) for element, page in places if pikepdf.Name.Part == element.P.S]
        titles = list(dict.fromkeys(str(element.P.T) for element, _ in joined))
        kinds = {page: str(element.S) for element, page in joined}
        tree = pikepdf.NumberTree(root.ParentTree)
        for element, page in joined:
            (named,) = tree[int(document.pages[page - 1].obj.StructParents)]  # type: ignore[call-overload]
            assert named.objgen == element.objgen
    assert [page for _, page in places] == sorted(page for _, page in places)
    assert titles == [f"Anlage {one.number}: {one.title}" for one in content.attachments]
    assert set(kinds) == {
        page for part in compiled.parts[-5:] for page in range(part.first_page + 1, part.first_page + part.pages)
    }
    assert [kind for kind in kinds.values() if kind != "/P"] == ["/Figure"]


@pytest.mark.parametrize("reason", LONG_DIVIDERS)
def test_joined_pages_are_read_aloud_behind_all_pages_of_their_divider(reason: str) -> None:
    content = with_long_divider(reason)

    compiled = compile_document(content, files_for(content))

    with pikepdf.open(io.BytesIO(compiled.pdf)) as document:
        places = [page for _, page in in_reading_order(document)]
    assert places == sorted(places)
    assert set(range(compiled.pages - 3, compiled.pages + 1)) <= set(places)


def alternatives(pdf: bytes) -> list[str]:
    """What is read aloud instead of pages that are pictures."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            str(element.Alt)
            for element, _ in in_reading_order(document)
            if pikepdf.Name.Part == element.P.S and pikepdf.Name.Figure == element.S
        ]


def test_a_picture_is_read_aloud_by_what_the_case_manager_said_of_it_else_by_its_label() -> None:
    content = replace(illness(), attachments=illness().attachments[:2])
    said = "Die Bescheinigung nennt eine Behandlung bis Mai."
    described = replace(content.attachments[0], description=said)
    content = replace(content, attachments=(described, content.attachments[1]))

    compiled = compile_document(content, {one.key: [pictured(), pictured()] for one in content.attachments})

    assert alternatives(compiled.pdf) == [
        f"Anlage 1, Seite 1 von 2: {said}",
        f"Anlage 1, Seite 2 von 2: {said}",
        "Anlage 2, Seite 1 von 2",
        "Anlage 2, Seite 2 von 2",
    ]


def test_a_page_that_stands_in_for_a_file_is_read_aloud_and_no_picture() -> None:
    content = replace(illness(), attachments=illness().attachments[:1])

    compiled = compile_document(content, {})

    assert alternatives(compiled.pdf) == []
