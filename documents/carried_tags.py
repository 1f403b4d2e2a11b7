"""The tags of a file that has its own: at the gate its structure is written anew, from names that are known.

Only a sound structure is carried over. It has no circle and no shared branch, stays within the limits, and every letter
and picture on every page stands in exactly one of its elements or is an artifact. Anything else is left behind, and the
pages are tagged as whole pages later. Nothing here reads what the file says of itself beyond its structure.

Roles are resolved to the standard ones (ISO 32000-1, 14.8.4), classes to the attributes they stand for, and names of
elements go, so several files never disagree. What is read aloud is what is drawn: replacement texts stay behind, and
only pictures keep their alternative text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream, String

from documents.elements import Element, tidy

MOST_ELEMENTS = 20_000
MOST_DEPTH = 60
MOST_CONTENT = 16 * 1024 * 1024
"""Bytes that the pages unpack to: they are read once more to see what is tagged."""
LONGEST_TEXT = 1_000

_ROLES = {
    "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "P", "H1", "H2",
    "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span",
    "Quote", "Reference", "BibEntry", "Code", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure",
    "Formula",
}  # fmt: skip
_OTHERS = {
    "H": "H1", "Document": "Sect", "DocumentFragment": "Sect", "Aside": "Sect", "Title": "P", "Em": "Span",
    "Strong": "Span", "Sub": "Span", "Link": "Span", "Annot": "Span", "Form": "Span", "Note": "Div", "FENote": "Div",
}  # fmt: skip
"""Roles that would claim too much here, since links, fields and names of notes stay behind, and those of PDF 2.0."""
_EMPTY_TOO = frozenset({"TR", "TH", "TD"})
"""A table with a cell taken out would be another one."""
_PICTURES = frozenset({"Figure", "Formula"})
_KEPT = {"/Table": ("/Scope", "/ColSpan", "/RowSpan"), "/List": ("/ListNumbering",)}
_LANGUAGE = re.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_SEEN = "BDC BMC EMC Tj TJ ' \" Do sh BI ID EI"
_MOST_HOPS = 8


class _Unsound(Exception):
    """The structure cannot be carried over."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A sound structure, free of the file it came from."""

    elements: tuple[Element, ...]
    language: str

    def write(self, target: Pdf, forms: Sequence[Object]) -> None:
        """Give it to the rebuilt file, whose pages each draw one of the forms, in order."""
        root = target.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        parents: list[dict[int, Object]] = [{} for _ in forms]
        root.K = Array([_written(element, root, target, forms, parents) for element in self.elements])
        numbers: list[object] = []
        for key, (form, named) in enumerate(zip(forms, parents, strict=True)):
            if named:
                form.StructParents = key
                numbers += [key, Array([named.get(number) for number in range(max(named) + 1)])]
        root.ParentTree = Dictionary(Nums=Array(numbers))
        root.ParentTreeNextKey = len(forms)
        target.Root.StructTreeRoot = root
        target.Root.MarkInfo = Dictionary(Marked=True)
        for element in root.K if self.language else ():
            if "/Lang" not in element:
                element.Lang = String(self.language)


