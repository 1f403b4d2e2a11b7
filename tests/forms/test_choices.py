"""A long list begins with what is likely, and stands on a page once however many questions use it."""

import re

from forms.choices import name_list, options_markup, shown_name, with_chosen
from forms.definition import Question, QuestionType
from forms.languages import is_language, names, spoken

LANGUAGE = Question(key="sprache", type=QuestionType.LANGUAGE, label="Sprache")
COUNTRY = Question(key="land", type=QuestionType.COUNTRY, label="Land")
SITE = "de en ar fa kmr ckb tr fr ru sq sr ps prs ti so uk"


def codes(markup: str) -> list[str]:
    return re.findall(r'data-code="([^"]+)"', markup)


def test_languages_of_the_draft_come_first_then_those_of_the_site() -> None:
    shown = codes(name_list(True, [("tzm", "Zentralatlas-Tamazight")]))

    assert shown[0] == "tzm"
    assert set(shown[1:18]) == {*SITE.split(), "andere"}


def test_no_name_stands_in_the_list_twice() -> None:
    shown = codes(name_list(True, [("fa", "Persisch"), ("ps", "Paschtu")], second="ar"))

    assert shown[:2] == ["fa", "ps"]
    assert len(shown) == len(set(shown))


def test_both_names_stand_in_the_list_and_in_the_answer() -> None:
    assert '<option value="Albanien · \u2068ألبانيا\u2069" data-code="AL">' in name_list(False, second="ar")
    assert shown_name(COUNTRY, "AL", second="ar") == "Albanien · \u2068ألبانيا\u2069"
    assert shown_name(COUNTRY, "AL") == "Albanien"


def test_what_is_no_country_stays_as_it_was_typed() -> None:
    assert shown_name(COUNTRY, "Atlantis", second="ar") == "Atlantis"


def test_the_chosen_option_of_a_select_is_marked_once() -> None:
    markup = options_markup([("a", "Erstes"), ("b", "<Zweites>"), ("bb", "Drittes")])

    assert with_chosen(markup, "b") == (
        '<option value="a">Erstes</option><option value="b" selected>&lt;Zweites&gt;</option>'
        '<option value="bb">Drittes</option>'
    )
    assert with_chosen(markup, "c") == markup


def test_the_list_leaves_out_what_nobody_grows_up_with() -> None:
    assert not {"grc", "egy", "tlh", "eo", "gmh"} & spoken().keys()
    assert {"rom", "syr", "kmr", "din", "ln", "wo", "am", "tzm", "bm"} <= spoken().keys()
    assert len(spoken()) < 0.65 * len(names())
    assert all(is_language(tag) for tag in spoken())
