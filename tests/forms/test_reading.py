import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from documents.intake import TEXT_DOCUMENTS
from forms.definition import Group, MalformedForm, QuestionType
from forms.plain_yaml import load_yaml
from forms.reading import read_form, shipped_form, write_form
from forms.reading_rules import SHIPPED, shipped_data

Data = dict[str, Any]


@pytest.fixture
def shipped() -> Data:
    return copy.deepcopy(dict(shipped_data()))


@pytest.fixture
def in_words(shipped: Data) -> Data:
    """The shipped form as it was before its rules were structured."""
    for entry in shipped["validation_rules"].values():
        del entry["rule"]
        entry.pop("flag", None)
    return shipped


def question(data: Data, key: str) -> Data:
    found = [
        entry
        for step in data["steps"]
        for item in step["fields"]
        for entry in (item, *item.get("fields", ()))
        if entry["key"] == key
    ]
    assert len(found) == 1
    entry: Data = found[0]
    return entry


def test_the_shipped_form_is_whole() -> None:
    form = shipped_form()

    assert len(form.steps) == 11
    assert sum(1 for _ in form.items()) + sum(len(i.questions) for i in form.items() if isinstance(i, Group)) == 191
    assert list(form.rules) == [f"V{number:02}" for number in range(1, 36)]
    assert (list(form.exclusions), list(form.flags)) == (["X1", "X2", "X3"], [f"H{n}" for n in range(1, 9)])
    assert list(form.purposes) == [f"P{number}" for number in range(9)]
    assert {question.type for _group, question in form.questions()} == set(QuestionType)
    assert form.file_rules.max_pages == 200


def test_options_are_resolved_wherever_they_are_listed() -> None:
    form = shipped_form()
    options = {question.key: question.options for _group, question in form.questions()}

    assert options["anwalt"] == {"ja": "Ja", "nein": "Nein"}
    assert options["an_typ"]["attest"] == "Ärztliche Bescheinigung"
    assert list(options["ew_zwecke"]) == [f"P{number}" for number in range(9)]


def test_a_form_is_written_as_it_was_read(shipped: Data, samples: Path) -> None:
    for data in (shipped, load_yaml(samples / "kurzantrag.yaml")):
        before = copy.deepcopy(data)

        assert write_form(read_form(data)) == data == before


def test_the_shipped_form_differs_from_the_original_in_nothing_but_this(in_words: Data, samples: Path) -> None:
    """Rules are more than words, text documents are taken, a column has a short title, and one question is added."""
    original = load_yaml(samples / "kurzantrag.yaml")
    original["file_rules"]["accept"] += TEXT_DOCUMENTS
    in_words["form"]["version"] = original["form"]["version"]
    del question(in_words, "ch_bis")["short"]
    question(in_words, "anlagen_liste")["fields"].remove(question(in_words, "an_inhalt"))

    assert in_words == original


def test_a_known_sentence_means_the_shipped_rule(in_words: Data) -> None:
    assert read_form(in_words).rules == shipped_form().rules


def test_a_known_sentence_is_known_under_another_code_and_with_another_message(in_words: Data) -> None:
    rule = in_words["validation_rules"].pop("V01")
    in_words["validation_rules"]["V99"] = rule | {"message": "Anders gesagt.", "severity": "warn"}

    read = read_form(in_words).rules["V99"]

    assert (read.kind, read.message, read.severity) == ("date_bounds", "Anders gesagt.", "warn")


def test_a_changed_sentence_is_refused_by_the_name_of_its_rule(in_words: Data) -> None:
    in_words["validation_rules"]["V02"]["check"] = "beratung_datum >= heute - 60 Tage"

    with pytest.raises(MalformedForm, match="V02"):
        read_form(in_words)


def test_a_changed_flag_sentence_is_refused_but_a_bare_flag_is_understood(in_words: Data) -> None:
    in_words["validation_rules"]["V05"]["sets_flag"] = "H4"
    assert read_form(in_words).rules["V05"].flag == "H4"

    in_words["validation_rules"]["V05"]["sets_flag"] = "H4 wenn es eilt"
    with pytest.raises(MalformedForm, match="V05"):
        read_form(in_words)


def test_a_structured_rule_is_changed_by_its_parameters(shipped: Data) -> None:
    shipped["validation_rules"]["V02"]["rule"]["not_before"] = [{"today": -60}]

    assert read_form(shipped).rules["V02"].parameters["not_before"] == [{"today": -60}]


def test_a_form_without_some_questions_and_rules_is_read(in_words: Data) -> None:
    for step in in_words["steps"]:
        step["fields"] = [item for item in step["fields"] if item["key"] not in ("hfk_petition", "allgemeine_frage")]
    del in_words["validation_rules"]["V30"]

    assert "V30" not in read_form(in_words).rules


def test_more_steps_questions_labels_limits_and_options_are_read(in_words: Data) -> None:
    in_words["steps"].append(
        {"key": "mehr", "title": "Mehr", "fields": [{"key": "neu", "type": "integer", "label": "Neu", "min": 2}]}
    )
    question(in_words, "familienname").update(label="Nachname", max=20)
    in_words["enums"]["ja_nein"]["egal"] = "Egal"

    form = read_form(in_words)

    assert form.step("mehr").items[0].key == "neu"
    questions = {question.key: question for _group, question in form.questions()}
    assert (questions["familienname"].label, questions["familienname"].maximum) == ("Nachname", 20)
    assert "egal" in questions["anwalt"].options


