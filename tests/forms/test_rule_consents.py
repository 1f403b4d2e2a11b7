from typing import Any

import pytest

from tests.forms.kurzantrag import answers, codes, declaration, findings, member

Changes = dict[str, Any]
SPOUSE = member(fm_id="F2", fm_beziehung="ehe", fm_vornamen="Can", fm_geburtsdatum="1988", fm_sorge=None)


def custody(name: str = "Ada Probe", ref: str = "F1", **changes: Any) -> Changes:
    return declaration(ew_person=ref, ew_rolle="sorge", ew_name=name, **changes)


def youth(ref: str = "F1", **changes: Any) -> Changes:
    return declaration(ew_person=ref, ew_rolle="jugend", ew_name="Bela Probe", **changes)


def with_consents(*declarations: Changes, **changes: Any) -> Changes:
    return {"einwilligungen": list(declarations)} | changes


OWN = declaration()
MINOR = {
    "geburtsdatum": "2010-05-01",
    "gesetzliche_vertretung": {"gv_art": "vormund_amt", "gv_name": "Ilse Vormund"},
}
GUARDED = declaration(ew_rolle="sorge", ew_name="Ilse Vormund")
OWN_YOUTH = declaration(ew_rolle="jugend")


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        (with_consents(OWN), False),
        (with_consents(declaration(ew_zwecke=["P0", "P1"])), True),
        (with_consents(declaration(ew_zwecke=["P0", "P1", "P4", "P6"])), False),
        (with_consents(declaration(ew_person="F1")), True),
        (with_consents(declaration(ew_rolle="sorge")), True),
        (with_consents(declaration(ew_zwecke=["P0"]), declaration(ew_zwecke=["P1", "P4"])), True),
        (with_consents(OWN, familienmitglieder=[SPOUSE]), True),
        (with_consents(OWN, declaration(ew_person="F2"), familienmitglieder=[SPOUSE]), False),
        (with_consents(OWN, familienmitglieder=[SPOUSE | {"fm_mitantrag": "nein"}]), False),
        (with_consents(OWN, geburtsdatum="2008-02-16"), False),
        (with_consents(geburtsdatum="2008-02-16"), True),
        (with_consents(geburtsdatum="2008-02-17"), False),
    ],
)
def test_every_adult_has_declared(changes: Changes, broken: bool) -> None:
    assert ("V31" in codes(**changes)) is broken


