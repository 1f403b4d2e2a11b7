from typing import Any

import pytest

from tests.forms.kurzantrag import codes, findings

Changes = dict[str, Any]
LAWYER = {"anwalt": "ja"}


def aspects(*names: str) -> Changes:
    return {"haerte_aspekte": list(names)}


def work(**changes: Any) -> Changes:
    given = {"ar_taetigkeit": "x", "ar_erlaubnis": "nein", "ar_lebensunterhalt": "voll"} | changes
    return {"haerte_aspekte": ["arbeit"], "a_sonstiges": None, "a_arbeit": given}


def children(number: int, born_here: int) -> Changes:
    given = {"kw_anzahl": number, "kw_hier_geboren": born_here, "kw_alltag": "x"}
    return {"haerte_aspekte": ["kindeswohl"], "a_sonstiges": None, "a_kindeswohl": given}


@pytest.mark.parametrize(
    ("code", "changes", "broken"),
    [
        ("V03", {"sprachmittlung": "angehoerige"} | aspects("krankheit"), True),
        ("V03", {"sprachmittlung": "angehoerige"} | aspects("gewalt", "familie"), True),
        ("V03", {"sprachmittlung": "angehoerige"} | aspects("pflege"), False),
        ("V03", {"sprachmittlung": "ehrenamt"} | aspects("krankheit"), False),
        ("V04", LAWYER | {"anwalt_informiert": "nein"}, True),
        ("V04", LAWYER | {"anwalt_informiert": "ja"}, False),
        ("V04", LAWYER, False),
        ("V04", {"anwalt_informiert": "nein"}, False),
        ("V08", {"plz": "44135"}, False),
        ("V08", {"ort": " dortmund "}, False),
        ("V08", {"plz": "4512"}, False),  # no postcode, and said so
        ("V08", {"plz": "45127"}, True),
        ("V08", {"ort": "Essen"}, True),
        ("V08", {"plz": "45127", "ort": None}, True),
        ("V08", {"plz": None, "ort": None}, False),
        ("H1", {"plz": "45127"}, True),
        ("H1", {"abh_zustaendig": "unklar"}, True),
        ("H1", {}, False),
        ("V09", {"abh_aktenzeichen": "38/3-2 A"}, False),
        ("V09", {"abh_aktenzeichen": "32/1"}, False),
        ("V09", {"abh_aktenzeichen": "38-3"}, True),
        ("V09", {}, False),
        ("V10", {"bamf_aktenzeichen": "1234567-438"}, False),
        ("V10", {"bamf_aktenzeichen": "12345678-438"}, False),
        ("V10", {"bamf_aktenzeichen": "123456-438"}, True),
        ("V10", {"bamf_aktenzeichen": "1234567 - 438"}, True),
        ("V19", children(2, 2), False),
        ("V19", children(2, 3), True),
        ("V19", children(2, 16), False),  # out of its limits, and said so
        ("V23", work(ar_seit="2025"), True),
        ("V23", work(), False),
        ("V23", work(ar_seit="2025", ar_erlaubnis="beantragt"), False),
        ("V26", {"entgegen": ["keine"]}, False),
        ("V26", {"entgegen": ["keine", "unsinn"]}, False),
        ("V12", {"status_aktuell": "unsinn"}, False),
        ("V26", {"entgegen": ["keine", "identitaet"]}, True),
        ("V26", {"entgegen": ["straftaten", "identitaet"]}, False),
    ],
)
def test_a_rule_over_choices_breaks_where_it_says(code: str, changes: Changes, broken: bool) -> None:
    assert (code in codes(**changes)) is broken


@pytest.mark.parametrize(
    ("duty", "fitting"),
    [
        ("ja_duldung", {"duldung_60a_2_1", "duldung_60a_2_3", "duldung_60b", "duldung_60c", "duldung_60d"}),
        ("ja_ohne", {"gueb", "kein_papier"}),
        ("nein_titel", {"ae_104c", "ae_andere", "niederlassung", "schutz", "eu", "deutsch"}),
        ("nein_gestattung", {"gestattung"}),
        ("unklar", {"gueb", "unbekannt", "duldung_60b", "deutsch"}),
    ],
)
def test_the_paper_fits_the_duty_to_leave(duty: str, fitting: set[str]) -> None:
    papers = {"duldung_60b", "gueb", "kein_papier", "ae_104c", "schutz", "gestattung", "deutsch", "unbekannt"} | fitting

    for paper in papers:
        broken = "V12" in codes(ausreisepflicht=duty, status_aktuell=paper)
        assert broken is (duty != "unklar" and paper not in fitting), paper


def test_a_missing_answer_breaks_no_rule() -> None:
    assert findings({}).warnings == ["V29"]
    assert not [code for code in findings({}).errors if code.startswith("V")]


ACCOUNT = {
    "account.active": "yes",
    "account.recognised": "yes",
    "account.professional_role": "kim_case_management",
}


@pytest.mark.parametrize(
    ("account", "broken"),
    [
        (None, False),
        (ACCOUNT, False),
        (ACCOUNT | {"account.professional_role": "fluechtlingsberatung"}, False),
        (ACCOUNT | {"account.professional_role": ""}, True),
        (ACCOUNT | {"account.active": "no"}, True),
        (ACCOUNT | {"account.recognised": ""}, True),
        ({}, True),
    ],
)
def test_only_professionals_of_recognised_organisations_submit(account: dict[str, str] | None, broken: bool) -> None:
    assert ("V35" in findings(account=account).errors) is broken


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("X1", {"abh_zustaendig": "andere"}),
        ("X2", {"vg_laufend": "ja"}),
        ("X3", {"asyl_laufend": "laufend"}),
        ("H1", {"abh_zustaendig": "unklar"}),
        ("H2", {"vg_laufend": "unbekannt"}),
        ("H3", {"asyl_laufend": "geplant"}),
        ("H4", {"ausreisepflicht": "nein_titel"}),
        ("H4", {"ausreisepflicht": "nein_gestattung"}),
        ("H4", {"ausreisepflicht": "unklar"}),
        ("H5", {"vorbefassung": "ja"}),
        ("H6", {"hfk_petition": "laufend"}),
        ("H6", {"hfk_petition": "abgeschlossen"}),
    ],
)
def test_an_answer_raises_its_exclusion_or_flag(code: str, changes: Changes) -> None:
    found = findings(**changes)

    assert (found.exclusions if code.startswith("X") else found.flags) == [code]


def test_exclusions_and_flags_are_no_errors() -> None:
    found = findings(hfk_petition="laufend", vg_laufend="ja", vg_selbe_angelegenheit="x")

    assert (found.errors, found.exclusions, found.flags) == ([], ["X2"], ["H6"])
