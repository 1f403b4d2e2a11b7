"""A ticked box and a chosen button are seen on the page, whatever the program that ticked it left undrawn."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String
from PIL import Image

from documents.intake import Gate
from tests.documents import hostile
from tests.documents.conftest import ANY, ReadText
from tests.documents.test_form_values import seen

BOX = (50, 200, 90, 240)


def box(*states: str, is_anew: bool = True, **entries: object) -> bytes:
    """A page with one box that has drawings of these states, each showing the state's name."""

    def change(pdf: Pdf) -> None:
        place = button(pdf, *states, FT=Name.Btn, T=String("box"), **entries)
        pdf.pages[0].obj.Annots = Array([place])
        pdf.Root.AcroForm = Dictionary(Fields=Array([place]), NeedAppearances=is_anew)

    return hostile.paper(" ", change=change)


def button(pdf: Pdf, *states: str, **entries: object) -> Object:
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    place = Dictionary(Type=Name.Annot, Subtype=Name.Widget, F=4, Rect=Array(BOX), **entries)
    if states:
        drawn = {f"/{state}": hostile.field_drawing(pdf, font, state, (200, 60)) for state in states}
        place.AP = Dictionary(N=Dictionary(drawn))
    return pdf.make_indirect(place)


@pytest.mark.parametrize(
    ("value", "state", "shown"),
    [
        (Name.Yes, Name.Off, "Yes"),
        (Name.Off, Name.Yes, "Off"),
        (Name.Ja, Name.Yes, "Yes"),
        (String("Yes"), Name.Off, "Yes"),
        (None, Name.Yes, "Yes"),
    ],
    ids=["value on", "value off", "value without a state", "value as a text", "no value"],
)
def test_a_box_shows_the_state_its_value_names_or_else_its_own(
    gate: Gate, read_text: ReadText, value: Object | None, state: Object, shown: str
) -> None:
    entries = {"AS": state} if value is None else {"AS": state, "V": value}

    assert seen(gate, read_text, box("Yes", "Off", **entries)) == shown


def test_a_box_without_a_state_shows_what_its_value_names(gate: Gate, read_text: ReadText) -> None:
    assert seen(gate, read_text, box("Yes", "Off", V=Name.Yes, is_anew=False)) == "Yes"
    assert seen(gate, read_text, box("Yes", "Off", V=Name.Off, is_anew=False)) == "Off"


@pytest.mark.parametrize(
    "file",
    [
        lambda: box("Off", V=Name.Yes, AS=Name.Yes),
        lambda: box("One", "Off", V=Name.Yes, AS=Name.Yes),
        lambda: box(V=Name.Yes, AS=Name.Yes),
        lambda: box(AS=Name.Yes),
        lambda: box(V=Name.Yes),
        lambda: box(V=Name.Yes, AP=Dictionary(N=Dictionary())),
    ],
    ids=["only off", "another name", "no drawing", "no drawing and no value", "no drawing and no state", "no states"],
)
def test_a_ticked_box_without_a_drawing_gets_a_cross(
    gate: Gate, paint: Callable[[bytes], list[Path]], file: Callable[[], bytes]
) -> None:
    def ink(made: bytes) -> float:
        with Image.open(paint(gate.examine(made, ANY).pdf)[0]) as picture:
            return sum((255 - grey) / 255 * count for grey, count in enumerate(picture.histogram()))

    assert ink(file()) > ink(hostile.paper(" ")) + 50


@pytest.mark.parametrize("value", [String("weiblich"), Name("/1"), Name.weiblich])
def test_the_button_that_was_chosen_is_shown(gate: Gate, read_text: ReadText, value: Object) -> None:
    def change(pdf: Pdf) -> None:
        options = Array([String("männlich"), String("weiblich")])
        field = pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=1 << 15, T=String("group"), V=value, Opt=options))
        field.Kids = Array([button(pdf, str(index), "Off", Parent=field, AS=Name.Off) for index in range(2)])
        for kid, left in zip(field.Kids, (50, 300), strict=True):
            kid.Rect = Array([left, 200, left + 200, 260])
        pdf.pages[0].obj.Annots = Array(list(field.Kids))
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), NeedAppearances=True)

    assert seen(gate, read_text, hostile.paper(" ", change=change)) == "Off1"


def test_a_state_named_by_an_older_program_stays(gate: Gate, read_text: ReadText) -> None:
    file = box("JaMARK", "Off", V=Name.JaMARK, AS=Name.JaMARK).replace(b"/JaMARK", b"/Ja#E4RK")

    assert seen(gate, read_text, file) == "JaMARK"
