"""What follows from other answers is proposed, withdrawn when it follows no more, and never decides for anybody."""

from datetime import date
from typing import Any

import pytest

from forms.definition import Group
from forms.ledger import Ledger
from forms.ledger_lines import Stamp
from forms.persons import APPLICANT
from forms.reading import shipped_form
from forms.sheets import fill_in_all

FORM = shipped_form()
STAMP = Stamp(by="Marte Feldhaus", at="2026-02-16T12:00+01:00")
TODAY = date(2026, 2, 16)
HISTORY = {
    "einreise_datum": "2020-09",
    "duldung_seit": "2022-06",
    "chronologie.n1.ch_status": "gestattung",
    "asyl_frueher": "abgelehnt",
}


def after(*saves: dict[str, Any]) -> Ledger:
    """The ledger after these saves, with all proposals that follow from them."""
    ledger = Ledger()
    for values in saves:
        ledger.write(values, STAMP)
        fill_in_all(FORM, ledger, today=TODAY)
    return ledger


def test_a_duldung_for_unclear_identity_brings_what_the_law_says_of_it() -> None:
    ledger = after({"status_aktuell": "duldung_60b"})

    assert ledger.values["duldung_grund"] == ["identitaet"]
    assert ledger.values["nebenbestimmungen"] == ["wohnsitz", "arbeit_verbot"]
    assert {"duldung_grund", "nebenbestimmungen"} <= ledger.proposed


def test_another_status_takes_the_proposal_back_but_nothing_typed() -> None:
    ledger = after(
        {"status_aktuell": "duldung_60b"},
        {"nebenbestimmungen": ["wohnsitz"]},
        {"status_aktuell": "duldung_60a_2_1"},
    )

    assert "duldung_grund" not in ledger.values
    assert ledger.values["nebenbestimmungen"] == ["wohnsitz"]


def test_the_asylum_procedure_ends_with_the_aufenthaltsgestattung() -> None:
    ledger = after({"status_aktuell": "duldung_60b", **HISTORY})

    assert ledger.values["chronologie.n1.ch_bis"] == "2022-05"
    assert ledger.values["verfahren_liste.n1.vf_ende"] == "2022-05"


@pytest.mark.parametrize("change", [{"asyl_frueher": "nie"}, {"chronologie.n1.ch_status": "kein_papier"}])
def test_without_an_aufenthaltsgestattung_no_end_is_proposed(change: dict[str, str]) -> None:
    ledger = after({"status_aktuell": "duldung_60b", **HISTORY}, change)

    assert "verfahren_liste.n1.vf_ende" not in ledger.values


def test_the_time_before_the_duldung_keeps_no_proposed_status_of_today() -> None:
    ledger = after({"einreise_datum": "2020-09", "status_aktuell": "duldung_60b"}, {"duldung_seit": "2022-06"})

    assert "chronologie.n1.ch_status" not in ledger.values
    assert ledger.values["chronologie.n2.ch_status"] == "duldung_60b"


def test_nothing_about_exclusion_hardship_or_consent_is_ever_proposed() -> None:
    ledger = after({"status_aktuell": "duldung_60b", **HISTORY, "haerte_aspekte": ["krankheit"]})

    marked = {question.key for _group, question in FORM.questions() if question.exclusion or question.flag}
    hardship = {item.key for item in FORM.step("haerte").items} | {"entgegen"}
    consent = {item.key for item in FORM.step("einwilligung").items if isinstance(item, Group)}
    assert not {place.split(".")[0] for place in ledger.proposed} & (marked | hardship | consent)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({}, {}),
        ({"an_titel": "Attest vom März"}, {"an_typ": "attest", "an_titel": "Attest vom März", "an_person": APPLICANT}),
    ],
)
def test_a_row_taken_back_comes_again_only_if_somebody_typed_into_it(
    typed: dict[str, str], kept: dict[str, str]
) -> None:
    row = "anlagen_liste.t-attest"
    ledger = after({"haerte_aspekte": ["krankheit"]})
    base = ledger.version
    old_page = {place: ledger.values[place] for place in ledger.places_of("anlagen_liste", "t-attest")}
    ledger.write({"haerte_aspekte": ["arbeit"]}, STAMP)
    fill_in_all(FORM, ledger, today=TODAY)
    assert row not in {place.rpartition(".")[0] for place in ledger.values}

    ledger.save({**old_page, **{f"{row}.{key}": value for key, value in typed.items()}}, base=base, stamp=STAMP)
    fill_in_all(FORM, ledger, today=TODAY)

    there = ledger.places_of("anlagen_liste", "t-attest")
    assert {place.rpartition(".")[2]: ledger.values[place] for place in there} == kept
    assert ledger.rivals == {}
