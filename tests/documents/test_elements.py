"""Structures that are written anew hold together: nothing in them says more than it can."""

from pikepdf import Dictionary, Name

from documents.elements import Element, tidy

Kid = Element | tuple[int, int]


def element(role: str, *kids: Kid, **said: int) -> Element:
    """An element; without kids one about a content of its own."""
    attributes = [Dictionary({"/O": Name.Table, **{f"/{key}": value for key, value in said.items()}})] if said else []
    return Element(role, attributes=attributes, kids=list(kids) or [(0, 0)])


def cell(role: str = "TD", **said: int) -> Element:
    return element(role, **said)


def table(*rows: list[Element]) -> Element:
    return element("Table", *(element("TR", *cells) for cells in rows))


def tidied(*elements: Kid) -> str:
    """The roles below a part after tidying, in reading order."""
    top = element("Part", *elements)
    tidy(top)
    return shape(top)


def shape(of: Element) -> str:
    inside = " ".join(shape(kid) for kid in of.elements())
    return f"{of.role}({inside})" if inside else of.role


def scopes(of: Element) -> list[str]:
    tidy(element("Part", of))
    return [
        str(said["/Scope"])
        for row in of.elements()
        for one in row.elements()
        for said in one.attributes
        if "/Scope" in said
    ]


def test_a_table_with_rows_of_one_length_stays() -> None:
    assert tidied(table([cell("TH"), cell("TH")], [cell(), cell()])) == "Part(Table(TR(TH TH) TR(TD TD)))"


def test_a_table_without_a_head_is_one_for_the_eye_alone() -> None:
    assert tidied(table([cell(), cell()], [cell(), cell()])) == "Part(Div(Div(Div Div) Div(Div Div)))"


def test_cells_that_reach_over_several_count_as_many() -> None:
    even = table([cell("TH", ColSpan=2, RowSpan=1), cell(RowSpan=2)], [cell(), cell()])

    assert tidied(even).startswith("Part(Table(")


def test_a_table_with_rows_of_different_lengths_becomes_divisions_in_the_same_order() -> None:
    uneven = table([cell("TH"), cell("TH")], [cell()])

    assert tidied(element("P"), uneven) == "Part(P Div(Div(Div Div) Div(Div)))"


def test_a_cell_that_reaches_below_the_last_row_makes_no_table() -> None:
    assert "Table" in tidied(table([cell("TH", RowSpan=2), cell()], [cell()]))
    assert "Table" not in tidied(table([cell("TH", RowSpan=3), cell()], [cell()]))


def test_a_table_without_rows_is_none() -> None:
    assert tidied(element("Table", element("Caption"))) == "Part(Div(Caption))"


def test_one_table_may_lie_in_another() -> None:
    inner = table([cell("TH")], [cell()])
    assert tidied(table([element("TD", inner), cell("TH")])) == "Part(Table(TR(TD(Table(TR(TH) TR(TD))) TH)))"
    uneven = table([cell("TH")], [cell(), cell()])
    assert tidied(table([element("TH", uneven)])) == "Part(Table(TR(TH(Div(Div(Div) Div(Div Div))))))"


def test_what_stands_where_it_may_not_becomes_a_division() -> None:
    assert tidied(element("TR", cell())) == "Part(Div(Div))"
    assert tidied(element("L", element("P"))) == "Part(Div(P))"
    assert tidied(element("L", element("LI", element("P")))) == "Part(Div(Div(P)))"
    assert tidied(element("LI", element("Lbl"), element("LBody"))) == "Part(Div(Lbl Div))"
    assert tidied(element("TOC", element("P"))) == "Part(Div(P))"
    assert tidied(element("L", (0, 0), element("LI", element("LBody")))) == "Part(Div(Div(Div)))"


def test_sound_lists_stay() -> None:
    items = element("LI", element("Lbl"), element("LBody", element("L", element("LI", element("LBody")))))

    assert tidied(element("L", items)) == "Part(L(LI(Lbl LBody(L(LI(LBody))))))"


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [element(f"H{level}") for level in (3, 5, 1, 2, 6, 4)]

    assert tidied(*levels) == "Part(H1 H2 H1 H2 H3 H4)"


def test_head_cells_say_what_they_head() -> None:
    assert scopes(table([cell("TH"), cell("TH")], [cell("TH"), cell()])) == ["/Column", "/Column", "/Row"]


def test_a_head_cell_that_says_so_itself_is_not_overruled() -> None:
    said = Element("TH", attributes=[Dictionary(O=Name.Table, Scope=Name.Row)], kids=[(0, 0)])

    assert scopes(table([said, cell()])) == ["/Row"]
