"""A long list begins with what is likely, and never loses what was chosen before."""

import re

from forms.choices import option_list
from forms.definition import Question, QuestionType
from forms.languages import is_language, names, spoken

LANGUAGE = Question(key="sprache", type=QuestionType.LANGUAGE, label="Sprache")
SITE = "de en ar fa kmr ckb tr fr ru sq sr ps prs ti so uk"


def groups(markup: str) -> dict[str, list[str]]:
    found = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', markup)
    return {label: re.findall(r'value="([^"]+)"', options) for label, options in found}


def test_languages_of_the_draft_come_first_then_those_of_the_site() -> None:
    shown = groups(option_list(LANGUAGE, "", [("tzm", "Zentralatlas-Tamazight")]))

    assert list(shown) == ["In diesem Antrag", "Häufig", "Alle"]
    assert shown["In diesem Antrag"] == ["tzm"]
    assert set(shown["Häufig"]) == {*SITE.split(), "andere"}


def test_a_fresh_draft_has_no_languages_of_its_own() -> None:
    assert list(groups(option_list(LANGUAGE, ""))) == ["Häufig", "Alle"]


def test_the_chosen_language_is_marked_once() -> None:
    markup = option_list(LANGUAGE, "fa", [("fa", "Persisch")])

    assert markup.count(" selected") == 1
    assert markup.index('value="fa" selected') < markup.index("Häufig")


def test_the_list_leaves_out_what_nobody_grows_up_with() -> None:
    assert not {"grc", "egy", "tlh", "eo", "gmh"} & spoken().keys()
    assert {"rom", "syr", "kmr", "din", "ln", "wo", "am", "tzm", "bm"} <= spoken().keys()
    assert len(spoken()) < 0.65 * len(names())
    assert all(is_language(tag) for tag in spoken())
