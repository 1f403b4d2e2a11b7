"""What a screen reader hears in German and in Arabic, by Chromium's accessibility tree."""

import re

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override
from playwright.sync_api import Browser

from tests.pages.browsing import context
from tests.pages.screens import Screen
from tests.pages.self_check.answering import SHEETS

pytestmark = [
    *(pytest.mark.browser, pytest.mark.django_db),
    *(pytest.mark.usefixtures("public_pages"), pytest.mark.parametrize("language", ["de", "ar"])),
]
LANDMARK = re.compile(r"^- (banner|main|contentinfo)\b", re.MULTILINE)
UNNAMED = re.compile(r"^ *- (?:link|button|radio|checkbox|combobox|searchbox|textbox|navigation|region)(?::.*)?$")


def heard(chromium: Browser, screen: Screen) -> str:
    """The tree as text: a role, a name and a state on each line, what belongs to it indented below."""
    with context(chromium) as browser:
        tab = browser.new_page()
        screen.open(tab)
        return tab.locator("body").aria_snapshot()


def test_1_3_1_landmarks_lead_through_a_page_and_the_menus_have_names(chromium: Browser, language: str) -> None:
    tree = heard(chromium, Screen("home", f"/{language}/"))

    with override(language):
        menus = _("Main menu"), _("Legal information and sign-in"), _("This page on paper")
    assert LANDMARK.findall(tree) == ["banner", "main", "contentinfo"]
    assert [name for name in menus if f'"{name}"' not in tree] == []


def test_2_4_1_the_first_thing_heard_leads_to_the_content(chromium: Browser, language: str) -> None:
    tree = heard(chromium, Screen("home", f"/{language}/"))

    with override(language):
        assert tree.startswith(f'- link "{_("Skip to content")}"')


@pytest.mark.parametrize("path", ["", "beratung/", "pruefen/", "suche/"])
def test_4_1_2_everything_that_can_be_used_has_a_name(chromium: Browser, language: str, path: str) -> None:
    tree = heard(chromium, Screen(path, f"/{language}/{path}"))

    assert [line for line in tree.splitlines() if UNNAMED.match(line)] == []


def test_3_1_2_a_translation_says_first_that_nobody_has_checked_it(chromium: Browser, language: str) -> None:
    tree = heard(chromium, Screen("process", f"/{language}/so-laeuft-es-ab/"))

    with override(language):
        said = _("This translation has not yet been checked by a person.")
    main = tree.partition("- main")[2]
    assert (said in main) == (language != "de")
    assert main.find(said) < main.find("- heading")


def test_3_3_1_missing_answers_are_told_at_once_each_with_its_question(chromium: Browser, language: str) -> None:
    tree = heard(chromium, Screen("self-check", f"/{language}/pruefen/", {}))

    with override(language):
        summary, wanted = _("Some answers are missing"), _("Please choose an answer.")
    alert = tree.partition("- alert")[2]
    assert alert.index(f'heading "{summary}" [level=2]') < alert.index("- link")
    assert tree.count(wanted) == 7


def test_1_3_1_each_answer_is_heard_with_its_question(chromium: Browser, language: str) -> None:
    tree = heard(chromium, Screen("self-check", f"/{language}/pruefen/"))

    with override(language):
        first = _("Question %(number)s of %(total)s") % {"number": 1, "total": 7}
    groups = re.findall(r'^ *- group "([^"]+)', tree, re.MULTILINE)
    assert groups[0].startswith(first)
    assert [group for group in groups if group.strip() == ""] == []
    assert tree.count("- radio ") + tree.count("- checkbox ") > 20


def test_2_4_6_the_result_is_the_first_heading_and_help_follows(chromium: Browser, language: str) -> None:
    tree = heard(chromium, Screen("result", f"/{language}/pruefen/", SHEETS["E1"]))

    with override(language):
        advice = _("Who gives you advice")
    headings = re.findall(r'^ *- heading "([^"]*)" \[level=(\d)\]', tree, re.MULTILINE)
    assert headings[0][1] == "1"
    assert advice in [name for name, _level in headings]
