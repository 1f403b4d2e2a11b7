"""Values of a foreign form that nobody has drawn, or that viewers are asked to draw anew, get their drawings.

A drawing that is there stays if it reads as the value does. All else is drawn by PDFium, as in Chromium, and read back
as well: a value that is not seen whole is never let through. Letters beyond Western Europe are not drawn here, since
PDFium takes them from fonts of the machine, which do not come along.
"""

import io
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream, String

from documents.rejection import Rejected

WITHOUT_PAPER = 2 | 32
"""Flags of a widget: hidden, not shown."""
_PASSWORD = 1 << 13
"""Flag of a field whose value is shown as dots."""
_DEEPEST = 32
"""Fields above a field that may hand something down to it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of text or choice that should be seen, and what is written or chosen in it.

    `number` is its own among all places of fields in the file, from 0.
    """

    number: int
    widget: Object
    values: tuple[str, ...]

    @property
    def drawing(self) -> Stream | None:
        drawings = self.widget.get("/AP")
        drawing = drawings.get("/N") if isinstance(drawings, Dictionary) else None
        return drawing if isinstance(drawing, Stream) else None

    @property
    def is_choice(self) -> bool:
        return bool(inherited(self.widget, "/FT") == Name.Ch)

    def is_told_by(self, text: str) -> bool:
        """Whether a drawing that reads so shows the value: a list shows what was not chosen as well."""
        wanted, found = _letters("".join(self.values)), _letters(text)
        return wanted <= found if self.is_choice else wanted == found


def draw(source: Pdf, form: Dictionary, data: bytes) -> None:
    """Give each value of `source`, which is the file in `data`, a drawing that shows it; raises `Rejected`.

    The refusal is `undrawn` where PDFium is needed and cannot be loaded.
    """
    is_anew = bool(form.get("/NeedAppearances", False))
    if is_anew:
        _set_buttons(source)
        del form["/NeedAppearances"]  # as long as it stands there, nothing is drawn into the pages
    fields = [field for field in _fields(source) if is_anew or (field.drawing is None and any(field.values))]
    fields = _untold(fields)
    if not fields:
        return
    wanted = {field.number: field.widget for field in fields}
    for number, drawing in _drawn_anew(data):
        if number in wanted:
            wanted[number]["/AP"] = Dictionary(N=source.copy_foreign(drawing))
    if any("".join(field.values).strip() for field in _untold(fields)):
        raise Rejected("living_form")


def is_set(widget: Object) -> bool:
    """Whether anything is written, chosen or ticked."""
    value = inherited(widget, "/V")
    if isinstance(value, Name):
        return value != Name.Off
    return bool("".join(_values(widget)).strip())


def inherited(field: Object, key: str) -> Object | None:
    """What a field has itself or from the fields above it."""
    for _above in range(_DEEPEST):
        if key in field:
            found: Object = field[key]
            return found
        parent = field.get("/Parent")
        if not isinstance(parent, Dictionary):
            return None
        field = parent
    return None


def widgets(source: Pdf) -> Iterator[Object]:
    """Each place of a field, on all pages."""
    for page in source.pages:
        remarks = page.obj.get("/Annots")
        if isinstance(remarks, Array):
            for remark in remarks:
                if isinstance(remark, Dictionary) and remark.get("/Subtype") == Name.Widget:
                    yield remark


def _fields(source: Pdf) -> list[Field]:
    return [
        Field(number, widget, _values(widget))
        for number, widget in enumerate(widgets(source))
        if inherited(widget, "/FT") in (Name.Tx, Name.Ch)
        and not int(widget.get("/F", 0)) & WITHOUT_PAPER
        and not (inherited(widget, "/FT") == Name.Tx and int(inherited(widget, "/Ff") or 0) & _PASSWORD)
    ]


def _values(widget: Object) -> tuple[str, ...]:
    """What is written, or the names of what was chosen."""
    value = inherited(widget, "/V")
    given = [str(one) for one in value if isinstance(one, String)] if isinstance(value, Array) else []
    if isinstance(value, String):
        given = [str(value)]
    elif isinstance(value, Stream):
        given = [value.read_bytes().decode("utf-8", "replace")]
    names = {}
    for option in inherited(widget, "/Opt") or ():
        if isinstance(option, Array) and len(option) == 2:
            names[str(option[0])] = str(option[1])
    return tuple(names.get(one, one) for one in given)


def _set_buttons(source: Pdf) -> None:
    """Boxes and radio buttons show the state that their value names."""
    for widget in widgets(source):
        value = inherited(widget, "/V")
        drawings = widget.get("/AP")
        states = drawings.get("/N") if isinstance(drawings, Dictionary) else None
        if not isinstance(states, Dictionary) or isinstance(states, Stream):
            continue
        if inherited(widget, "/FT") == Name.Btn and isinstance(value, Name):
            widget["/AS"] = value if str(value) in states else Name.Off


def _untold(fields: Sequence[Field]) -> list[Field]:
    """Those whose drawing is missing or reads otherwise than their value."""
    drawn = [(field, field.drawing) for field in fields]
    texts = iter(_read([drawing for _field, drawing in drawn if drawing is not None]))
    return [field for field, drawing in drawn if not field.is_told_by("" if drawing is None else next(texts))]


def _read(drawings: Sequence[Stream]) -> Iterator[str]:
    """What each drawing says within its box."""
    if not drawings:
        return
    pdfium = _pdfium()
    with Pdf.new() as book:
        for drawing in drawings:
            book.pages.append(_sheet(book, drawing))
        file = io.BytesIO()
        book.save(file)
    with pdfium.PdfDocument(file.getvalue()) as opened:
        for page in opened:
            yield page.get_textpage().get_text_bounded()


def _sheet(book: Pdf, drawing: Stream) -> Page:
    """A page that shows the drawing as it lies, and nothing beyond its box."""
    form = book.copy_foreign(drawing)
    form["/Matrix"] = Array([1, 0, 0, 1, 0, 0])
    page = Dictionary(
        Type=Name.Page,
        MediaBox=drawing.get("/BBox", Array([0, 0, 0, 0])),
        Resources=Dictionary(XObject=Dictionary(D=form)),
        Contents=book.make_stream(b"/D Do"),
    )
    return Page(book.make_indirect(page))


def _drawn_anew(data: bytes) -> Iterator[tuple[int, Stream]]:
    """Drawings by PDFium for values that it has letters for, by the field's number; none where it cannot open it."""
    pdfium = _pdfium()
    asked, answer = io.BytesIO(), io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as asking:
        asking.Root.AcroForm.NeedAppearances = True
        asking.save(asked)
    with suppress(pdfium.PdfiumError), pdfium.PdfDocument(asked.getvalue()) as opened:
        opened.init_forms()
        for page in opened:
            page.close()
        opened.save(answer)
    if not answer.tell():
        return
    with pikepdf.open(answer) as answered:
        for field in _fields(answered):
            if field.drawing is not None and _is_western("".join(field.values)):
                yield field.number, field.drawing


def _is_western(value: str) -> bool:
    try:
        value.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _pdfium() -> Any:
    """The library, which `page_pictures.load` brings into a process that sees no disk."""
    try:
        import pypdfium2
    except ImportError as error:
        raise Rejected("undrawn") from error
    return pypdfium2


def _letters(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKC", text)
    return Counter(letter for letter in plain if not letter.isspace() and unicodedata.category(letter)[0] != "C")
