"""The list of the criteria is whole, true and new."""

import re

from tests.pages.wcag.table import HERE, PAGE, criteria, page

TEST = re.compile(r"def (test_\w+)")
NUMBERED = re.compile(r"test_(\d)_(\d)_(\d+)_")
A = (
    "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 "
    "2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2"
)
AA = (
    "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 "
    "3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3"
)


def test_every_criterion_of_levels_a_and_aa_is_in_the_list() -> None:
    listed = {level: {one.id for one in criteria() if one.level == level} for level in ("A", "AA")}

    assert listed == {"A": set(A.split()), "AA": set(AA.split())}


def test_every_test_that_the_list_names_is_there() -> None:
    tests = {
        name for file in HERE.parent.rglob("test_*.py") for name in re.findall(r"def (test_\w+)", file.read_text())
    }

    assert {test for one in criteria() for test in one.tests} - tests == set()


def test_every_test_with_the_number_of_a_criterion_is_named_there() -> None:
    listed = {one.id: one.tests for one in criteria()}
    for file in HERE.glob("test_*.py"):
        for test in TEST.findall(file.read_text()):
            if numbered := NUMBERED.match(test):
                assert test in listed[".".join(numbered.groups())]


def test_the_page_is_made_from_todays_list() -> None:
    assert PAGE.read_text() == page()
