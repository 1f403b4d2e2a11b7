from typing import Any

import pytest

from forms.case_files import load_cases
from forms.consent import Sheet, Signer, expand, needed_purposes, propose_signers
from forms.reading import shipped_form
from tests.forms.kurzantrag import CONSENT_VERSION, TODAY, answers, findings, member

FORM = shipped_form()
SPOUSE = member(fm_id="F9", fm_beziehung="ehe", fm_vornamen="Can", fm_geburtsdatum="1988", fm_sorge=None)


def signers(**changes: Any) -> dict[str, Signer]:
    return {signer.ref: signer for signer in propose_signers(FORM, answers(**changes), TODAY)}


def sheet(signer: Signer, **changes: Any) -> Sheet:
    given: dict[str, Any] = {
        "signer": signer.ref,
        "name": f"Name von {signer.ref}" if signer.asks_name else "",
        "purposes": ("P0", "P1", "P2", "P4"),
        "language": "tr",
        "explained": "gelesen",
        "signed_on": "2026-02-10",
        "form": "vor_ort",
        "withdrawal_explained": True,
    }
    return Sheet(**given | changes)


def minor(kind: str, **changes: Any) -> dict[str, Any]:
    return {"geburtsdatum": "2010-05-01", "gesetzliche_vertretung": {"gv_art": kind, "gv_name": "Ilse Vogt"}} | changes


FAMILIES: dict[str, dict[str, Any]] = {
    "alone": {},
    "mother alone": {"familienmitglieder": [member()]},
    "joint with spouse": {"familienmitglieder": [SPOUSE, member(fm_sorge="beide")]},
    "joint without spouse": {"familienmitglieder": [member(fm_sorge="beide")]},
    "three children": {
        "familienmitglieder": [SPOUSE, *(member(fm_id=f"F{n}", fm_sorge="beide") for n in (1, 2, 3))],
    },
    "youth": {"familienmitglieder": [member(fm_geburtsdatum="2010-01-01")]},
    "guardian of a child": {"familienmitglieder": [member(fm_sorge="vormund")]},
    "unclear custody": {"familienmitglieder": [member(fm_sorge="unbekannt")]},
    "father alone": {"familienmitglieder": [SPOUSE, member(fm_sorge="vater")], "geschlecht": "w"},
    "father alone and absent": {"familienmitglieder": [member(fm_sorge="vater")], "geschlecht": "w"},
    "stepchild": {"familienmitglieder": [SPOUSE, member(fm_beziehung="stiefkind", fm_sorge="beide")]},
    "foster child": {"familienmitglieder": [member(fm_beziehung="stiefkind", fm_sorge="beide")]},
    "young brother": {"familienmitglieder": [member(fm_beziehung="geschwister", fm_sorge="beide")]},
    "young brother and mother": {
        "familienmitglieder": [
            member(fm_beziehung="geschwister", fm_sorge="beide"),
            SPOUSE | {"fm_beziehung": "elternteil"},
        ]
    },
    "minor with guardian": minor("vormund_amt"),
    "minor with parents": minor("eltern"),
    "minor with parents in the application": minor(
        "eltern",
        familienmitglieder=[
            SPOUSE | {"fm_beziehung": "elternteil", "fm_vornamen": "Ilse", "fm_familienname": "VOGT"},
            SPOUSE | {"fm_beziehung": "elternteil", "fm_id": "F8"},
        ],
    ),
    "minor with one parent": minor("elternteil"),
    "minor of thirteen": minor("elternteil", geburtsdatum="2012-05-01"),
    "minor mother": minor("vormund_amt", familienmitglieder=[member(fm_geburtsdatum="2025-05-01")]),
    "birth year only": {"familienmitglieder": [member(fm_geburtsdatum="2008")]},
}


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_complete_sheets_of_all_signers_satisfy_the_rules_of_consent(family: dict[str, Any]) -> None:
    given = answers(**family)
    proposed = propose_signers(FORM, given, TODAY)

    given["einwilligungen"] = expand([sheet(signer) for signer in proposed], given, TODAY, CONSENT_VERSION)

    assert findings(given).errors == []


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_nobody_is_asked_to_sign_in_vain(family: dict[str, Any]) -> None:
    given = answers(**family)
    proposed = propose_signers(FORM, given, TODAY)

    for missing in proposed:
        sheets = [sheet(signer) for signer in proposed if signer != missing]
        given["einwilligungen"] = expand(sheets, given, TODAY, CONSENT_VERSION)
        assert {"V31", "V32"} & set(findings(given).errors), missing