def _drop(*path: str) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        for key in path[:-1]:
            data = data[key]
        del data[path[-1]]

    return change


def _put(key: str, /, **values: Any) -> Callable[[Data], None]:
    return lambda data: question(data, key).update(values)


def _rule(code: str, /, **values: Any) -> Callable[[Data], None]:
    return lambda data: data["validation_rules"][code].update(values)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_drop("form"), "form must be a mapping"),
        (_drop("form", "id"), "form.id"),
        (_drop("steps"), "steps must be a list"),
        (_drop("file_rules"), "file_rules"),
        (_put("anwalt", type="colour"), "beratung.anwalt.*question type"),
        (_put("anwalt", options_ref="absent"), "anwalt.*options_ref"),
        (_put("anwalt", when={"field": "absent", "is": 1}), "anwalt.when.*absent"),
        (_put("fm_status", when={"field": "anwalt", "is": "ja"}), r"fm_status.when.*write \$root.anwalt"),
        (_put("anwalt", when="immer"), "anwalt.when"),
        (_put("anwalt", required="ja"), "anwalt.required"),
        (_put("plz", pattern="("), "plz.pattern"),
        (_put("plz", max="fünf"), "plz.max"),
        (_put("plz", label=None), "plz.label"),
        (_put("plz", key="ort"), "ort.* is given twice"),
        (_put("fm_wo", key="fm_status"), "fm_status.* is given twice"),
        (_put("plz", key="a.b"), "letters, digits"),
        (_put("chronologie", repeat={"min": 3, "max": 1}), "chronologie.repeat"),
        (_put("chronologie", repeat={"min": 3}), "chronologie.repeat"),
        (_rule("V01", severity="grave"), "V01.severity"),
        (_rule("V01", message=""), "V01.message"),
        (_rule("V01", rule={"kind": "magic"}), "V01.*magic"),
        (_rule("V01", rule={"field": "plz"}), "V01.*kind"),
        (_rule("V01", rule="immer"), "V01"),
        (_rule("V01", rule={"kind": "date_bounds", "field": "absent"}), "V01.*absent"),
        (_rule("V01", rule={"kind": "date_bounds", "field": "plz", "nach": 1}), "V01.*nach"),
        (_rule("V01", rule={"kind": "date_bounds", "field": "plz", "after": [{"heute": 1}]}), "V01.*after"),
        (_rule("V07", rule={"kind": "age_at_least", "field": "geburtsdatum"}), "V07.*years"),
        (_rule("V09", rule={"kind": "pattern", "field": "plz", "pattern": "("}), "V09.*pattern"),
        (_rule("V03", rule={"kind": "not_when", "at": "plz", "condition": {"field": "plz"}}), "V03.*condition"),
        (_rule("V05", flag={"code": "H7", "unless": {"kind": "magic"}}), "V05.flag.*magic"),
        (_rule("V05", flag={"unless": {"kind": "files"}}), "V05.flag.code"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(
    shipped: Data, change: Callable[[Data], None], named: str
) -> None:
    change(shipped)

    with pytest.raises(MalformedForm, match=named):
        read_form(shipped)


@pytest.mark.parametrize("junk", [None, [], "form", 5, {}, {"form": {"id": "x", "version": 1, "title": "x"}}])
def test_junk_is_no_form(junk: Any) -> None:
    with pytest.raises(MalformedForm):
        read_form(junk)


def test_the_shipped_file_is_found_beside_the_code() -> None:
    assert SHIPPED.is_file()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda group: group.update(columns=["ch_nie"]), "chronologie.columns names „ch_nie“"),
        (lambda group: group.update(columns=["ch_von", "ch_von"]), "„ch_von“ is given twice"),
        (lambda group: group.update(columns="ch_von"), "chronologie.columns must be a list"),
        (lambda group: (group.pop("repeat"), group.update(columns=["ch_von"])), "chronologie.columns: only a group"),
        (lambda group: group["fields"][0].update(short="x" * 25), "ch_von.short must be a text of at most 24"),
        (lambda group: group["fields"][0].update(short=["Von"]), "ch_von.short must be a text of at most 24"),
        (
            lambda group: (group["fields"][4].update(type="textarea"), group.update(columns=["ch_bemerkung"])),
            "„ch_bemerkung“, whose answers are too long",
        ),
    ],
)
def test_columns_and_short_titles_that_make_no_table_are_refused_by_their_place(
    change: Callable[[Data], object], place: str, shipped: Data
) -> None:
    change(question(shipped, "chronologie"))

    with pytest.raises(MalformedForm, match=place):
        read_form(shipped)


def test_columns_and_short_titles_are_read(shipped: Data) -> None:
    question(shipped, "chronologie")["columns"] = ["ch_status", "ch_bis"]
    question(shipped, "ch_status")["short"] = "Papier"

    group = read_form(shipped).item("chronologie")

    assert isinstance(group, Group)
    assert group.columns == ("ch_status", "ch_bis")
    assert [one.title for one in group.questions][:3] == ["Von", "Bis", "Papier"]
