"""Joined pages get their place in the structure tree: with tags of their own, else as text to read or as a figure."""

from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

from documents.directions import has_right_to_left


class Tagging:
    """Collects one part of the structure per attachment and puts it behind the page it follows."""

    def __init__(self, target: Pdf) -> None:
        self.target = target
        self.root = target.Root.StructTreeRoot
        self.document = self.root.K[0]
        self.next_key = int(self.root.ParentTreeNextKey)
        self.entries: list[Object | int] = []
        self.added: dict[tuple[int, int], list[Object]] = {}

    def begin_part(self, title: str, after: Page) -> None:
        """The pages that are opened next belong together and come behind the generated page `after`."""
        self.part = self.target.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Part, P=self.document, T=String(title), K=Array())
        )
        self.added.setdefault(after.obj.objgen, []).append(self.part)

    def carry_over(self, source: Pdf, pages: Sequence[Page], label: str) -> None:
        """Put the tags of a tamed file into the part; `pages` are its pages in the target, `label` is its name."""
        own = self.target.copy_foreign(source.Root.StructTreeRoot)
        for kid in list(own.K):
            kid.P = self.part
            self.part.K.append(kid)
        numbers = list(own.ParentTree.Nums)
        for key, elements in zip(numbers[::2], numbers[1::2], strict=True):
            self.entries += [int(key) + self.next_key, elements]
            for element in elements:
                self._describe(element, label)
        for page in pages:
            page.obj.Tabs = Name.S
            for form in _forms(page):
                if "/StructParents" in form:
                    form.StructParents = int(form.StructParents) + self.next_key
        self.next_key += int(own.ParentTreeNextKey)

    def _describe(self, element: Object | None, label: str) -> None:
        """Every picture around a content says what it shows, at least by the name of its file."""
        while isinstance(element, Dictionary) and element.objgen != self.part.objgen:
            if element.S in (Name.Figure, Name.Formula) and "/Alt" not in element:
                element.Alt = String(label)
            element = element.get("/P")

    def open_page(self, page: Page, label: str, description: str) -> bytes:
        """Tag a page of the part; returns what its content must be opened with.

        A page without text is a figure: its alternative text is its `label`, and what it shows where that is known.
        """
        is_text = has_text(page)
        element = self.target.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.P, P=self.part, Pg=page.obj, K=0, T=String(label))
        )
        if not is_text:
            element.S = Name.Figure
            element.Alt = String(f"{label}: {description}" if description else label)
            element.A = Dictionary(O=Name.Layout, BBox=page.obj.MediaBox, Placement=Name.Block)
        page.obj.StructParents = self.next_key
        page.obj.Tabs = Name.S
        self.entries += [self.next_key, Array([element])]
        self.next_key += 1
        self.part.K.append(element)
        return f"/{'P' if is_text else 'Figure'} <</MCID 0>> BDC ".encode("ascii")

    def add_text(self, page: Page, said: Sequence[Sequence[str]]) -> None:
        """Put what a machine read behind the figure that was opened last, paragraph by paragraph.

        The marked contents 1, 2, … of the page say these texts, in order.
        """
        named = self.entries[-1]
        assert isinstance(named, Array)
        group = self.target.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Div, P=self.part, K=Array()))
        for texts in said:
            paragraph = self.target.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=group, K=Array()))
            group.K.append(paragraph)
            for text in texts:
                piece = Dictionary(Type=Name.StructElem, S=Name.Span, P=paragraph, Pg=page.obj, K=len(named))
                if has_right_to_left(text):
                    piece.ActualText = String(text)
                named.append(self.target.make_indirect(piece))
                paragraph.K.append(named[-1])
        self.part.K.append(group)

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


def has_text(page: Page) -> bool:
    """Whether the page, or a form that it draws, sets letters."""
    return "/Font" in page.resources or any("/Font" in form.get("/Resources", Dictionary()) for form in _forms(page))


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
