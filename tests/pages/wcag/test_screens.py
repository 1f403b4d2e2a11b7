"""WCAG 2.2 AA measured on every template, on a desk and at 400 %; a test bears the number of its criterion."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from tests.pages.wcag.conftest import Measured

pytestmark = [
    *(pytest.mark.drill, pytest.mark.browser, pytest.mark.django_db),
]
Missed = Callable[[str], dict[str, Any]]
WITHOUT_MENU = {"languages"}
SCRIPTS = ("pages/leave.js", "pages/offline.js", "pages/read-aloud.js")
STYLES = ("theme/gremium.css", "pages/pages.css")


def test_1_3_1_every_screen_has_one_first_heading_and_leaves_out_no_level(near: Measured) -> None:
    for template, one in near.items():
        levels = one["headings"]
        assert (template, levels[0], levels.count(1)) == (template, 1, 1)
        assert (template, [later for before, later in pairwise(levels) if later > before + 1]) == (template, [])


def test_1_3_1_every_field_has_a_label(missed: Missed) -> None:
    assert missed("labels") == {}


def test_1_3_2_and_2_4_3_nothing_is_shown_in_another_order_than_it_is_read(missed: Missed) -> None:
    assert missed("reordered") == {}


def test_1_3_4_no_style_asks_how_the_device_is_held() -> None:
    assert "orientation" not in "".join(map(text_of, STYLES))


def test_1_4_10_nothing_is_scrolled_in_two_directions_at_400_percent(missed: Missed) -> None:
    assert missed("tooWide") == {}
    assert missed("wide") == {}


def test_1_4_12_with_more_space_between_letters_words_and_lines_nothing_is_cut(missed: Missed) -> None:
    assert missed("cut") == {}
    assert missed("tooWideWhenSpaced") == {}


def test_2_4_2_every_screen_has_a_title(near: Measured) -> None:
    assert [template for template, one in near.items() if not one["title"]] == []


def test_2_4_7_whatever_has_the_focus_shows_it(missed: Missed) -> None:
    assert missed("withoutMark") == {}


def test_2_4_11_whatever_has_the_focus_lies_under_nothing(missed: Missed) -> None:
    assert missed("covered") == {}


def test_2_5_1_2_5_2_and_2_5_7_no_script_waits_for_a_gesture_a_drag_or_the_pressing_of_a_pointer() -> None:
    gestures = re.compile(r"touch(start|move)|pointer(down|move)|mouse(down|move)|drag")

    assert gestures.findall("".join(map(text_of, SCRIPTS))) == []


def test_2_5_8_every_target_is_at_least_24_pixels_wide_and_high(missed: Missed) -> None:
    assert missed("small") == {}


def test_3_1_1_every_screen_names_its_language(near: Measured, language: str) -> None:
    named = {template: one["language"] for template, one in near.items() if template != "languages"}

    assert set(named.values()) == {language}


def test_3_2_3_and_3_2_6_menu_and_help_stand_in_the_same_order_everywhere(near: Measured, language: str) -> None:
    with_menu = {template: one for template, one in near.items() if template not in WITHOUT_MENU}
    menus = {tuple(one["menu"]) for one in with_menu.values()}
    feet = {tuple(one["foot"]) for one in with_menu.values()}

    assert (len(menus), len(feet)) == (1, 1)
    assert f"/{language}/beratung/" in menus.pop()


def text_of(name: str) -> str:
    path = finders.find(name)
    assert isinstance(path, str)
    with open(path, encoding="utf-8") as file:
        return file.read()
