from datetime import date, datetime
from typing import Any

import pytest

from tests.forms.kurzantrag import answers, declaration, findings, member

JUNK: list[Any] = [5, 0, 1.5, True, False, "Ünsinn", [5], [["x"]], [None], {"x": {"y": []}}, date(2026, 2, 16), b"x"]


def errors(**changes: Any) -> list[str]:
    return findings(**changes).errors


def test_the_smallest_kurzantrag_is_without_fault() -> None:
    found = findings()

    assert (found.errors, found.warnings, found.infos, found.exclusions, found.flags) == ([], [], [], [], [])


@pytest.mark.parametrize("empty", [None, "", "  ", "\u200b", []])
def test_a_required_answer_that_is_empty_is_missing(empty: Any) -> None:
    assert findings(answers() | {"frage": empty}).errors == ["required:frage"]


def test_an_empty_choice_of_several_counts_as_missing() -> None:
    assert errors(anliegen_typ=[], staatsangehoerigkeit=[]) == [
        "required:staatsangehoerigkeit",
        "required:anliegen_typ",
    ]


def test_an_absent_group_is_missing_as_a_whole() -> None:
    assert errors(a_sonstiges=None) == ["required:a_sonstiges"]
    assert findings(answers() | {"a_sonstiges": None}).errors == ["required:a_sonstiges"]


@pytest.mark.parametrize("empty", [{}, {"so_text": None}, {"so_text": " "}])
def test_a_group_that_is_there_lacks_its_questions(empty: dict[str, Any]) -> None:
    assert errors(a_sonstiges=empty) == ["required:a_sonstiges.so_text"]


def test_inside_groups_and_items_what_is_missing_is_named_by_its_path() -> None:
    assert errors(a_sonstiges={"so_text": ""}) == ["required:a_sonstiges.so_text"]
    assert errors(familienmitglieder=[member(fm_status=None)]) == ["required:familienmitglieder[0].fm_status", "V32"]


def test_a_question_is_only_required_while_it_is_asked() -> None:
    assert errors(anwalt="ja") == ["required:anwalt_informiert"]
    assert errors(anwalt="nein") == []


def test_a_hidden_answer_gives_its_path_and_nothing_else() -> None:
    assert errors(eilig_datum="1999-99-99", a_arbeit={"x": 1, "ar_stunden": "viele"}) == [
        "hidden:eilig_datum",
        "hidden:a_arbeit",
    ]


def test_a_hidden_group_of_nothing_is_not_answered() -> None:
    assert errors(a_arbeit={"ar_seit": None, "ar_taetigkeit": ""}, gesetzliche_vertretung={}) == []


def test_unknown_answers_are_named_after_all_others() -> None:
    assert errors(frage="", neu=None, x=1) == ["required:frage", "unknown:x"]
    assert findings(answers() | {"neu": None, 5: 5}).errors == ["unknown:neu", "unknown:5"]


@pytest.mark.parametrize(
    ("number", "codes"), [(0, ["repeat:chronologie"]), (1, []), (30, []), (31, ["repeat:chronologie"])]
)
def test_a_repeating_group_keeps_its_numbers(number: int, codes: list[str]) -> None:
    entries = [{"ch_von": "2018-03", "ch_status": "duldung_60a_2_1"}] * number

    assert findings(answers() | {"chronologie": entries}).errors == codes


def test_a_required_repeating_group_that_is_absent_is_missing() -> None:
    assert errors(chronologie=None) == ["required:chronologie"]


def test_an_empty_list_of_an_optional_repeating_group_is_fine() -> None:
    assert errors(familienmitglieder=[]) == []


@pytest.mark.parametrize("junk", [*JUNK, datetime(2026, 2, 16)])
@pytest.mark.parametrize(
    "key",
    ["beratung_datum", "geburtsdatum", "cm_telefon", "cm_email", "anwalt", "geburtsland", "sprache", "haerte_aspekte"],
)
def test_a_wrong_type_is_an_unfit_value(key: str, junk: Any) -> None:
    assert f"value:{key}" in findings(answers() | {key: junk}).errors


