"""What somebody wrote into a form and nobody drew is on the pages as they wrote it, or the file is refused."""

import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String
from PIL import Image

from documents.intake import Gate, Refused
from tests.documents import hostile
from tests.documents.conftest import ANY, ReadText, plain

MULTILINE, DOTS, COMBO, CELLS = 1 << 12, 1 << 13, 1 << 17, 1 << 24
LONG = "Die Miete ist für März und April gezahlt, für Mai fehlen 120 Euro, die das Jobcenter übernimmt. "


def form(
    value: str | Sequence[str],
    *,
    drawn: str | None = None,
    is_anew: bool = True,
    flags: int = 0,
    size: int = 10,
    options: Sequence[str | tuple[str, str]] = (),
    has_parent: bool = False,
    encoding: Object | None = Name.WinAnsiEncoding,
    hidden: int = 0,
    width: int = 200,
    height: int = 60,
    cells: int = 0,
    chosen: int | None = None,
) -> bytes:
    """A page with one field.

    `drawn` is what its drawing says, if it has one; `is_anew` asks viewers for another.
    """

    def change(pdf: Pdf) -> None:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        if encoding is not None:
            font.Encoding = encoding
        place = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                Rect=Array([50, 200, 50 + width, 200 + height]),
                F=4 | hidden,
                DA=String(f"/F1 {size} Tf 0 g"),
            )
        )
        if drawn is not None:
            place.AP = Dictionary(N=hostile.field_drawing(pdf, font, drawn, (200, 60)))
        field = _field(value, flags, options)
        if cells:
            field.MaxLen = cells
        if chosen is not None:
            field.I = Array([chosen])
        if has_parent:
            field.Kids = Array([place])
            field = pdf.make_indirect(field)
            place.Parent = field
        else:
            place.update(field)
            field = place
        pdf.pages[0].obj.Annots = Array([place])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), DR=Dictionary(Font=Dictionary(F1=font)))
        if is_anew:
            pdf.Root.AcroForm.NeedAppearances = True

    return hostile.paper(" ", change=change)


def _field(value: str | Sequence[str], flags: int, options: Sequence[str | tuple[str, str]]) -> Dictionary:
    given: Any = String(value) if isinstance(value, str) else Array([String(one) for one in value])
    field = Dictionary(FT=Name.Tx, T=String("field"), V=given, Ff=flags)
    if options:
        field.FT = Name.Ch
        field.Opt = Array(
            [String(one) if isinstance(one, str) else Array([String(part) for part in one]) for one in options]
        )
    return field


def seen(gate: Gate, read_text: ReadText, file: bytes) -> str:
    """What stands on the page beside its number, without spaces."""
    return read_text(gate.examine(file, ANY).pdf).removesuffix("1")


def words_in(path: Path) -> list[tuple[float, float, str]]:
    """Left and right edge, in points, of each word, the page's number among them."""
    said = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
    found = re.findall(r'<word xMin="([\d.]+)" .*? xMax="([\d.]+)" .*?>(.*?)</word>', said)
    return [(float(left), float(right), word) for left, right, word in found]


@pytest.mark.parametrize("has_parent", [False, True], ids=["own", "from above"])
@pytest.mark.parametrize("encoding", [Name.WinAnsiEncoding, None], ids=["western", "none"])
@pytest.mark.parametrize("drawn", [None, "", "Mayer", "Rellüm", "Müller und Söhne"])
def test_a_value_is_drawn_as_it_is(
    gate: Gate, read_text: ReadText, drawn: str | None, encoding: Name | None, has_parent: bool
) -> None:
    file = form("Müller", drawn=drawn, encoding=encoding, has_parent=has_parent)

    assert seen(gate, read_text, file) == "Müller"


