"""PDFs at the gate: only what draws a page is taken over into a new file, and sound tags; all else stays behind."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from documents import artifacts, embedded_fonts, layers, remarks, soundness, weighing
from documents.carried_tags import carried
from documents.form_values import Drawings, Undrawn
from documents.lent_fonts import lend
from documents.rejection import Rejected
from documents.sheet import add_sheet, place

LARGEST_SIDE, SMALLEST_SIDE = 14_400.0, 1.0
"""Points; the first is the limit of the PDF standard itself."""
MAX_OBJECTS = 200_000
_MOST_REWRITTEN = 3 * 1024 * 1024
"""Bytes of content that are read or written anew, instruction by instruction; each becomes some hundred in memory."""
_TABLE = b"startxref"
"""Leads to the table of objects; a file without it is searched."""
_LOST_PAGE = "Pages tree includes non-dictionary object"

_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_STREAM = {"/Length", "/Filter", "/DecodeParms"}
_FORM = _STREAM | {"/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group"}
_IMAGE = _STREAM | {
    "/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask",
    "/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Matte",
}  # fmt: skip
_NEVER = {
    "/A", "/AA", "/AF", "/Action", "/Alternates", "/Annots", "/EF", "/Embedded", "/FFilter", "/FDecodeParms", "/JS",
    "/JavaScript", "/LastModified", "/Launch", "/Measure", "/Metadata", "/Names", "/OC", "/OPI", "/OpenAction",
    "/PieceInfo", "/PtData", "/PZ", "/Ref", "/RichMediaContent", "/StructParent", "/StructParents", "/URI", "/XFA",
}  # fmt: skip


def rebuild(data: bytes, max_pages: int, drawings: Drawings | None = None) -> tuple[bytes, int, tuple[str, ...]]:
    """The file as A4 sheets, their number, and what was noted; raises `Rejected`.

    Where values of a form lack drawings it raises `Undrawn`, and is to be asked again with those `drawings`.

    Where its table leaves out objects that the file names and holds, they are searched for, as viewers do.
    """
    made, is_doubtful = _rebuilt(data, max_pages, drawings)
    if not is_doubtful:
        return made
    pdf, pages, notes = made
    try:
        searched, _ = _rebuilt(data.replace(_TABLE, b"-" * len(_TABLE)), max_pages, drawings)
    except Undrawn as undrawn:
        raise Rejected("living_form") from undrawn  # it hides values that other programs draw
    except Rejected:
        return pdf, pages, tuple(sorted({*notes, "repaired"}))
    return made if searched[0] == pdf else searched


def _rebuilt(data: bytes, max_pages: int, drawings: Drawings | None) -> tuple[tuple[bytes, int, tuple[str, ...]], bool]:
    """The same by the file's own table, and whether that hides something; raises `Rejected`."""
    try:
        with _listening() as said, _opened(data) as source, Pdf.new() as target:
            notes, is_mended = _rebuild(source, target, data, max_pages, drawings)
            if any(_LOST_PAGE in sentence for sentence in said):
                notes.add("repaired")
            result = io.BytesIO()
            target.save(
                result,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
                compress_streams=True,
            )
            made = result.getvalue(), len(target.pages), tuple(sorted(notes))
        if is_mended:
            return made, False
        with _opened(data) as untouched:
            return made, weighing.hides_objects(untouched, data)
    except pikepdf.PasswordError as error:
        raise Rejected("encrypted") from error
    except MemoryError as error:
        raise Rejected("bomb") from error
    except pikepdf.PdfError as error:
        raise Rejected("encrypted" if "encryption" in str(error) else "damaged") from error
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError) as error:
        raise Rejected("damaged") from error