@pytest.mark.parametrize(
    ("child", "declarations", "broken"),
    [
        ({}, [], True),
        ({}, [custody()], False),
        ({}, [custody(ew_zwecke=["P0", "P1"])], True),
        ({}, [custody(ref="F9")], True),
        ({}, [declaration(ew_person="F1")], True),
        ({"fm_sorge": "beide"}, [custody()], True),
        ({"fm_sorge": "beide"}, [custody(), custody()], True),
        ({"fm_sorge": "beide"}, [custody(), custody("ada  PROBE")], True),
        ({"fm_sorge": "beide"}, [custody(), custody("Can Probe")], False),
        ({"fm_sorge": "beide"}, [custody(), custody("")], True),
        ({}, [custody("")], False),  # the missing name is said
        ({}, [custody(ew_zwecke=["P0", "P1", "P4", "P99"])], False),
        ({"fm_sorge": "beide"}, [custody(), custody("Can Probe", ew_zwecke=["P0", "P4"])], True),
        ({"fm_sorge": "vormund"}, [custody("Amt")], False),
        ({"fm_sorge": "unbekannt"}, [custody()], False),
        ({"fm_mitantrag": "nein"}, [], False),
        ({"fm_geburtsdatum": "2012-02-17"}, [custody()], False),
        ({"fm_geburtsdatum": "2012-02-16"}, [custody()], True),
        ({"fm_geburtsdatum": "2012-02-16"}, [custody(), youth()], False),
        ({"fm_geburtsdatum": "2012-02-16"}, [youth()], True),
        ({"fm_geburtsdatum": "2012-02-16"}, [custody(), youth(ew_zwecke=["P0"])], True),
        ({"fm_geburtsdatum": "2012"}, [custody()], False),
        ({"fm_geburtsdatum": "2008-02-17"}, [custody(), youth()], False),
        ({"fm_geburtsdatum": "2008-02-16"}, [declaration(ew_person="F1")], False),
        ({"fm_geburtsdatum": None}, [], False),
    ],
)
def test_for_every_minor_all_have_declared(child: Changes, declarations: list[Changes], broken: bool) -> None:
    changes = with_consents(OWN, *declarations, familienmitglieder=[member(**child)])

    assert ("V32" in codes(**changes)) is broken


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        (with_consents(GUARDED, OWN_YOUTH, **MINOR), False),
        (with_consents(GUARDED, **MINOR), True),
        (with_consents(OWN_YOUTH, **MINOR), True),
        (with_consents(GUARDED, **MINOR | {"geburtsdatum": "2012-05-01"}), False),
        (
            with_consents(GUARDED, OWN_YOUTH, **MINOR, **{})
            | {"gesetzliche_vertretung": {"gv_art": "eltern", "gv_name": "Ilse Vormund"}},
            True,
        ),
        (
            with_consents(GUARDED, GUARDED | {"ew_name": "Otto Vater"}, OWN_YOUTH, **MINOR)
            | {"gesetzliche_vertretung": {"gv_art": "eltern", "gv_name": "Ilse Vormund"}},
            False,
        ),
    ],
)
def test_a_minor_applicant_is_represented(changes: Changes, broken: bool) -> None:
    assert ("V32" in codes(**changes)) is broken
    assert "V31" not in codes(**changes)


def aspect(name: str) -> Changes:
    return {"haerte_aspekte": [name, "sonstiges"]}


def attached(kind: str) -> Changes:
    return {"anlagen_liste": [*answers()["anlagen_liste"], answers()["anlagen_liste"][0] | {"an_typ": kind}]}


CHILDREN = {"kw_anzahl": 1, "kw_hier_geboren": 1, "kw_alltag": "x", "kw_foerderbedarf": "Logopädie"}


@pytest.mark.parametrize(
    ("changes", "special"),
    [
        ({}, False),
        (aspect("krankheit"), True),
        (aspect("pflege"), True),
        (aspect("behinderung"), True),
        (aspect("gewalt"), True),
        (aspect("kindeswohl"), False),
        (aspect("kindeswohl") | {"a_kindeswohl": CHILDREN}, True),
        (aspect("kindeswohl") | {"a_kindeswohl": CHILDREN | {"kw_foerderbedarf": " "}}, False),
        ({"a_kindeswohl": CHILDREN}, False),  # hidden
        ({"duldung_grund": ["familie", "gesundheit"]}, True),
        ({"duldung_grund": ["gesundheit"], "status_aktuell": "gueb"}, False),  # hidden
        (attached("attest"), True),
        (attached("behinderung_pflege"), True),
        (attached("lebenslauf"), False),
    ],
)
def test_special_data_need_the_applicants_consent_to_them(changes: Changes, special: bool) -> None:
    agreed = declaration(ew_zwecke=["P0", "P1", "P2", "P4"])

    assert ("V33" in codes(**changes)) is special
    assert "V33" not in codes(**changes | {"einwilligungen": [agreed]})
    assert ("V33" in codes(**changes | {"einwilligungen": [OWN, agreed | {"ew_person": "F1"}]})) is special


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"ew_datum": "2026-02-16"}, False),
        ({"ew_datum": "2026-02-17"}, True),
        ({"ew_version": "2025-01"}, True),
        ({"ew_version": ""}, False),  # missing, and said so
    ],
)
def test_declarations_are_of_the_valid_text_and_not_of_tomorrow(changes: Changes, broken: bool) -> None:
    assert ("V34" in findings(einwilligungen=[OWN, declaration(**changes)]).errors) is broken