@pytest.mark.parametrize(
    "value",
    [
        *("Şivan Çağlar", "Олена", "شیرین", "Mu\u0308ller", "O’Neill – „nein“ …", "Baden-Baden", "§ 25b • 10²", "ሰላም"),
        *("10.12.2024", "x" * 200),
    ],
)
def test_letters_of_any_launch_language_are_drawn(gate: Gate, read_text: ReadText, value: str) -> None:
    assert plain(seen(gate, read_text, form(value, drawn="M?ller"))) == plain(value)


@pytest.mark.parametrize("drawn", [None, ""], ids=["no drawing", "empty drawing"])
@pytest.mark.parametrize("has_parent", [False, True], ids=["own", "from above"])
def test_a_value_that_nothing_draws_is_drawn_though_nobody_asks(
    gate: Gate, read_text: ReadText, drawn: str | None, has_parent: bool
) -> None:
    assert seen(gate, read_text, form("Müller", drawn=drawn, is_anew=False, has_parent=has_parent)) == "Müller"


def test_a_drawing_is_left_alone_where_nobody_asks_for_another(gate: Gate, read_text: ReadText) -> None:
    assert seen(gate, read_text, form("Müller", drawn="Frau Müller", is_anew=False)) == "FrauMüller"


@pytest.mark.parametrize("size", [10, 0, 40], ids=["its own size", "any size", "too large"])
@pytest.mark.parametrize("flags", [0, MULTILINE], ids=["one line", "lines"])
def test_a_long_value_is_broken_into_lines(gate: Gate, read_text: ReadText, size: int, flags: int) -> None:
    assert seen(gate, read_text, form(LONG * 2, flags=flags, size=size)) == (LONG * 2).replace(" ", "")


@pytest.mark.parametrize(
    ("value", "width"),
    [
        *(("12000", 24), ("Mustermann", 30), ("Donaudampfschifffahrt", 60), ("0171-2345678", 52)),
        *(
            ("12\u00a0345,00\u00a0€", 45),
            ("Müller\u00a0und\u00a0Söhne", 60),
            ("1\u202f200 / 3", 30),
            ("Ja ! (nein)", 30),
        ),
        *(("AZ 33-1234567/2024", 60), ("01.01.2024–31.12.2024", 50)),
    ],
)
@pytest.mark.parametrize("size", [0, 10])
def test_no_letter_reaches_beyond_its_field(gate: Gate, tmp_path: Path, value: str, width: int, size: int) -> None:
    (tmp_path / "form.pdf").write_bytes(gate.examine(form(value, width=width, height=24, size=size), ANY).pdf)

    *words, _page_number = words_in(tmp_path / "form.pdf")
    assert max(right for _left, right, _word in words) - min(left for left, _right, _word in words) < width


@pytest.mark.parametrize("value", ["a\n" * 10_000, "aش" * 10_000, "x" * 60_000], ids=["lines", "two ways", "endless"])
def test_a_value_that_is_set_for_long_is_refused(gate: Gate, value: str) -> None:
    with pytest.raises(Refused, match="living_form"):
        gate.examine(form(value, flags=MULTILINE, size=0, width=500, height=700), ANY)


@pytest.mark.parametrize("value", ["日本", "🙂", LONG * 60], ids=["Japanese", "emoji", "longer than its field"])
@pytest.mark.parametrize("drawn", [None, "M?ller"])
@pytest.mark.parametrize("has_parent", [False, True], ids=["own", "from above"])
def test_a_value_that_cannot_be_shown_whole_is_refused(
    gate: Gate, value: str, drawn: str | None, has_parent: bool
) -> None:
    with pytest.raises(Refused) as refused:
        gate.examine(form(value, flags=MULTILINE, drawn=drawn, has_parent=has_parent), ANY)

    assert refused.value.code == "living_form"


def test_an_empty_field_shows_nothing(gate: Gate, read_text: ReadText) -> None:
    assert seen(gate, read_text, form("", drawn="tt.mm.jjjj")) == ""