def _opened(data: bytes) -> Pdf:
    """The library shall not hand down what pages inherit: before that it copies a page for each place that names it."""
    return pikepdf.open(io.BytesIO(data), inherit_page_attributes=False)


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What the library tells its log alone, and not its list of warnings."""
    said: list[str] = []
    listener = logging.Handler()
    listener.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("pikepdf._core")
    log.addHandler(listener)
    try:
        yield said
    finally:
        log.removeHandler(listener)


def _rebuild(source: Pdf, target: Pdf, data: bytes, max_pages: int, drawings: Drawings | None) -> tuple[set[str], bool]:
    """Notes, and whether the library had to mend the file as it read it."""
    notes = {"owner_password"} if source.is_encrypted else set()
    _hand_down(source, max_pages)
    count = _page_count(source, max_pages)
    if remarks.holds_files(source):
        notes.add("files_left")
    hidden = layers.hidden_layers(source)
    if hidden is not None:
        notes.add("layers")
        remarks.take_away(source, lambda remark: layers.is_hidden(remark.get("/OC"), hidden))
    notes |= remarks.draw_in(source, drawings)
    if hidden is not None:
        layers.burn_in(source, hidden)
    budget = weighing.Budget()
    for page in source.pages:
        _check_page(page, budget)
        _show_as_viewers_do(page)
    if budget.lacks or weighing.lost_pages(source) or weighing.ends_unfinished(data):
        notes.add("repaired")
    tags = carried(source)
    forms = [_add_page(target, page) for page in source.pages]
    assert len(target.pages) == count
    _strip(target)
    fonts = _fonts(target)
    is_short = budget.content_size() <= _MOST_REWRITTEN
    if not lend(target, fonts, is_short=is_short):
        notes.add("fonts_lacking")
    for font in fonts.values():
        embedded_fonts.mend(target, font)
    if tags is not None:
        tags.write(target, forms)
    are_marks_sound = is_short and (artifacts.melt(target) if tags is None else artifacts.cover(forms))
    if are_marks_sound and all(embedded_fonts.is_sound(font) for font in fonts.values()):
        soundness.mark(target)
    is_mended = bool(source.get_warnings())
    if is_mended:
        notes.add("repaired")
        if weighing.has_gaps(source, data):
            raise Rejected("damaged")
    return notes, is_mended


def _hand_down(source: Pdf, max_pages: int) -> None:
    """Give each page what it inherits (ISO 32000-2, 7.7.3.4), and refuse too many before the library sees a page."""
    stated = source.Root.Pages.get("/Count", 0)
    if isinstance(stated, int) and stated > max_pages:
        raise Rejected("too_many_pages")
    if len(source.objects) > MAX_OBJECTS:
        raise Rejected("bomb")
    branches: list[tuple[Object, dict[str, Any]]] = [(_top(source.Root.Pages), {})]
    seen, pages = set(), 0
    while branches:
        branch, above = branches.pop()
        if branch.is_indirect and branch.objgen in seen:
            continue  # a tree in a circle is refused by the library
        seen.add(branch.objgen)
        if isinstance(branch.get("/Resources"), Dictionary):
            branch.Resources = source.make_indirect(branch.Resources)  # for all pages the same
        below = {**above, **{key: branch[key] for key in _INHERITED if key in branch}}
        kids = branch.get("/Kids")
        for kid in kids if isinstance(kids, Array) else ():
            if not isinstance(kid, Dictionary):
                continue
            if "/Kids" in kid:
                branches.append((kid, below))
                continue
            pages += 1
            if pages > max_pages:
                raise Rejected("too_many_pages")
            for key, value in below.items():
                if key not in kid:
                    kid[key] = value


def _top(branch: Object) -> Object:
    """Of the page tree, where the library begins too, wherever the file says that it begins."""
    seen = set()
    while isinstance(above := branch.get("/Parent"), Dictionary) and above.objgen not in seen:
        seen.add(above.objgen)
        branch = above
    return branch


def _page_count(source: Pdf, max_pages: int) -> int:
    """The number of pages as the library counts them."""
    count = len(source.pages)
    if count == 0:
        raise Rejected("no_pages")
    if count > max_pages:
        raise Rejected("too_many_pages")
    return count


def _check_page(page: Page, budget: weighing.Budget) -> None:
    """Refuse what could make a page empty or monstrous: impossible boxes, streams that cannot be unpacked."""
    box = page.cropbox
    scale = float(page.obj.get("/UserUnit", 1))
    for side in (float(box[2]) - float(box[0]), float(box[3]) - float(box[1])):
        if not SMALLEST_SIDE <= abs(side) * scale <= LARGEST_SIDE:
            raise Rejected("page_size")
    contents = page.obj.get("/Contents")
    if "/Contents" in page.obj and not isinstance(contents, Stream | Array):
        raise Rejected("damaged")
    if isinstance(contents, Array) and not all(isinstance(piece, Stream) or piece is None for piece in contents):
        raise Rejected("damaged")  # a viewer would leave this piece out without a word
    budget.weigh_page(page)


def _show_as_viewers_do(page: Page) -> None:
    """Cut to no more than the paper, and not at all where the cut lies beside it."""
    paper, cut = pikepdf.Rectangle(Array(page.mediabox)), pikepdf.Rectangle(Array(page.cropbox))
    left, bottom = max(paper.llx, cut.llx), max(paper.lly, cut.lly)
    right, top = min(paper.urx, cut.urx), min(paper.ury, cut.ury)
    page.obj.CropBox = Array([left, bottom, right, top]) if left < right and bottom < top else page.mediabox


def _add_page(target: Pdf, page: Page) -> Object:
    """Copy a page as one form object, so that its resources, rotation and unbalanced states stay its own."""
    for box in ("/TrimBox", "/ArtBox", "/BleedBox"):
        if box in page.obj:
            del page.obj[box]
    form = page.as_form_xobject(handle_transformations=True)
    left, bottom, right, top = _bounds(form)
    placement = place(right - left, top - bottom)
    scale = placement.scale
    matrix = (scale, 0, 0, scale, placement.x - left * scale, placement.y - bottom * scale)
    drawing = target.copy_foreign(form)
    add_sheet(target, drawing, placement, matrix)
    return drawing


def _bounds(form: Object) -> tuple[float, float, float, float]:
    """The form's box after its own matrix (rotation and user unit)."""
    x1, y1, x2, y2 = (float(number) for number in form.BBox)
    matrix = pikepdf.Matrix(form.get("/Matrix", Array([1, 0, 0, 1, 0, 0])))
    corners = [matrix.transform(corner) for corner in ((x1, y1), (x1, y2), (x2, y1), (x2, y2))]
    xs, ys = [float(corner[0]) for corner in corners], [float(corner[1]) for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _strip(target: Pdf) -> None:
    """Walk everything that came along and keep, by kind of object, only what draws; letters and fonts bear any name."""
    with_own_names: set[tuple[int, int]] = set()
    suspects = []
    for thing, has_own_names in _everything(target):
        children = [thing.get(key) for key in weighing.NAMED_BY_FILE.intersection(thing.keys())]
        with_own_names.update(child.objgen for child in children if isinstance(child, Dictionary) and child.is_indirect)
        unwanted = [] if has_own_names else _unwanted(thing)
        if unwanted and thing.is_indirect and not isinstance(thing, Stream):
            suspects.append((thing, unwanted))
            continue
        for key in unwanted:
            del thing[key]
    for thing, unwanted in suspects:
        if thing.objgen not in with_own_names:
            for key in unwanted:
                del thing[key]


def _fonts(target: Pdf) -> dict[tuple[int, int], Object]:
    """All fonts that content may name, by object number."""
    fonts: dict[tuple[int, int], Object] = {}
    for thing, _ in _everything(target):
        named: Any = thing.get("/Font")
        names = list(named.keys()) if isinstance(named, Dictionary) else [0] if isinstance(named, Array) else []
        for name in names:
            if isinstance(named[name], Dictionary):
                if not named[name].is_indirect:
                    named[name] = target.make_indirect(named[name])
                fonts[named[name].objgen] = named[name]
    return fonts


def _unwanted(thing: Object) -> list[str]:
    """The keys that it must not keep."""
    allowed = _allowed_keys(thing)
    return [key for key in thing.keys() if key in _NEVER or (allowed is not None and key not in allowed)]  # noqa: SIM118


def _allowed_keys(thing: Object) -> set[str] | None:
    """The keys a stream of this kind may keep; None where the list of what is never kept must do."""
    if not isinstance(thing, Stream):
        return None
    if "/F" in thing:
        raise Rejected("elsewhere")
    kind = thing.get("/Subtype")
    if kind == Name.Form:
        return _FORM
    if kind == Name.Image:
        return _IMAGE
    if kind == Name.PS:
        raise Rejected("damaged")
    return None


def _everything(target: Pdf) -> Iterator[tuple[Object, bool]]:
    """Every dictionary and stream of the file, direct ones too, which may be lists of names that the file chose."""
    waiting = [(thing, False) for thing in target.objects if isinstance(thing, Dictionary | Stream | Array)]
    while waiting:
        thing, has_own_names = waiting.pop()
        if isinstance(thing, Dictionary | Stream):
            yield thing, has_own_names
            children = [(thing.get(key), key in weighing.NAMED_BY_FILE) for key in list(thing.keys())]
        else:
            children = [(child, False) for child in thing]
        waiting += [
            (child, has_names)
            for child, has_names in children
            if isinstance(child, Dictionary | Array) and not child.is_indirect
        ]