def test_an_adult_signs_for_herself_and_the_children_in_her_custody() -> None:
    assert signers(familienmitglieder=[member()]) == {
        "antragsteller": Signer(ref="antragsteller", name="Ada Probe", own_role="selbst", children=("F1",))
    }


def test_with_joint_custody_applicant_and_spouse_sign_for_the_children() -> None:
    proposed = signers(**FAMILIES["three children"])

    assert list(proposed) == ["antragsteller", "F9"]
    assert proposed["antragsteller"].children == proposed["F9"].children == ("F1", "F2", "F3")


def test_a_second_holder_who_is_not_in_the_application_is_asked_for() -> None:
    proposed = signers(familienmitglieder=[member(fm_sorge="beide"), member(fm_id="F2", fm_sorge="beide")])

    assert proposed["sorge2"] == Signer(ref="sorge2", name="", children=("F1", "F2"), asks_name=True)


def test_custody_of_the_other_parent_alone_is_not_the_applicants() -> None:
    assert signers(**FAMILIES["father alone"])["F9"].children == ("F1",)
    assert signers(**FAMILIES["father alone and absent"])["sorge"].asks_name


def test_a_minor_applicant_is_represented_and_signs_beside_from_fourteen_on() -> None:
    assert signers(**minor("vormund_amt")) == {
        "vertretung": Signer(ref="vertretung", name="Ilse Vogt", children=("antragsteller",)),
        "antragsteller": Signer(ref="antragsteller", name="Ada Probe", own_role="jugend"),
    }
    assert list(signers(**FAMILIES["minor of thirteen"])) == ["vertretung"]


def test_a_representative_who_applies_too_signs_one_sheet() -> None:
    proposed = signers(**FAMILIES["minor with parents in the application"])

    assert list(proposed) == ["F9", "F8", "antragsteller"]
    assert (proposed["F9"].own_role, proposed["F9"].children) == ("selbst", ("antragsteller",))


def test_a_sheet_may_name_its_children_itself() -> None:
    given = answers(familienmitglieder=[member(), member(fm_id="F2")])
    own, other = (
        sheet(signers(**given)["antragsteller"], children=("F1",)),
        Sheet(signer="vater2", name="Cem Vater", children=("F2",), purposes=("P0",)),
    )

    records = expand([own, other], given, TODAY, CONSENT_VERSION)

    assert [(record["ew_person"], record["ew_name"]) for record in records] == [
        ("antragsteller", "Ada Probe"),
        ("F1", "Ada Probe"),
        ("F2", "Cem Vater"),
    ]


def test_what_a_sheet_leaves_empty_is_left_out() -> None:
    assert expand([Sheet(signer="antragsteller")], answers(), TODAY, CONSENT_VERSION) == [
        {"ew_person": "antragsteller", "ew_rolle": "selbst", "ew_name": "Ada Probe", "ew_version": CONSENT_VERSION}
    ]
    assert "interpreter" in Sheet(signer="antragsteller", explained="uebersetzt").missing
    assert sheet(signers()["antragsteller"]).missing == ()


def test_a_sheet_of_somebody_who_left_the_application_counts_no_more() -> None:
    assert expand([Sheet(signer="F7", purposes=("P0",))], answers(), TODAY, CONSENT_VERSION) == []


def test_special_consent_is_needed_only_where_special_data_are_given() -> None:
    assert needed_purposes(FORM, answers(), TODAY) == ("P0", "P1", "P4")
    assert needed_purposes(FORM, answers(haerte_aspekte=["gewalt"]), TODAY) == ("P0", "P1", "P2", "P4")


def test_the_cases_declarations_follow_from_their_sheets(samples: Any) -> None:
    for case in load_cases(samples / "cases.yaml"):
        proposed = propose_signers(case.form, case.answers, case.as_of)
        records = expand(
            [Sheet(signer=signer.ref) for signer in proposed], case.answers, case.as_of, case.consent_version
        )

        keys = ("ew_person", "ew_rolle", "ew_name")
        given = [tuple(record[key] for key in keys) for record in case.answers["einwilligungen"]]
        assert [tuple(record[key] for key in keys) for record in records] == given, case.id
