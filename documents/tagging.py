"""Joined pages get their place in the structure tree: text as a paragraph to read aloud, a scan as a figure."""

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String


class Tagging:
    """Collects one structure element per joined page and puts them behind the page they follow."""

    def __init__(self, target: Pdf) -> None:
        self.target = target
        self.root = target.Root.StructTreeRoot
        self.document = self.root.K[0]
        self.next_key = int(self.root.ParentTreeNextKey)
        self.entries: list[Object | int] = []
        self.added: dict[tuple[int, int], list[Object]] = {}

    def open_page(self, page: Page, after: Page, label: str) -> bytes:
        """Tag a page that comes behind the generated page `after`; returns what its content must be opened with."""
        has_text = any("/Font" in form.get("/Resources", Dictionary()) for form in _forms(page))
        element = self.target.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.P, P=self.document, Pg=page.obj, K=0, T=String(label))
        )
        if not has_text:
            element.S = Name.Figure
            element.Alt = String(label)
            element.A = Dictionary(O=Name.Layout, BBox=page.obj.MediaBox, Placement=Name.Block)
        page.obj.StructParents = self.next_key
        page.obj.Tabs = Name.S
        self.entries += [self.next_key, Array([element])]
        self.next_key += 1
        self.added.setdefault(after.obj.objgen, []).append(element)
        return f"/{'P' if has_text else 'Figure'} <</MCID 0>> BDC ".encode("ascii")

    def finish(self) -> None:
        """Write all elements into the tree, in reading order."""
        if not self.added:
            return
        kids: list[Object] = []
        elements = list(self.document.K)
        places = [_place(element) for element in elements]
        for index, place in enumerate(places):
            places[index] = place if place != (0, 0) else places[index - 1]
        for index, element in enumerate(elements):
            kids.append(element)
            if index + 1 == len(elements) or places[index + 1] != places[index]:
                kids += self.added.pop(places[index], [])
        kids += [element for group in self.added.values() for element in group]
        self.document.K = Array(kids)
        numbers = list(self.root.ParentTree.Nums)
        self.root.ParentTree.Nums = Array([*numbers, *self.entries])
        self.root.ParentTreeNextKey = self.next_key


def _forms(page: Page) -> Iterator[Object]:
    drawn = page.resources.get("/XObject", Dictionary())
    for name in list(drawn.keys()):
        yield drawn[name]


def _place(element: Object) -> tuple[int, int]:
    """The page of an element, or of the first thing in it that has one."""
    waiting: list[object] = [element]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, Dictionary):
            if "/Pg" in thing:
                return thing["/Pg"].objgen
            waiting.append(thing.get("/K"))
        elif isinstance(thing, Array):
            waiting += reversed(list(thing))
    return 0, 0
