"""Every character is either set or visibly marked; none can break the compile or reorder other text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.fonts import SIGNS, coverage, settle
from documents.rendering import TEMPLATES


@pytest.mark.parametrize(
    "text",
    ["Größe §", "Елена Ївженко", "شیرین کاروانی", "پښتو ګل مکۍ", "ስመይ ሃይለ", "Şengalê", "Nguyễn", "→ ✓ ☐", "می‌خواهم"],
)
def test_what_the_fonts_have_is_left_alone(text: str) -> None:
    assert settle(text) == (text, frozenset())


def test_a_character_no_font_has_becomes_its_code() -> None:
    assert settle("Շ!") == ("⟨U+0547⟩!", frozenset({"U+0547"}))


@pytest.mark.parametrize("character", ["\x00", "\ud800", "\ufffe", "\ue000", "\x1b", "\U0010ffff"])
def test_what_is_no_character_becomes_its_code(character: str) -> None:
    text, missing = settle(f"a{character}b")

    assert missing == {f"U+{ord(character):04X}"}
    assert character not in text


@pytest.mark.parametrize(
    "control", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff\u00ad"
)
def test_marks_that_could_reorder_other_text_are_dropped(control: str) -> None:
    assert settle(f"a{control}b") == ("ab", frozenset())


def test_line_breaks_of_all_kinds_become_one_kind() -> None:
    assert settle("a\r\nb\rc\u2028d\x0be") == ("a\nb\nc\nd\ne", frozenset())


@given(st.text())
def test_settled_text_is_covered_cluster_by_cluster(text: str) -> None:
    settled, _ = settle(text)

    covered = frozenset().union(*coverage()) | {0x200C, 0x200D, 0x0A}
    assert covered.issuperset(map(ord, settled))


@given(st.text())
def test_settling_twice_changes_nothing(text: str) -> None:
    once, _ = settle(text)

    assert settle(once)[0] == once


def test_the_templates_set_apart_the_signs_that_only_one_font_has() -> None:
    assert f'signs = regex("[{SIGNS}]+")' in (TEMPLATES / "look.typ").read_text(encoding="utf-8")
