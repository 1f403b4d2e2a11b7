"""Looking into what came through the gate, with another library than the gate's."""

import io
from collections.abc import Iterator

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from documents.sheet import LONG, SHORT

ACTIVE = {
    "/JS", "/JavaScript", "/OpenAction", "/AA", "/A", "/Launch", "/URI", "/EmbeddedFile", "/EmbeddedFiles", "/EF",
    "/XFA", "/AcroForm", "/Annots", "/RichMedia", "/Names", "/AF", "/Metadata", "/PieceInfo", "/OCProperties", "/OC",
    "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound", "/Filespec", "/Author", "/OPI",
}  # fmt: skip


LISTS_OF_NAMES = ("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties")


def everything(pdf: bytes) -> Iterator[DictionaryObject]:
    """Each dictionary that can be reached."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    waiting: list[object] = [reader.trailer]
    seen: set[int] = set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if thing.idnum in seen:
                continue
            seen.add(thing.idnum)
            thing = thing.get_object()
        if isinstance(thing, DictionaryObject):
            yield thing
            waiting += [thing.raw_get(key) for key in thing]
        elif isinstance(thing, ArrayObject):
            waiting += list(thing)


def is_plain(pdf: bytes, pages: int) -> bool:
    """Whether these are so many A4 sheets, and nothing in them does anything."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    sides = {tuple(round(float(side), 1) for side in page.mediabox[2:]) for page in reader.pages}
    sheets = {(round(SHORT, 1), round(LONG, 1)), (round(LONG, 1), round(SHORT, 1))}
    return len(reader.pages) == pages and sides <= sheets and not any(_acts(thing) for thing in _that_may_act(pdf))


def _that_may_act(pdf: bytes) -> list[DictionaryObject]:
    """All but the lists of resources and glyphs, whose keys are names that a file chooses: a letter may be called A."""
    things = list(everything(pdf))
    resources = [thing["/Resources"] for thing in things if "/Resources" in thing]
    lists = [found[kind] for found in resources for kind in LISTS_OF_NAMES if kind in found]
    lists += [thing["/CharProcs"] for thing in things if thing.get("/Type") == "/Font" and "/CharProcs" in thing]
    chosen = {id(named) for named in lists}
    return [thing for thing in things if id(thing) not in chosen]


def _acts(thing: DictionaryObject) -> bool:
    leads_out = "/F" in thing and isinstance(thing, StreamObject)
    return bool(ACTIVE & set(thing)) or str(thing.get("/S")) in ACTIVE or leads_out
