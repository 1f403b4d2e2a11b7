"""An editor chooses the columns of a group's table; nothing that was answered is lost by that."""

import copy
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from documents.content import Content, Entries, Table
from forms.answers import visible
from forms.case_files import ExampleCase
from forms.definition import MOST_COLUMNS, FormDefinition, Group, QuestionType
from forms.reading import read_form, shipped_form
from forms.validation import check
from gremium.cases.dossier_content import compose
from tests.gremium.cases.conftest import Composer
from tests.gremium.cases.dossier_content.test_composing import CASE_IDS, edited, extended, lost, marked
from tests.gremium.cases.said import text_of, texts

GROUPS = [item for item in shipped_form().items() if isinstance(item, Group) and item.repeat is not None]


def blocks_of(content: Content, code: str) -> tuple[Any, ...]:
    return next(section.blocks for section in content.sections if section.code == code)


def chronology(content: Content) -> Table:
    return next(
        block for block in blocks_of(content, "D05") if isinstance(block, Table) and block.columns[-1] == "Dauer"
    )


def test_columns_stand_in_the_chosen_order_and_the_rest_below_item_by_item(
    cases: dict[str, ExampleCase], composed: Composer
) -> None:
    form = edited(cases["C1"].form, "chronologie", columns=["ch_status", "ch_von"])

    content = composed("C1", form=form)

    table = chronology(content)
    assert table.columns == ("Nr.", "Status", "Von", "Dauer")
    assert [row[0] for row in table.rows] == ["1", "2", "3", "4"]
    details = [block for block in blocks_of(content, "D05") if isinstance(block, Entries)][-4:]
    assert details[0].heading == "Chronologie des Aufenthalts 1"
    assert details[0].entries[0].label == "Bis (leer = heute)"


def test_without_a_choice_the_table_is_as_the_software_sets_it(composed: Composer) -> None:
    assert chronology(composed("C1")).columns[:3] == ("Von", "Bis", "Status")


def test_a_column_bears_its_short_title(cases: dict[str, ExampleCase], composed: Composer) -> None:
    form = edited(cases["C1"].form, "ch_status", short="Papier")

    assert "Papier" in chronology(composed("C1", form=form)).columns


def test_the_family_keeps_names_and_ages_beside_the_chosen_columns(
    cases: dict[str, ExampleCase], composed: Composer
) -> None:
    form = edited(cases["C1"].form, "familienmitglieder", columns=["fm_status", "fm_beziehung"])
    form = edited(form, "fm_beziehung", short="Beziehung")
    label = next(q.label for _, q in form.questions() if q.key == "fm_status")

    table = blocks_of(composed("C1", form=form), "D04")[0]

    assert table.columns == ("Kennung", "Name", "Alter am 16.02.2026", label, "Beziehung")
    assert "Hemin Karvani" in table.rows[0]


def group_of(*questions: dict[str, Any], columns: list[str]) -> dict[str, Any]:
    fields = [{"required": False, "label": one["key"], "sens": "S2", "dossier": "D10"} | one for one in questions]
    head = {"key": "neu", "type": "group", "required": False, "label": "Neue Gruppe"}
    return {**head, "repeat": {"min": 0, "max": 5}, "columns": columns, "fields": fields}


def test_a_specially_protected_column_stands_in_d08_alone(cases: dict[str, ExampleCase], composed: Composer) -> None:
    group = group_of(
        {"key": "neu_a", "type": "text"}, {"key": "neu_b", "type": "text", "sens": "S3"}, columns=["neu_b", "neu_a"]
    )
    form = extended(cases["C1"].form, "anliegen", group)

    content = composed("C1", {"neu": [{"neu_a": "Offenes", "neu_b": "Geschütztes"}]}, form=form)

    assert {where for where, text in texts(content) if text == "Geschütztes"} == {"D08"}
    assert {where for where, text in texts(content) if text == "Offenes"} == {"D10"}


