"""Merging what several people and tabs save."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.ledger import KEPT_CHANGES, Ledger
from forms.ledger_lines import Stamp

MARTE = Stamp("Marte", "2026-02-16T12:00+01:00")
KIM = Stamp("Kim", "2026-02-16T12:05+01:00")


def test_a_field_only_one_person_touched_is_merged() -> None:
    ledger = Ledger(values={"a": "1", "b": "1"})
    base = ledger.version

    ledger.save({"a": "2", "b": "1"}, base=base, stamp=MARTE)
    clashes = ledger.save({"a": "1", "b": "2"}, base=base, stamp=KIM)

    assert clashes == set()
    assert ledger.values == {"a": "2", "b": "2"}


def test_where_both_touched_a_field_both_values_stay() -> None:
    ledger = Ledger(values={"a": "1"})
    base = ledger.version

    ledger.save({"a": "2"}, base=base, stamp=MARTE)
    clashes = ledger.save({"a": "3"}, base=base, stamp=KIM)

    assert clashes == {"a"}
    assert ledger.values == {"a": "2"}
    assert [(rival.value, rival.by) for rival in ledger.rivals["a"]] == [("3", "Kim")]


def test_the_same_value_typed_twice_is_no_clash() -> None:
    ledger = Ledger(values={"a": "1"})

    ledger.save({"a": "2"}, base=0, stamp=MARTE)

    assert ledger.save({"a": "2"}, base=0, stamp=KIM) == set()


def test_a_page_that_did_not_hear_of_its_own_save_types_on_without_a_clash() -> None:
    page, other = Stamp("Kim", KIM.at, "p1"), Stamp("Kim", KIM.at, "p2")
    ledger = Ledger()

    assert ledger.save({"a": "ja"}, base=0, stamp=page) == set()
    assert ledger.save({"a": "nein"}, base=0, stamp=page) == set()
    assert ledger.values == {"a": "nein"}
    assert ledger.save({"a": "weiß nicht"}, base=0, stamp=other) == {"a"}
    ledger.write({"a": "offen"}, MARTE)
    assert ledger.save({"a": "ja"}, base=0, stamp=page) == {"a"}


def clashing(*rivals: str) -> Ledger:
    """Somebody saved 2, and others typed something else on pages that showed 1."""
    ledger = Ledger(values={"a": "1"})
    ledger.save({"a": "2"}, base=0, stamp=MARTE)
    for rival in rivals:
        ledger.save({"a": rival}, base=0, stamp=KIM)
    return ledger


def marks(ledger: Ledger, place: str = "a") -> dict[str, str]:
    """Of the answers that wait, by value."""
    return {rival.value: rival.mark for rival in ledger.rivals.get(place, [])}


def test_a_page_that_did_not_hear_of_its_own_save_takes_it_back() -> None:
    """It sends what stood there before, as a page does where nobody typed; but what it sees is not what is saved."""
    page = Stamp("Kim", KIM.at, "p1")
    ledger = Ledger(values={"a": "0", "b": "0"})
    ledger.save({"a": "1", "b": "1"}, base=0, stamp=page)
    ledger.write({"b": "2"}, MARTE)

    assert ledger.save({"a": "0", "b": "0"}, base=0, stamp=page) == set()
    assert ledger.values == {"a": "0", "b": "2"}


@pytest.mark.parametrize(("choice", "value"), [("3", "3"), ("keep", "2")])
def test_a_person_settles_a_clash(choice: str, value: str) -> None:
    ledger = clashing("3")
    listed = marks(ledger)

    ledger.settle("a", choice=listed.get(choice, choice), listed=listed.values(), base=ledger.version, stamp=MARTE)

    assert ledger.values == {"a": value}
    assert ledger.rivals == {}


@pytest.mark.parametrize("choice", ["3", "keep"])
def test_an_answer_that_came_after_the_page_still_waits_when_a_clash_is_settled(choice: str) -> None:
    ledger = clashing("3")
    base, listed = ledger.version, marks(ledger)
    ledger.save({"a": "4"}, base=0, stamp=KIM)

    ledger.settle("a", choice=listed.get(choice, choice), listed=listed.values(), base=base, stamp=MARTE)

    assert [*marks(ledger)] == ["4"]


def test_a_choice_of_an_older_page_takes_the_answer_that_it_showed() -> None:
    ledger = clashing("3", "4")
    base, listed = ledger.version, marks(ledger)
    ledger.settle("a", choice="keep", listed=[listed["3"]], base=base, stamp=KIM)

    ledger.settle("a", choice=listed["4"], listed=listed.values(), base=base, stamp=MARTE)

    assert (ledger.values, ledger.rivals) == ({"a": "4"}, {})


def test_a_saved_answer_that_the_page_did_not_show_waits_beside_the_chosen_one() -> None:
    ledger = clashing("3")
    base, listed = ledger.version, marks(ledger)
    ledger.write({"a": "5"}, KIM)

    ledger.settle("a", choice=listed["3"], listed=listed.values(), base=base, stamp=MARTE)

    assert ledger.values == {"a": "3"}
    assert [(rival.value, rival.by) for rival in ledger.rivals["a"]] == [("5", "Kim")]


@pytest.mark.parametrize(("first", "second", "value", "rival"), [("keep", "3", "3", "2"), ("3", "keep", "2", "3")])
def test_two_people_who_settle_a_clash_differently_see_both_answers_again(
    first: str, second: str, value: str, rival: str
) -> None:
    ledger = clashing("3")
    base, listed = ledger.version, marks(ledger)
    for choice, by in ((first, MARTE), (second, KIM)):
        waits = ledger.settle("a", choice=listed.get(choice, choice), listed=listed.values(), base=base, stamp=by)

    assert waits
    assert (ledger.values["a"], [(one.value, one.by) for one in ledger.rivals["a"]]) == (value, [(rival, "Marte")])


def test_two_people_who_settle_a_clash_alike_are_not_asked_again() -> None:
    ledger = clashing("3")
    base, listed = ledger.version, marks(ledger)

    waits = [ledger.settle("a", choice=listed["3"], listed=listed.values(), base=base, stamp=by) for by in (MARTE, KIM)]

    assert (waits, ledger.values, ledger.rivals) == ([False, False], {"a": "3"}, {})


@pytest.mark.parametrize("choices", [["3", "keep"], ["keep", "3"], ["3", "keep", "3"], ["keep", "3", "keep"]])
def test_who_changes_her_mind_about_a_clash_is_not_asked_again(choices: list[str]) -> None:
    ledger = clashing("3")
    base, listed = ledger.version, marks(ledger)

    for choice in choices:
        ledger.settle("a", choice=listed.get(choice, choice), listed=listed.values(), base=base, stamp=MARTE)

    assert (ledger.values, ledger.rivals) == ({"a": "2" if choices[-1] == "keep" else "3"}, {})


@pytest.mark.parametrize("choice", ["3", "keep"])
def test_a_choice_in_an_item_taken_out_meanwhile_brings_it_back_whole(choice: str) -> None:
    ledger = with_item()
    base = ledger.version
    for typed, by in (("2", MARTE), ("3", KIM)):
        ledger.save({"g.n1.x": typed}, base=base, stamp=by)
    base, listed = ledger.version, marks(ledger, "g.n1.x")
    ledger.remove_item("g", "n1", MARTE)

    ledger.settle("g.n1.x", choice=listed.get(choice, choice), listed=listed.values(), base=base, stamp=KIM)

    value = "2" if choice == "keep" else "3"
    assert (ledger.items["g"], ledger.values) == (["n1"], {"g.n1.x": value, "g.n1.y": "1"})


def test_an_item_that_comes_back_has_what_was_taken_out_with_it() -> None:
    ledger = with_item()
    ledger.write({"g.n1.z": "1"}, MARTE)
    ledger.write({"g.n1.z": None}, MARTE)  # cleared by hand: it stays cleared
    base = ledger.version
    ledger.remove_item("g", "n1", MARTE)

    ledger.save({"g.n1.x": "2"}, base=base, stamp=KIM)

    assert (ledger.items["g"], ledger.values) == (["n1"], {"g.n1.x": "1", "g.n1.y": "1"})
    assert [*marks(ledger, "g.n1.x")] == ["2"]


def with_item() -> Ledger:
    ledger = Ledger()
    ledger.add_item("g", "n1", MARTE)
    ledger.write({"g.n1.x": "1", "g.n1.y": "1"}, MARTE)
    return ledger


@pytest.mark.parametrize("what", ["value", "rival", "nothing", "seen"])
def test_an_item_holds_what_a_page_did_not_show(what: str) -> None:
    ledger = Ledger()
    ledger.add_item("g", "n1", MARTE)
    ledger.write({"g.n1.x": "1", "h.n1.x": "1"}, MARTE)
    base = ledger.version
    if what == "value":
        ledger.save({"g.n1.y": "2"}, base=base, stamp=KIM)
    elif what in ("rival", "seen"):
        ledger.write({"g.n1.x": "2"}, MARTE)
        ledger.save({"g.n1.x": "3"}, base=base, stamp=KIM)
    ledger.write({"h.n1.x": "2"}, KIM)
    listed = {"g.n1.x": list(marks(ledger, "g.n1.x").values())} if what == "seen" else {}
    shown = base if what == "value" else ledger.version

    found = ledger.holds_unseen("g", "n1", base=shown, met=ledger.version, listed=listed)

    assert found is (what in ("value", "rival"))


def test_a_page_too_old_to_be_compared_never_overwrites() -> None:
    ledger = Ledger(values={"a": "0"})
    for number in range(KEPT_CHANGES + 5):
        ledger.write({"a": str(number + 1)}, MARTE)

    assert ledger.save({"a": "alt"}, base=0, stamp=KIM) == {"a"}


def test_an_item_taken_out_comes_back_with_what_a_colleague_typed_in_it() -> None:
    ledger = Ledger()
    ledger.add_item("g", "n1", MARTE)
    ledger.write({"g.n1.x": "1", "g.n1.y": "1"}, MARTE)
    base = ledger.version

    ledger.remove_item("g", "n1", MARTE)
    clashes = ledger.save({"g.n1.x": "2", "g.n1.y": "1"}, base=base, stamp=KIM)

    assert ledger.items["g"] == ["n1"]
    assert clashes == {"g.n1.x"}
    mark = marks(ledger, "g.n1.x")["2"]
    ledger.settle("g.n1.x", choice=mark, listed=[mark], base=ledger.version, stamp=KIM)
    assert ledger.items["g"] == ["n1"]


def test_what_somebody_types_over_a_clash_is_no_rival_of_itself() -> None:
    ledger = Ledger(values={"a": "0"})
    ledger.save({"a": "1"}, base=0, stamp=MARTE)
    ledger.save({"a": "2"}, base=0, stamp=KIM)

    ledger.save({"a": "2"}, base=ledger.version, stamp=MARTE)

    assert (ledger.values["a"], ledger.rivals) == ("2", {})


def test_a_place_that_a_page_still_shows_as_it_was_is_merged_as_of_then() -> None:
    ledger = Ledger(values={"a": "0"})
    ledger.save({"a": "1"}, base=0, stamp=MARTE)

    assert ledger.behind({"a": "0"}) == {"a"}
    assert ledger.save({"a": "2"}, base=ledger.version, held={"a": 0}, stamp=KIM) == {"a"}
    assert ledger.values["a"] == "1"


def test_who_types_on_in_a_place_that_a_colleague_saved_has_one_answer_waiting() -> None:
    ledger = Ledger(values={"a": "0"})
    ledger.save({"a": "1"}, base=0, stamp=MARTE)
    ledger.save({"a": "9"}, base=0, stamp=KIM)

    for typed in ("2", "23", "234", "23", "5"):
        ledger.save({"a": typed}, base=ledger.version, held={"a": 0}, stamp=KIM)

    assert [*marks(ledger)] == ["9", "23", "5"]


def test_a_proposal_gives_way_and_stays_away_once_cleared() -> None:
    ledger = Ledger()
    ledger.propose({"a": "vorgeschlagen"})

    ledger.save({"a": ""}, base=0, stamp=MARTE)

    assert ledger.propose({"a": "vorgeschlagen"}) == set()
    assert "a" not in ledger.values


def test_a_proposal_follows_its_source_while_nobody_touched_it() -> None:
    ledger = Ledger()
    ledger.propose({"a": "1"})

    assert ledger.propose({"a": "2"}) == {"a"}
    assert ledger.values == {"a": "2"}


VALUES = st.sampled_from(["", "1", "2", "3"])
SAVES = st.lists(st.tuples(st.sampled_from("abc"), VALUES, st.integers(0, 3)), max_size=30)


@given(SAVES)
def test_no_typed_value_is_ever_lost(saves: list[tuple[str, str, int]]) -> None:
    ledger = Ledger()
    versions = [0]
    for place, value, age in saves:
        base = versions[max(0, len(versions) - 1 - age)]
        shown = ledger.value_at(place, base)
        ledger.save({place: value}, base=base, stamp=KIM)
        versions.append(ledger.version)

        if (value or None) != shown:
            held: list[Any] = [ledger.values.get(place), *(rival.value for rival in ledger.rivals.get(place, []))]
            assert (value or None) in [one or None for one in held]


@given(SAVES)
def test_a_ledger_survives_being_written_down(saves: list[tuple[str, str, int]]) -> None:
    ledger = Ledger()
    for place, value, age in saves:
        ledger.save({place: value}, base=max(0, ledger.version - age), stamp=MARTE)

    assert Ledger.from_data(ledger.as_data()) == ledger


def test_a_page_that_still_shows_a_proposal_taken_back_tells_nothing_new() -> None:
    ledger = with_proposed_row()
    base = ledger.version
    ledger.save({"source": "changed"}, base=base, stamp=MARTE)
    ledger.forget_item("papers", "t-attest")

    ledger.save({"papers.t-attest.kind": "attest", "papers.t-attest.title": "Attest"}, base=base, stamp=KIM)

    assert (ledger.values, ledger.items, ledger.rivals) == ({"source": "changed"}, {"papers": []}, {})


def test_a_page_that_shows_an_older_proposal_does_not_hold_up_the_newer_one() -> None:
    ledger = Ledger()
    ledger.propose({"a": "1"})
    base = ledger.version
    ledger.save({"source": "changed"}, base=base, stamp=MARTE)
    ledger.propose({"a": "2"})

    ledger.save({"a": "1"}, base=base, stamp=KIM)
    assert (ledger.values["a"], ledger.proposed) == ("2", {"a"})

    ledger.save({"a": "1"}, base=ledger.version, stamp=KIM)  # typed where the newer one was shown
    assert (ledger.values["a"], ledger.proposed) == ("1", set())


def test_proposals_taken_back_are_kept_over_a_reload_and_go_with_what_is_forgotten() -> None:
    ledger = with_proposed_row()
    ledger.forget_item("papers", "t-attest")
    again = Ledger.from_data(ledger.as_data())
    assert again.past_proposals == ledger.past_proposals != {}

    again.forget(["papers.t-attest.kind", "papers.t-attest.title"], MARTE)
    assert again.past_proposals == {}


def with_proposed_row() -> Ledger:
    ledger = Ledger(values={"source": "first"})
    ledger.propose({"papers.t-attest.kind": "attest", "papers.t-attest.title": "Attest"})
    return ledger


def test_a_page_that_showed_nothing_takes_no_later_proposal_away() -> None:
    ledger = Ledger()
    base = ledger.version
    ledger.save({"source": "given"}, base=base, stamp=MARTE)
    ledger.propose({"a": "proposed"})

    ledger.save({"a": "", "b": "typed"}, base=base, stamp=KIM)

    assert (ledger.values["a"], ledger.values["b"], ledger.proposed) == ("proposed", "typed", {"a"})


def test_what_is_typed_counts_though_it_was_proposed_meanwhile_and_taken_back() -> None:
    ledger = Ledger()
    base = ledger.version
    ledger.save({"source": "1"}, base=base, stamp=MARTE)
    ledger.propose({"a": "1"})
    ledger.save({"source": "2"}, base=ledger.version, stamp=MARTE)
    ledger.propose({"a": "2"})

    clashes = ledger.save({"a": "1"}, base=base, stamp=KIM)

    assert (ledger.values["a"], ledger.proposed, clashes) == ("1", set(), set())


def test_a_proposal_that_somebody_replaced_is_no_answer_of_an_older_page() -> None:
    ledger = Ledger()
    ledger.save({"source": "1"}, base=0, stamp=MARTE)
    ledger.propose({"a": "1"})
    shown, empty = ledger.version, 0
    ledger.save({"a": "typed"}, base=shown, stamp=MARTE)

    for base, value in ((shown, "1"), (empty, "")):
        assert ledger.save({"a": value}, base=base, stamp=KIM) == set()

    assert ledger.values["a"] == "typed"
    assert ledger.rivals == {}
