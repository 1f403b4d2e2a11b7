"""The order of the sections is the form's, except where a section has its fixed place."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.definition import DossierSection, MalformedForm
from forms.dossier_sections import KEPT, USUAL, in_order, read_sections
from forms.reading import read_form, shipped_form
from forms.reading_rules import shipped_data

CODES = st.sampled_from([*(f"D{number:02}" for number in range(20)), "DXX"])


def test_the_shipped_form_lists_the_usual_sections_in_their_order() -> None:
    assert in_order(shipped_form().sections, ()) == list(USUAL)


def test_a_section_is_its_title_or_says_more() -> None:
    sections = read_sections({"D03": "Person", "D14": {"title": "Wohnen", "own_pages": True}})

    assert sections == {"D03": DossierSection("Person"), "D14": DossierSection("Wohnen", own_pages=True)}


@pytest.mark.parametrize(
    ("entry", "place"),
    [(None, "D14"), ({"own_pages": True}, "D14.title"), ({"title": "Wohnen", "own_pages": "ja"}, "D14.own_pages")],
)
def test_a_malformed_section_is_refused_by_its_place(entry: dict[str, Any] | None, place: str) -> None:
    with pytest.raises(MalformedForm, match=f"dossier_sections.{place}"):
        read_form({**copy.deepcopy(dict(shipped_data())), "dossier_sections": {"D14": entry}})


def test_an_editors_order_is_kept() -> None:
    listed = ["D00", "D01", "D05", "D14", "D02", "D08", "D11", "D12", "D13", "DXX"]

    assert in_order(listed, {"D14"}) == ["D01", "D05", "D14", "D02", "D08", "D11", "D12", "D13"]


@given(listed=st.lists(CODES, unique=True), used=st.sets(CODES))
def test_whatever_a_form_lists_nothing_that_has_answers_is_missing_and_the_fixed_places_hold(
    listed: list[str], used: set[str]
) -> None:
    order = in_order(listed, used)

    assert ({*used, *KEPT} - {"D00", "DXX"}) <= set(order)
    assert len(order) == len(set(order))
    assert (order[0], order[-2:]) == ("D01", ["D12", "D13"])
    assert not {"D00", "DXX"} & set(order)
