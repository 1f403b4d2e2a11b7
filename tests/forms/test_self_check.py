from itertools import chain, combinations, product

import pytest

from forms.reading import shipped_form
from forms.self_check import SelfCheck, Unanswerable

Chosen = dict[str, frozenset[str]]

PAPERS = ("duldung", "gueb", "titel", "gestattung", "unklar")
OFFICES = ("dortmund", "andere", "unklar")
COURT = ("ja", "nein", "unklar")
ASYLUM = ("ja", "geplant", "nein", "unklar")
HARDSHIP = ("familie", "gesundheit", "ausbildung", "arbeit", "lange", "anderes", "nein")
ADVICE = ("traeger", "andere", "nein")
URGENT = ("ja", "nein")


def shipped() -> SelfCheck:
    check = shipped_form().self_check
    assert check is not None
    return check


def answers(**chosen: str | frozenset[str]) -> Chosen:
    """Of someone who may apply, but for what is given."""
    usual = {"q1": "duldung", "q2": "dortmund", "q3": "nein", "q4": "nein", "q5": "familie", "q6": "nein", "q7": "nein"}
    both = {**usual, **chosen}
    return {key: frozenset({one}) if isinstance(one, str) else one for key, one in both.items()}


def told_by_the_table(paper: str, office: str, court: str, asylum: str, hardship: frozenset[str]) -> str:
    """The table of the domain document, section 7, written down a second time."""
    if office == "andere":
        return "E2"
    if court == "ja":
        return "E3"
    if asylum == "ja" or paper == "gestattung":
        return "E4"
    if paper == "titel":
        return "E5"
    if asylum == "geplant" or "unklar" in (paper, office, court, asylum):
        return "E6"
    assert (paper in ("duldung", "gueb"), office, court, asylum) == (True, "dortmund", "nein", "nein")
    return "E1" if hardship - {"nein"} else "E7"


@pytest.mark.parametrize(
    ("given", "result"),
    [
        ({"q2": "andere"}, "E2"),
        ({"q3": "ja"}, "E3"),
        ({"q4": "ja"}, "E4"),
        ({"q1": "gestattung"}, "E4"),
        ({"q1": "titel"}, "E5"),
        ({"q4": "geplant"}, "E6"),
        ({"q1": "unklar"}, "E6"),
        ({"q2": "unklar"}, "E6"),
        ({"q3": "unklar"}, "E6"),
        ({"q4": "unklar"}, "E6"),
        ({"q5": "nein"}, "E7"),
        ({}, "E1"),
        ({"q1": "gueb", "q5": frozenset({"arbeit", "lange"})}, "E1"),
        ({"q2": "andere", "q3": "ja", "q4": "ja", "q1": "titel"}, "E2"),
        ({"q3": "ja", "q4": "ja"}, "E3"),
        ({"q1": "titel", "q4": "geplant"}, "E5"),
    ],
)
def test_each_line_of_the_table_gives_its_result(given: dict[str, str | frozenset[str]], result: str) -> None:
    assert shipped().outcome(answers(**given)).result.code == result


def test_every_combination_of_answers_gets_what_the_table_says_and_none_is_left_without_a_result() -> None:
    check = shipped()
    subsets = [frozenset(some) for some in chain.from_iterable(combinations(HARDSHIP, size) for size in range(8))]
    judged = 0

    for paper, office, court, asylum, hardship in product(PAPERS, OFFICES, COURT, ASYLUM, subsets):
        for advice, urgent in product(ADVICE, URGENT):
            given = answers(q1=paper, q2=office, q3=court, q4=asylum, q5=hardship, q6=advice, q7=urgent)
            judged += 1
            if not hardship:
                assert check.faults(given) == ["q5"]
                continue
            outcome = check.outcome(given)
            assert outcome.result.code == told_by_the_table(paper, office, court, asylum, hardship)
            assert outcome.is_urgent is (urgent == "ja")

    assert judged == 5 * 3 * 3 * 4 * 2**7 * 3 * 2


def test_no_together_with_a_reason_counts_as_the_reason() -> None:
    assert shipped().outcome(answers(q5=frozenset({"nein", "familie"}))).result.code == "E1"


def test_the_questions_and_options_are_those_of_the_document() -> None:
    found = {question.key: tuple(question.options) for question in shipped().questions}

    assert found == {
        "q1": PAPERS,
        "q2": OFFICES,
        "q3": COURT,
        "q4": ASYLUM,
        "q5": HARDSHIP,
        "q6": ADVICE,
        "q7": URGENT,
    }
    assert [question.key for question in shipped().questions if question.is_multiple] == ["q5"]


@pytest.mark.parametrize(
    ("given", "at_fault"),
    [
        ({"q5": frozenset()}, ["q5"]),
        ({"q1": frozenset()}, ["q1"]),
        ({"q1": frozenset({"duldung", "titel"})}, ["q1"]),
        ({"q3": "vielleicht", "q7": "JA"}, ["q3", "q7"]),
        ({"q5": frozenset({"familie", "x"})}, ["q5"]),
        ({"q6": "\x00"}, ["q6"]),
    ],
)
def test_what_is_missing_or_unknown_is_named_and_never_judged(
    given: dict[str, str | frozenset[str]], at_fault: list[str]
) -> None:
    assert shipped().faults(answers(**given)) == at_fault
    with pytest.raises(Unanswerable, match=at_fault[0]):
        shipped().outcome(answers(**given))


def test_an_unanswered_sheet_names_all_questions() -> None:
    assert shipped().faults({}) == ["q1", "q2", "q3", "q4", "q5", "q6", "q7"]


def test_nobody_is_told_to_withdraw_an_action_and_no_expired_right_is_offered() -> None:
    texts = dict(shipped().texts())

    assert "Ziehen Sie keine Klage zurück" in texts["text.E3"]
    assert "104c" not in " ".join(texts.values())
    assert "Chancen" not in " ".join(texts.values())


def test_each_text_has_a_place_of_its_own() -> None:
    places = [place for place, _text in shipped().texts()]

    assert len(places) == len(set(places)) == 7 + 27 + 14 + 1
    assert {"question.q1", "option.q1.duldung", "text.E3", "title.E3", "banner"} <= set(places)