@pytest.mark.parametrize("junk", [5, True, ["x"], {"x": 1}, date(2026, 1, 1), "a\x00b", "\ud800"])
def test_text_is_text(junk: Any) -> None:
    assert findings(answers() | {"familienname": junk}).errors == ["value:familienname"]


@pytest.mark.parametrize("junk", [5, "x", True, [["x"]]])
def test_groups_are_mappings_and_repeating_groups_lists_of_them(junk: Any) -> None:
    assert "value:a_sonstiges" in findings(answers() | {"a_sonstiges": junk}).errors
    expected = "value:chronologie[0]" if isinstance(junk, list) else "value:chronologie"
    assert expected in findings(answers() | {"chronologie": junk}).errors


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("plz", "4413"),
        ("plz", "44135\n"),
        ("plz", "441355"),
        ("anwalt", "Ja"),
        ("anwalt", "unbekannt"),
        ("erklaert_leitung", False),
        ("erklaert_leitung", "ja"),
        ("erklaert_leitung", 1),
        ("familienname", "x" * 101),
        ("frage", "x" * 1501),
        ("geburtsland", "staat"),
        ("geburtsland", "iq"),
        ("staatsangehoerigkeit", ["TR", "TR"]),
        ("staatsangehoerigkeit", ["XX"]),
        ("staatsangehoerigkeit", "TR"),
        ("anliegen_typ", ["klaerung", "klaerung"]),
        ("anliegen_typ", ["klaerung", "unsinn"]),
        ("beratung_datum", "2026-02"),
        ("beratung_datum", "2026-02-30"),
        ("beratung_datum", "2026-02-00"),
        ("beratung_datum", "2026-00-10"),
        ("einreise_datum", "2018-00"),
        ("geburtsdatum", "1990-00-17"),
        ("geburtsdatum", "1990--17"),
        ("cm_email", "jo@"),
        ("cm_telefon", "anrufen"),
        ("sprache", "tuerkisch"),
    ],
)
def test_what_does_not_fit_its_question_is_an_unfit_value(key: str, value: Any) -> None:
    assert f"value:{key}" in errors(**{key: value})


@pytest.mark.parametrize("number", ["+49 30 23125 001", "0231 12345", "(0231) 12-34", "0231/123456", "110110"])
def test_phone_numbers_may_be_written_in_usual_ways(number: str) -> None:
    assert errors(cm_telefon=number) == []


@pytest.mark.parametrize(("length", "codes"), [(299, True), (300, False), (6000, False), (6001, True)])
def test_a_text_keeps_its_length(length: int, codes: bool) -> None:
    expected = ["value:begruendung", "V24"] if codes else []

    assert errors(begruendung="x" * length) == expected


@pytest.mark.parametrize(("year", "fits"), [(1899, False), (1900, True), (2100, True), (2101, False), ("1990", False)])
def test_a_number_keeps_its_limits(year: Any, fits: bool) -> None:
    sibling = {
        "fm_id": "F1",
        "fm_mitantrag": "nein",
        "fm_beziehung": "geschwister",
        "fm_status": "eu",
        "fm_wo": "dortmund",
    }

    given = errors(familienmitglieder=[sibling | {"fm_geburtsjahr": year}])

    assert given == ([] if fits else ["value:familienmitglieder[0].fm_geburtsjahr"])


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("a.pdf", None),
        (["a.pdf", "b.pdf"], None),
        (["a.pdf", "a.pdf"], None),
        ([], "required"),
        ("", "required"),
        ([""], "value"),
        ([5], "value"),
        ({"name": "a.pdf"}, "value"),
        (5, "value"),
    ],
)
def test_a_file_is_a_name_or_names_in_order(file: Any, code: str | None) -> None:
    attachment = answers()["anlagen_liste"][0] | {"an_datei": file}

    assert errors(anlagen_liste=[attachment]) == ([f"{code}:anlagen_liste[0].an_datei"] if code else [])


def test_the_interpreter_is_asked_where_the_text_was_translated() -> None:
    translated = declaration(ew_erlaeutert="uebersetzt")

    assert errors(einwilligungen=[translated]) == ["required:einwilligungen[0].ew_sprachmittler"]