@pytest.mark.parametrize("options", [("Bonn", "Köln", "Unna"), (("1", "Bonn"), ("2", "Köln"), ("3", "Unna"))])
@pytest.mark.parametrize("flags", [0, COMBO], ids=["list", "combo"])
@pytest.mark.parametrize("drawn", [None, "Unna"])
def test_a_choice_is_drawn_by_its_name(
    gate: Gate, read_text: ReadText, options: Sequence[str | tuple[str, str]], flags: int, drawn: str | None
) -> None:
    chosen = options[1] if isinstance(options[1], str) else options[1][0]

    assert seen(gate, read_text, form(chosen, flags=flags, options=options, drawn=drawn)) == "Köln"


def test_of_choices_with_the_same_value_the_chosen_one_is_drawn(gate: Gate, read_text: ReadText) -> None:
    options = (("1", "Bonn"), ("1", "Köln"))

    assert seen(gate, read_text, form("1", options=options, chosen=0)) == "Bonn"
    assert seen(gate, read_text, form("1", options=options, chosen=1)) == "Köln"


def test_all_that_was_chosen_is_drawn(gate: Gate, read_text: ReadText) -> None:
    assert seen(gate, read_text, form(["Bonn", "Unna"], options=("Bonn", "Köln", "Unna"))) == "BonnUnna"


def test_each_cell_gets_a_letter(gate: Gate, tmp_path: Path) -> None:
    (tmp_path / "form.pdf").write_bytes(gate.examine(form("120", flags=CELLS, cells=10), ANY).pdf)

    assert sorted(word for _left, _right, word in words_in(tmp_path / "form.pdf")) == ["0", "1", "1", "2"]


def test_marks_stay_on_the_letters_in_their_cells(gate: Gate, tmp_path: Path) -> None:
    (tmp_path / "form.pdf").write_bytes(gate.examine(form("Mu\u0308ller", flags=CELLS, cells=10), ANY).pdf)

    assert sorted(word for _left, _right, word in words_in(tmp_path / "form.pdf")) == sorted([*"Müller", "1"])


def test_letters_that_join_are_not_parted_into_cells(gate: Gate, tmp_path: Path) -> None:
    (tmp_path / "form.pdf").write_bytes(gate.examine(form("شیرین", flags=CELLS, cells=10), ANY).pdf)

    assert len(words_in(tmp_path / "form.pdf")) == 2


def test_cells_too_small_for_letters_are_refused(gate: Gate) -> None:
    with pytest.raises(Refused, match="living_form"):
        gate.examine(form("1234567890" * 4, flags=CELLS, cells=40, width=80), ANY)


def test_a_value_is_drawn_once_for_each_page_it_stands_on(gate: Gate, read_text: ReadText) -> None:
    def change(pdf: Pdf) -> None:
        place = text_place(pdf)
        place.update(Dictionary(FT=Name.Tx, T=String("field"), V=String("Müller")))
        for page in pdf.pages:
            page.obj.Annots = Array([place])
        pdf.Root.AcroForm = Dictionary(Fields=Array([place]), NeedAppearances=True)

    assert seen(gate, read_text, hostile.paper(" ", pages=2, change=change)).count("Müller") == 2


def test_a_place_that_only_its_field_names_shows_its_value(gate: Gate, read_text: ReadText) -> None:
    def change(pdf: Pdf) -> None:
        place = text_place(pdf)
        field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("field"), V=String("Müller"), Kids=Array([place])))
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))

    assert seen(gate, read_text, hostile.paper(" ", change=change)) == "Müller"


@pytest.mark.parametrize(("depth", "is_taken"), [(100, True), (1000, False)])
def test_a_value_far_above_its_place_is_shown_or_the_file_refused(
    gate: Gate, read_text: ReadText, depth: int, is_taken: bool
) -> None:
    def change(pdf: Pdf) -> None:
        field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("field"), V=String("Müller")))
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
        for _level in range(depth):
            below = pdf.make_indirect(Dictionary(Parent=field))
            field.Kids = Array([below])
            field = below
        field.update(text_place(pdf))
        pdf.pages[0].obj.Annots = Array([field])

    file = hostile.paper(" ", change=change)
    if is_taken:
        assert seen(gate, read_text, file) == "Müller"
    else:
        with pytest.raises(Refused, match="living_form"):
            gate.examine(file, ANY)


