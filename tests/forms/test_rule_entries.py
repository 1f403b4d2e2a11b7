from typing import Any

import pytest

from forms.facts import FileFacts
from tests.forms.kurzantrag import answers, codes, findings

MEGABYTE = 1024 * 1024


def procedure(kind: str, state: str = "laufend") -> dict[str, Any]:
    return {"verfahren_liste": [{"vf_art": kind, "vf_stand": state}]}


def attachment(kind: str = "duldung_kopie", **changes: Any) -> dict[str, Any]:
    return answers()["anlagen_liste"][0] | {"an_typ": kind} | changes


def illness(attest: str, *attachments: str) -> dict[str, Any]:
    given = {"kr_person": "x", "kr_kurz": "x", "kr_attest": attest, "kr_folgen": "x", "kr_attest_datum": "2026-02-01"}
    return {
        "haerte_aspekte": ["krankheit"],
        "a_krankheit": given,
        "anlagen_liste": [attachment(kind) for kind in ("duldung_kopie", *attachments)],
    }


@pytest.mark.parametrize(
    ("code", "changes", "broken"),
    [
        ("V17", procedure("klage"), True),
        ("V17", procedure("eil"), True),
        ("V17", procedure("klage", "negativ"), False),
        ("V17", procedure("petition"), False),
        ("V17", procedure("klage") | {"vg_laufend": "ja"}, False),
        ("V17", procedure("klage") | {"vg_laufend": "unbekannt"}, False),
        ("V17", procedure("klage") | {"vg_laufend": None}, False),
        ("V18", procedure("asyl_erst"), True),
        ("V18", procedure("asyl_folge"), True),
        ("V18", procedure("asyl_folge", "erledigt"), False),
        ("V18", procedure("asyl_folge") | {"asyl_laufend": "laufend"}, False),
        ("V18", procedure("asyl_folge") | {"asyl_laufend": "geplant"}, False),
        ("V20", illness("qualifiziert", "attest"), False),
        ("V20", illness("qualifiziert"), True),
        ("V20", illness("einfach", "attest"), True),
        ("V20", illness("nein"), True),
        ("V20", illness("nein") | {"haerte_aspekte": ["sonstiges"]}, False),
        ("V29", {"anlagen_liste": [attachment("lebenslauf")]}, True),
        ("V29", {"anlagen_liste": []}, True),
        ("V29", {"anlagen_liste": None}, True),
        ("V29", {"entscheidung_datum": "2026-01-01"}, True),
        (
            "V29",
            {"entscheidung_datum": "2026-01-01", "anlagen_liste": [attachment(), attachment("bescheid_abh")]},
            False,
        ),
        ("V29", {"entscheidung_datum": "2026-01-01", "anlagen_liste": [attachment("bescheid_abh")]}, True),
        ("V30", {"anlagen_liste": [attachment(), attachment(an_uebersetzung="fremd")]}, True),
        ("V30", {"anlagen_liste": [attachment(an_uebersetzung="uebersetzt")]}, False),
        ("V30", {}, False),
    ],
)
def test_a_rule_over_entries_breaks_where_it_says(code: str, changes: dict[str, Any], broken: bool) -> None:
    assert (code in codes(**changes)) is broken


FILE = FileFacts(pages=3, size=MEGABYTE, media_type="application/pdf")


@pytest.mark.parametrize(
    ("file", "broken"),
    [
        (FILE, False),
        (FileFacts(200, 15 * MEGABYTE, "image/heic"), False),
        (FileFacts(201, MEGABYTE, "application/pdf"), True),
        (FileFacts(1, 15 * MEGABYTE + 1, "application/pdf"), True),
        (FileFacts(1, MEGABYTE, "text/html"), True),
        (FileFacts(1, MEGABYTE, "application/pdf", is_readable=False), True),
    ],
)
def test_a_file_that_is_present_keeps_the_file_rules(file: FileFacts, broken: bool) -> None:
    found = findings(files={"duldung.pdf": file})

    assert ("V28" in found.errors) is broken


def test_files_that_are_not_present_or_not_named_are_not_looked_at() -> None:
    unfit = FileFacts(999, 1, "text/html")

    assert "V28" not in findings(files={"other.pdf": unfit}).errors


def test_all_files_together_keep_their_number_and_size() -> None:
    names = [f"{number}.pdf" for number in range(31)]
    listed = {"anlagen_liste": [attachment(an_datei=names[:16]), attachment(an_datei=names[16:])]}

    assert "V28" in findings(files=dict.fromkeys(names, FILE), **listed).errors
    assert "V28" not in findings(files=dict.fromkeys(names[:30], FILE), **listed).errors
    big = FileFacts(1, 10 * MEGABYTE, "application/pdf")
    assert "V28" in findings(files=dict.fromkeys(names[:11], big), **listed).errors
    assert "V28" not in findings(files=dict.fromkeys(names[:10], big), **listed).errors


def test_problems_stand_at_their_entry() -> None:
    found = findings(anlagen_liste=[attachment(), attachment(an_uebersetzung="fremd")])

    assert [(problem.code, problem.path) for problem in found.problems] == [("V30", "anlagen_liste[1]")]