def carried(source: Pdf) -> Carried | None:
    """The structure of a tagged file if it is sound; None where it has none, or another."""
    root = source.Root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary) or not _is_marked(source):
        return None
    try:
        reading = _Reading(source, root)
        elements = reading.elements()
        _require_all_told(source, reading.told)
    except (_Unsound, pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None
    return Carried(tuple(elements), _language(source.Root)) if elements else None


def _is_marked(source: Pdf) -> bool:
    said = source.Root.get("/MarkInfo")
    return isinstance(said, Dictionary) and bool(said.get("/Marked", False)) and not said.get("/Suspects", False)


class _Reading:
    """One walk through the structure, without recursion; `told` are the marked contents that stand in it, by page."""

    def __init__(self, source: Pdf, root: Object) -> None:
        self.root = root
        self.pages = {page.obj.objgen: number for number, page in enumerate(source.pages)}
        self.told: list[set[int]] = [set() for _ in self.pages]
        self.seen: set[tuple[int, int]] = set()
        self.count = 0

    def elements(self) -> list[Element]:
        top = Element("Part")
        waiting: list[tuple[object, Element, int | None, int]] = [(self.root.get("/K"), top, None, 0)]
        while waiting:
            thing, parent, page, depth = waiting.pop()
            self._count(thing, depth)
            if isinstance(thing, Array):
                waiting += [(kid, parent, page, depth + 1) for kid in reversed(list(thing))]
            elif isinstance(thing, int):
                self._tell(parent, page, thing)
            elif isinstance(thing, Dictionary):
                page = self._page(thing, page)
                if thing.get("/Type") == Name.MCR:
                    if "/Stm" in thing:
                        raise _Unsound
                    self._tell(parent, page, thing.get("/MCID"))
                elif thing.get("/Type") != Name.OBJR:
                    element = self._element(thing)
                    parent.kids.append(element)
                    waiting.append((thing.get("/K"), element, page, depth + 1))
        _without_empty(top)
        tidy(top)
        return top.elements()

    def _count(self, thing: object, depth: int) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or depth > MOST_DEPTH:
            raise _Unsound
        if isinstance(thing, Object) and thing.is_indirect:
            if thing.objgen in self.seen:
                raise _Unsound
            self.seen.add(thing.objgen)

    def _page(self, thing: Object, above: int | None) -> int | None:
        own = thing.get("/Pg")
        return self.pages[own.objgen] if isinstance(own, Dictionary) else above

    def _tell(self, parent: Element, page: int | None, number: object) -> None:
        if page is None or not isinstance(number, int) or not 0 <= number < MOST_ELEMENTS or number in self.told[page]:
            raise _Unsound
        self.told[page].add(number)
        parent.kids.append((page, number))

    def _element(self, thing: Object) -> Element:
        role = self._role(thing.get("/S"))
        said = thing.get("/Alt", thing.get("/ActualText")) if role in _PICTURES else None
        element = Element(role, _text(said), _language(thing))
        element.attributes = [kept for given in self._attributes(thing) for kept in _kept(given)]
        return element

    def _role(self, name: object) -> str:
        roles = self.root.get("/RoleMap", Dictionary())
        for _hop in range(_MOST_HOPS):
            if not isinstance(name, Name):
                break
            role = str(name)[1:]
            if role in _ROLES or role in _OTHERS:
                return _OTHERS.get(role, role)
            name = roles.get(str(name))
        return "NonStruct"

    def _attributes(self, thing: Object) -> Iterator[object]:
        classes = self.root.get("/ClassMap", Dictionary())
        for name in _listed(thing.get("/C"))[:_MOST_HOPS]:
            if isinstance(name, Name):
                yield from _listed(classes.get(str(name)))[:_MOST_HOPS]
        yield from _listed(thing.get("/A"))[:_MOST_HOPS]


def _listed(thing: object) -> Sequence[object]:
    if isinstance(thing, Array):
        return list(thing)
    return [] if thing is None else [thing]


def _kept(given: object) -> Iterator[Dictionary]:
    """What is known of a table or list, as names and numbers."""
    if not isinstance(given, Dictionary):
        return
    owner = given.get("/O")
    found = {key: given.get(key) for key in _KEPT.get(str(owner), ()) if key in given}
    values = {key: value for key, value in found.items() if isinstance(value, Name | int)}
    if values:
        yield Dictionary({"/O": Name(str(owner)), **values})


def _text(said: object) -> str:
    return " ".join(str(said).split())[:LONGEST_TEXT] if isinstance(said, String) else ""


def _language(thing: Object) -> str:
    said = _text(thing.get("/Lang"))
    return said if _LANGUAGE.fullmatch(said) else ""


def _without_empty(element: Element) -> Element:
    """Links and fields lose what they hold; elements that are then about nothing go with it."""
    kids = [_without_empty(kid) if isinstance(kid, Element) else kid for kid in element.kids]
    element.kids = [kid for kid in kids if isinstance(kid, tuple) or kid.kids or kid.role in _EMPTY_TOO]
    return element


def _require_all_told(source: Pdf, told: Sequence[set[int]]) -> None:
    """Raise `_Unsound` unless each page shows what its elements name, once, and nothing besides but artifacts."""
    if any(isinstance(one, Stream) and "/StructParents" in one for one in source.objects):
        raise _Unsound
    budget = MOST_CONTENT
    for page, numbers in zip(source.pages, told, strict=True):
        budget -= _size(page)
        if budget < 0:
            raise _Unsound
        if _shown(page, numbers) != numbers:
            raise _Unsound


def _size(page: Page) -> int:
    contents = page.obj.get("/Contents")
    return sum(len(one.read_bytes()) for one in _listed(contents) if isinstance(one, Stream))


def _shown(page: Page, numbers: set[int]) -> set[int]:
    """The numbers of the page's marked contents; raises `_Unsound` where something is shown outside of them."""
    named = page.resources.get("/Properties", Dictionary())
    found: set[int] = set()
    inside: list[str] = [""]
    for instruction in pikepdf.parse_content_stream(page, _SEEN):
        operands, kind = list(instruction.operands), str(instruction.operator)
        if kind in ("BDC", "BMC"):
            inside.append(_opened(operands, named, inside[-1], found, numbers))
        elif kind == "EMC":
            inside.pop()
        elif not inside[-1]:
            raise _Unsound
        if not inside or len(inside) > MOST_DEPTH:
            raise _Unsound
    if len(inside) != 1:
        raise _Unsound
    return found


def _opened(operands: Sequence[object], named: Object, around: str, found: set[int], numbers: set[int]) -> str:
    """What is shown from here on: "told", "artifact", or what it was around."""
    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, Name):
        properties = named.get(str(properties))
    number = properties.get("/MCID") if isinstance(properties, Dictionary) else None
    if number is not None and int(number) in numbers:
        if around or int(number) in found:
            raise _Unsound
        found.add(int(number))
        return "told"
    return "artifact" if operands[0] == Name.Artifact and not around else around


def _written(
    element: Element, parent: Object, target: Pdf, forms: Sequence[Object], parents: list[dict[int, Object]]
) -> Object:
    made = target.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + element.role), P=parent))
    if element.alternative:
        made.Alt = String(element.alternative)
    if element.language:
        made.Lang = String(element.language)
    if element.attributes:
        made.A = Array(element.attributes)
    kids: list[object] = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(_written(kid, made, target, forms, parents))
        else:
            page, number = kid
            parents[page][number] = made
            kids.append(Dictionary(Type=Name.MCR, Pg=target.pages[page].obj, Stm=forms[page], MCID=number))
    made.K = Array(kids)
    return made