def text_place(pdf: Pdf) -> Dictionary:
    """A place for a text on the first page."""
    box = Array([50, 200, 250, 260])
    place = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=box, F=4, DA=String("/F1 10 Tf 0 g"))
    )
    pdf.pages[0].obj.Annots = Array([place])
    assert isinstance(place, Dictionary)
    return place


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("is_upright", [False, True], ids=["turned with its page", "upright on any page"])
def test_a_value_set_anew_stands_where_its_old_drawing_stood(
    gate: Gate, tmp_path: Path, turn: int, is_upright: bool
) -> None:
    def stands(is_anew: bool) -> tuple[float, ...]:
        def change(pdf: Pdf) -> None:
            place = text_place(pdf)
            font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
            drawing = hostile.field_drawing(pdf, font, "Wert", (200, 20))
            place.update(Dictionary(FT=Name.Tx, T=String("field"), V=String("Wert"), AP=Dictionary(N=drawing)))
            place.Rect = Array([200, 400, 400, 420])
            place.F = 4 | 16 * is_upright
            pdf.pages[0].obj.Rotate = turn
            pdf.Root.AcroForm = Dictionary(Fields=Array([place]), NeedAppearances=is_anew)

        path = tmp_path / "form.pdf"
        path.write_bytes(gate.examine(hostile.paper(" ", change=change), ANY).pdf)
        said = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
        found = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">Wert', said)
        assert found is not None
        left, top, right, bottom = map(float, found.groups())
        return (left + right) / 2, (top + bottom) / 2

    assert stands(True) == pytest.approx(stands(False), abs=9)


