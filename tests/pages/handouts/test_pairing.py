"""Each piece of a translation stands beside the German piece it comes from."""

from documents.handouts import Heading, Items, Paragraph, Piece, Row, Run
from pages.handouts.pairing import paired


def said(text: str) -> Paragraph:
    return Paragraph(runs=(Run(text=text),))


def title(text: str) -> Heading:
    return Heading(runs=(Run(text=text),))


def bullets(*texts: str) -> Items:
    return Items(items=tuple((said(text),) for text in texts), is_numbered=True)


def test_alike_texts_are_paired_piece_by_piece() -> None:
    own: list[Piece] = [title("Başlık"), said("Metin")]
    german: list[Piece] = [title("Titel"), said("Text")]

    rows = paired(own, german)

    assert rows == (Row(own=(own[0],), other=(german[0],)), Row(own=(own[1],), other=(german[1],)))


def test_items_of_a_list_are_paired_one_by_one_and_keep_their_numbers() -> None:
    rows = paired([bullets("bir", "iki")], [bullets("eins", "zwei")])

    pairs = [(own, other) for row in rows for own, other in zip(row.own, row.other, strict=True)]
    assert [
        (own.first, other.first) for own, other in pairs if isinstance(own, Items) and isinstance(other, Items)
    ] == [
        (1, 1),
        (2, 2),
    ]


def test_a_piece_missing_on_one_side_does_not_shift_what_follows() -> None:
    own: list[Piece] = [title("A"), said("b"), title("C"), said("d")]
    german: list[Piece] = [title("A"), said("b"), said("nur deutsch"), title("C"), said("d")]

    rows = paired(own, german)

    assert rows[-2:] == (Row(own=(own[2],), other=(german[3],)), Row(own=(own[3],), other=(german[4],)))
    assert [piece for row in rows for piece in row.own] == own
    assert [piece for row in rows for piece in row.other] == german
