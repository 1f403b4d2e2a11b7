import copy
from datetime import date
from typing import Any

from forms.answers import form_level, readable, visible
from forms.reading import read_form, shipped_form
from forms.reading_rules import shipped_data
from tests.forms.kurzantrag import TODAY, answers, member


def hidden(**changes: Any) -> tuple[str, ...]:
    return visible(shipped_form(), answers(**changes), TODAY).hidden


def test_the_smallest_answers_are_all_visible() -> None:
    shown = visible(shipped_form(), answers(), TODAY)

    assert (shown.answers, shown.hidden, shown.unknown) == (answers(), (), ())


def test_what_its_condition_hides_is_dropped_and_named() -> None:
    shown = visible(shipped_form(), answers(anwalt_name="Kanzlei"), TODAY)

    assert shown.hidden == ("anwalt_name",)
    assert "anwalt_name" not in shown.answers


def test_a_hidden_group_is_named_as_a_whole() -> None:
    assert hidden(a_arbeit={"ar_taetigkeit": "x", "ar_seit": "y"}) == ("a_arbeit",)


def test_in_an_item_conditions_look_at_the_same_item() -> None:
    with_status = member(fm_mitantrag="nein", fm_id="F2", fm_geburtsjahr=1990)
    without = member(fm_geburtsjahr=1990)

    named = hidden(familienmitglieder=[with_status, without])

    assert "familienmitglieder[0].fm_vornamen" in named
    assert "familienmitglieder[0].fm_geburtsjahr" not in named
    assert "familienmitglieder[1].fm_geburtsjahr" in named


def test_in_a_group_given_once_conditions_look_at_the_group_then_at_the_form() -> None:
    illness = {"kr_person": "x", "kr_kurz": "x", "kr_attest": "nein", "kr_attest_datum": "2026-01-01", "kr_folgen": "x"}

    assert hidden(haerte_aspekte=["krankheit"], a_sonstiges=None, a_krankheit=illness) == (
        "a_krankheit.kr_attest_datum",
    )


def test_a_hidden_answer_hides_what_hangs_on_it() -> None:
    child = member(fm_mitantrag="nein")  # her birth date is hidden, so her custody is too

    assert "familienmitglieder[0].fm_sorge" in hidden(familienmitglieder=[child])
    assert hidden(anwalt="nein", anwalt_informiert="nein") == ("anwalt_informiert",)


def test_empty_answers_are_not_hidden() -> None:
    assert hidden(anwalt_name="", gesetzliche_vertretung={}, eilig_grund=None) == ()


def test_conditions_over_ages_follow_the_day() -> None:
    young = answers(geburtsdatum="2008-02-17")

    assert form_level(shipped_form(), young, date(2026, 2, 16)).shows("gesetzliche_vertretung")
    assert not form_level(shipped_form(), young, date(2026, 2, 17)).shows("gesetzliche_vertretung")


def test_what_no_question_asks_for_is_unknown() -> None:
    shown = visible(shipped_form(), answers(neu=1, familienmitglieder=[member(x=2)]), TODAY)

    assert shown.unknown == ("familienmitglieder[0].x", "neu")
    assert "neu" not in shown.answers


def test_conditions_may_look_forward_and_run_in_circles() -> None:
    data = copy.deepcopy(dict(shipped_data()))
    fields = data["steps"][0]["fields"]
    fields[0] = fields[0] | {"when": {"field": "cm_email", "filled": True}}
    fields[4] = fields[4] | {"when": {"field": "cm_name", "filled": True}}

    shown = visible(read_form(data), answers(), TODAY)

    assert shown.answers["cm_name"] == "Jo Muster"


def test_only_what_is_of_the_right_kind_is_readable() -> None:
    given = answers(
        plz=44135,
        erklaert_leitung="true",
        haerte_aspekte="krankheit",
        staatsangehoerigkeit=["TR", 5, None],
        familienmitglieder=["F1", member()],
        chronologie={"ch_von": "2018"},
        a_sonstiges=["x"],
        begruendung="   ",
    )

    read = readable(shipped_form(), given)

    assert not {"plz", "erklaert_leitung", "haerte_aspekte", "chronologie", "a_sonstiges", "begruendung"} & set(read)
    assert read["staatsangehoerigkeit"] == ["TR"]
    assert read["familienmitglieder"] == [{}, member()]