def test_a_value_on_a_hidden_layer_stays_hidden(gate: Gate, read_text: ReadText) -> None:
    def change(pdf: Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("layer")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        place = text_place(pdf)
        place.update(Dictionary(FT=Name.Tx, T=String("field"), V=String("Müller"), OC=layer))
        pdf.Root.AcroForm = Dictionary(Fields=Array([place]), NeedAppearances=True)

    assert seen(gate, read_text, hostile.paper(" ", change=change)) == ""


def test_light_letters_get_a_light_ground(gate: Gate, paint: Callable[[bytes], list[Path]]) -> None:
    def change(pdf: Pdf) -> None:
        place = text_place(pdf)
        place.update(Dictionary(FT=Name.Tx, T=String("field"), V=String("Müller"), DA=String("/F1 40 Tf 1 g")))
        pdf.pages[0].Contents = pdf.make_stream(b"0 0 0.5 rg 0 150 595 200 re f")
        pdf.Root.AcroForm = Dictionary(Fields=Array([place]), NeedAppearances=True)

    [page] = paint(gate.examine(hostile.paper(" ", change=change), ANY).pdf)

    with Image.open(page) as picture:
        rows = [picture.crop((30, y, picture.width - 20, y + 1)).tobytes() for y in range(picture.height)]
    bar = [row for row in rows if max(row[0], row[-1]) < 50]
    assert max(row.count(255) for row in bar) > 40


@pytest.mark.parametrize("value", [Dictionary(A=1), True], ids=["dictionary", "truth"])
def test_what_is_no_value_of_a_field_is_refused(gate: Gate, value: Any) -> None:
    def change(pdf: Pdf) -> None:
        place = text_place(pdf)
        place.update(Dictionary(FT=Name.Tx, T=String("field"), V=value))
        pdf.Root.AcroForm = Dictionary(Fields=Array([place]), NeedAppearances=True)

    with pytest.raises(Refused, match="living_form"):
        gate.examine(hostile.paper(" ", change=change), ANY)


def test_formatted_text_alone_is_told(gate: Gate) -> None:
    def change(pdf: Pdf) -> None:
        place = text_place(pdf)
        place.update(Dictionary(FT=Name.Tx, T=String("field"), RV=String("<body><p>Müller</p></body>")))
        pdf.Root.AcroForm = Dictionary(Fields=Array([place]), NeedAppearances=True)

    assert "remark_left" in gate.examine(hostile.paper(" ", change=change), ANY).notes


def test_a_table_that_hides_a_value_is_refused(gate: Gate) -> None:
    def change(pdf: Pdf) -> None:
        places = [text_place(pdf), text_place(pdf)]
        for place, value in zip(places, ("Anna", "Bilal"), strict=True):
            place.update(Dictionary(FT=Name.Tx, T=String(value), V=String(value)))
        pdf.pages[0].obj.Annots = Array(places)
        pdf.Root.AcroForm = Dictionary(Fields=Array(places))

    whole = hostile.paper(" ", change=change)
    hidden = re.search(rb"\n(\d+) 0 obj\s<<[^<>]*Bilal", whole) or re.search(rb"\n(\d+) 0 obj", whole)
    assert hidden is not None
    line = b"%010d 00000 n" % (hidden.start() + 1)
    assert whole.count(line) == 1

    with pytest.raises(Refused, match="living_form"):
        gate.examine(whole.replace(line, b"0000000000 65535 f"), ANY)


def test_a_password_is_not_drawn(gate: Gate, read_text: ReadText) -> None:
    assert seen(gate, read_text, form("geheim", flags=DOTS)) == ""


def test_a_hidden_value_is_left_behind(gate: Gate, read_text: ReadText) -> None:
    assert seen(gate, read_text, form("Şivan", hidden=2)) == ""


@pytest.mark.parametrize(("is_anew", "shown"), [(True, "Ja"), (False, "Nein")])
def test_a_box_shows_its_value_where_viewers_are_asked_to(
    gate: Gate, read_text: ReadText, is_anew: bool, shown: str
) -> None:
    def change(pdf: Pdf) -> None:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        states = Dictionary(
            {
                "/Yes": hostile.field_drawing(pdf, font, "Ja", (200, 60)),
                "/Off": hostile.field_drawing(pdf, font, "Nein", (200, 60)),
            }
        )
        box = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Btn,
                T=String("box"),
                V=Name.Yes,
                AS=Name.Off,
                F=4,
                Rect=Array([50, 200, 250, 260]),
                AP=Dictionary(N=states),
            )
        )
        pdf.pages[0].obj.Annots = Array([box])
        pdf.Root.AcroForm = Dictionary(Fields=Array([box]), NeedAppearances=is_anew)

    assert seen(gate, read_text, hostile.paper(" ", change=change)) == shown


def test_fields_without_numbers_are_not_confused(gate: Gate, read_text: ReadText) -> None:
    def change(pdf: Pdf) -> None:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        pdf.Root.AcroForm = Dictionary(Fields=Array(), DR=Dictionary(Font=Dictionary(F1=font)), NeedAppearances=True)
        pdf.pages[0].obj.Annots = Array(
            [
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Widget,
                    FT=Name.Tx,
                    T=String(name),
                    V=String(name),
                    F=4,
                    DA=String("/F1 10 Tf 0 g"),
                    Rect=Array([50, 400 - 50 * row, 250, 430 - 50 * row]),
                )
                for row, name in enumerate(("Anna", "Bilal", "Chiara"))
            ]
        )

    assert seen(gate, read_text, hostile.paper(" ", change=change)) == "AnnaBilalChiara"


def test_a_field_that_is_its_own_parent_ends(gate: Gate) -> None:
    def change(pdf: Pdf) -> None:
        place = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array([0, 0, 50, 50])))
        place.Parent = place
        pdf.pages[0].obj.Annots = Array([place])
        pdf.Root.AcroForm = Dictionary(Fields=Array([place]), NeedAppearances=True)

    assert gate.examine(hostile.paper(change=change), ANY).pages == 1
