"""What a machine says it read is not believed: numbers fit the sheet, signs can be drawn, and all of it is limited."""

import pytest

from documents import machine_read
from documents.machine_read import PageText, as_data, from_data, read_table

HEAD = (
    *("level", "page_num", "block_num", "par_num", "line_num", "word_num"),
    *("left", "top", "width", "height", "conf", "text"),
)
Row = tuple[object, ...]
Box = tuple[int, int, int, int]
BOX = (300, 300, 600, 60)


def table(*rows: Row) -> bytes:
    return "\n".join("\t".join(map(str, row)) for row in (HEAD, *rows)).encode()


def row(text: str, *, par: int = 1, line: int = 1, sure: object = 96, box: Row = BOX) -> Row:
    return (5, 1, 1, par, line, 1, *box, sure, text)


def read(*rows: Row) -> PageText:
    return read_table(table(*rows), height=842, dots_per_inch=300)


def texts(found: PageText) -> list[list[str]]:
    return [[line.text for line in paragraph] for paragraph in found]


def test_words_come_by_paragraph_and_line_with_their_places_in_points() -> None:
    found = read(row("Guten"), row("Tag"), row("Karla", line=2), row("Ende", par=2))

    assert texts(found) == [["Guten Tag", "Karla"], ["Ende"]]
    word = found[0][0].words[0]
    assert (word.left, word.bottom, word.width, word.height) == (72.0, 842 - 72 - 14.4, 144.0, 14.4)
    assert from_data(as_data(found)) == found


def turns(*rows: Row) -> list[int]:
    return [line.turn for paragraph in read(*rows) for line in paragraph]


@pytest.mark.parametrize(
    ("turn", "boxes"),
    [
        (0, [(300, 300, 500, 60), (900, 300, 500, 60)]),
        (90, [(300, 1500, 60, 500), (300, 900, 60, 500)]),
        (180, [(900, 300, 500, 60), (300, 300, 500, 60)]),
        (270, [(300, 900, 60, 500), (300, 1500, 60, 500)]),
    ],
)
def test_lines_of_a_page_that_was_photographed_lying_are_turned(turn: int, boxes: list[Box]) -> None:
    first, last = boxes

    assert turns(row("Guten", box=first), row("Tag", box=last), row("Karla", line=2, box=first)) == [turn, turn]
    assert turns(row("سارة", box=last), row("مدرسة", box=first)) == [turn]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "words",
    [
        "Frau Sara (سارة) wohnt hier",
        "Name der Mutter: Sara سارة",
        "السيدة Sara سارة محمد",
        "2021 1.450 12 سارة محمد",
    ],
)
def test_words_of_the_other_direction_and_numbers_turn_no_line(words: str, turn: int) -> None:
    """Each stands behind the one before, in the direction of the line's first word."""
    step = -200 if words[0] in "2ا" else 200

    assert turns(*(row(word, box=box_on(turn, 1200 + step * nth)) for nth, word in enumerate(words.split()))) == [turn]


def box_on(turn: int, along: int) -> Box:
    """A word's box so far along a line."""
    return {
        0: (along, 1000, 150, 60),
        90: (1000, 2500 - along, 60, 150),
        180: (2500 - along, 1000, 150, 60),
        270: (1000, along, 60, 150),
    }[turn]


def test_a_single_letter_lies_as_its_page_does() -> None:
    lying = [row("Guten", box=(300, 1500, 60, 500)), row("Tag", box=(300, 900, 60, 500))]

    assert turns(*lying, row("3", line=2, box=(400, 300, 40, 25))) == [90, 90]


def test_a_line_that_lies_across_the_page_is_turned_alone() -> None:
    upright = [
        row("Guten", box=(300, 300, 500, 60)),
        row("schönen", box=(900, 300, 500, 60)),
        row("Tag", box=(1500, 300, 200, 60)),
    ]
    lying = [
        row("Guten", box=(300, 2200, 60, 500)),
        row("schönen", box=(300, 1600, 60, 500)),
        row("Tag", box=(300, 1300, 60, 200)),
    ]

    assert turns(*upright, row("am", line=2, box=(60, 1500, 60, 400)), row("Rand", line=2, box=(60, 900, 60, 500))) == [
        0,
        90,
    ]
    assert turns(*lying, row("Seite", line=2, box=(300, 2300, 200, 60))) == [90, 0]


def test_lines_that_are_noise_are_left_out() -> None:
    assert texts(read(row("~'", sure=12), row("x", sure=30), row("Wort", line=2, sure=70))) == [["Wort"]]


@pytest.mark.parametrize(
    "bad",
    [
        row("Wort", box=(-5, 300, 600, 60)),
        row("Wort", box=(300, 300, 10**9, 60)),
        row("Wort", box=(300, 9999, 600, 60)),
        row("Wort", box=(300, 300, 0, 60)),
        row("Wort", box=("x", 300, 600, 60)),
        row("Wort", sure="nan"),
        row("Wort", sure=1e9),
        row("\x00\x1b\u202e"),
        (5, 1, 1),
        (4, *row("Wort")[1:]),
    ],
    ids=["left", "wide", "below", "flat", "word", "nan", "surer", "unseen", "short", "level"],
)
def test_a_row_that_cannot_be_is_left_out(bad: Row) -> None:
    assert texts(read(bad, row("Rest", line=2))) == [["Rest"]]


def test_what_is_not_text_at_all_is_nothing() -> None:
    assert read_table(bytes(range(256)) * 100, height=842, dots_per_inch=300) == ()


def test_words_are_limited_in_number_and_length() -> None:
    (paragraph,) = read(*(row("w" * 500) for _ in range(machine_read.MOST_WORDS + 9)))

    assert len(paragraph[0].words) == machine_read.MOST_WORDS
    assert {len(word.text) for word in paragraph[0].words} == {machine_read.LONGEST_WORD}