def test_a_choice_of_columns_makes_a_table_where_there_was_none(
    cases: dict[str, ExampleCase], composed: Composer
) -> None:
    questions = ({"key": "neu_a", "type": "text"}, {"key": "neu_b", "type": "textarea"})
    form = extended(cases["C1"].form, "anliegen", group_of(*questions, columns=["neu_a"]))

    content = composed("C1", {"neu": [{"neu_a": "Eins", "neu_b": "Langes"}, {"neu_b": "Anderes"}]}, form=form)

    blocks = blocks_of(content, "D10")
    table = next(block for block in blocks if isinstance(block, Table))
    assert (table.columns, table.rows) == (("Nr.", "neu_a"), (("1", "Eins"), ("2", "")))
    told = [(block.heading, block.entries[0].value) for block in blocks if isinstance(block, Entries)]
    assert told[-2:] == [("Neue Gruppe 1", "Langes"), ("Neue Gruppe 2", "Anderes")]


@st.composite
def choices(draw: st.DrawFn) -> dict[str, list[str]]:
    """Columns for some of the shipped form's tables."""
    chosen = {}
    for group in GROUPS:
        keys = [question.key for question in group.questions if question.type is not QuestionType.TEXTAREA]
        chosen[group.key] = draw(st.lists(st.sampled_from(keys), unique=True, max_size=MOST_COLUMNS))
    return chosen


def with_columns(form: FormDefinition, columns: dict[str, list[str]]) -> FormDefinition:
    raw = copy.deepcopy(dict(form.raw))
    for step in raw["steps"]:
        for item in step["fields"]:
            if item["key"] in columns:
                item["columns"] = columns[item["key"]]
    return read_form(raw)


def test_whatever_columns_are_chosen_a_dossier_is_never_silently_incomplete(cases: dict[str, ExampleCase]) -> None:
    @settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # shrinking is slow
    @given(case_id=st.sampled_from(CASE_IDS), columns=choices(), is_marked=st.booleans())
    def holds(case_id: str, columns: dict[str, list[str]], is_marked: bool) -> None:
        case = cases[case_id]
        form = with_columns(case.form, columns)
        answers = marked(form, case.answers) if is_marked else case.answers
        shown = visible(form, answers, case.as_of).answers
        findings = check(form, answers, today=case.as_of, consent_version="2026-02")

        content = compose(form, shown, findings, reference="BF-X", version=1, day=case.as_of, uploads={})

        assert lost(form, shown, content) == []

    holds()


@pytest.mark.parametrize("code", ["D03", "D05", "D06", "D09", "D10"])
def test_sections_stand_as_the_form_lists_them(code: str, cases: dict[str, ExampleCase], composed: Composer) -> None:
    raw = copy.deepcopy(dict(cases["C1"].form.raw))
    listed = raw["dossier_sections"]
    moved = {"title": listed.pop(code), "own_pages": True}
    raw["dossier_sections"] = {"D00": listed.pop("D00"), "D01": listed.pop("D01"), code: moved, **listed}

    content = composed("C1", form=read_form(raw))

    second = content.sections[1]
    assert (second.code, second.title, second.own_pages) == (code, moved["title"], True)
    assert text_of(content, code) == text_of(composed("C1"), code)


def test_a_new_section_holds_the_questions_that_name_it(cases: dict[str, ExampleCase], composed: Composer) -> None:
    raw = copy.deepcopy(dict(edited(cases["C1"].form, "frage", dossier="D14").raw))
    listed = raw["dossier_sections"]
    raw["dossier_sections"] = {"D00": listed.pop("D00"), "D01": listed.pop("D01"), "D14": "Die Frage", **listed}

    content = composed("C1", form=read_form(raw))

    assert [section.title for section in content.sections][1] == "Die Frage"
    assert cases["C1"].answers["frage"] in text_of(content, "D14")
    assert cases["C1"].answers["frage"] not in text_of(content, "D10")


def test_a_family_without_its_table_is_found_where_it_is_told(
    cases: dict[str, ExampleCase], composed: Composer
) -> None:
    raw = copy.deepcopy(dict(cases["C1"].form.raw))
    del raw["dossier_sections"]["D04"]
    raw["dossier_sections"]["D14"] = "Angehörige"
    for step in raw["steps"]:
        for item in step["fields"]:
            for one in (item, *item.get("fields", ())):
                if one.get("dossier") == "D04":
                    one["dossier"] = "D14"
    members = [{**cases["C1"].answers["familienmitglieder"][0], "fm_id": f"F{number}"} for number in range(1, 30)]

    content = composed("C1", {"familienmitglieder": members}, form=read_form(raw))

    assert "siehe D14" in text_of(content, "D01")
    assert "D04" not in [section.code for section in content.sections]
    assert "Hemin" in text_of(content, "D14")
