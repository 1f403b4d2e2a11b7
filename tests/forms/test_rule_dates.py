from datetime import date
from typing import Any

import pytest

from tests.forms.kurzantrag import codes, member

Changes = dict[str, Any]


def in_illness(**changes: Any) -> Changes:
    illness = {"kr_person": "x", "kr_kurz": "x", "kr_attest": "nein", "kr_folgen": "x"} | changes
    return {"haerte_aspekte": ["krankheit"], "a_sonstiges": None, "a_krankheit": illness}


def in_training(begin: str, end: str) -> Changes:
    training = {"ab_art": "zusage", "ab_beruf": "x", "ab_beginn": begin, "ab_ende": end, "ab_erlaubnis": "nein"}
    return {"haerte_aspekte": ["ausbildung"], "a_sonstiges": None, "a_ausbildung": training}


def stays(*stays: tuple[str, str | None, str]) -> Changes:
    return {
        "chronologie": [
            {"ch_von": begin, "ch_status": status} | ({"ch_bis": end} if end else {}) for begin, end, status in stays
        ]
    }


NOW = "duldung_60a_2_1"
URGENT = {"eilig": "ja", "eilig_grund": "x"}


@pytest.mark.parametrize(
    ("code", "changes", "broken"),
    [
        ("V01", {"beratung_datum": "2026-02-16"}, False),
        ("V01", {"beratung_datum": "2026-02-17"}, True),
        ("V01", {"beratung_datum": "2027"}, False),  # no day, and said so
        ("V02", {"beratung_datum": "2025-11-18"}, False),
        ("V02", {"beratung_datum": "2025-11-17"}, True),
        ("V05", URGENT | {"eilig_datum": "2026-02-16"}, False),
        ("V05", URGENT | {"eilig_datum": "2026-02-15"}, True),
        ("V05", {"eilig": "nein", "eilig_datum": "2026-02-15"}, False),
        ("H7", URGENT | {"eilig_datum": "2026-02-15"}, True),
        ("H7", URGENT | {"eilig_datum": "2026-03-15"}, True),
        ("H7", URGENT | {"eilig_datum": "2026-03-16"}, False),
        ("H7", {"eilig": "nein", "eilig_datum": "2026-02-20"}, False),
        ("V06", {"geburtsdatum": "1900-01-01"}, False),
        ("V06", {"geburtsdatum": "1900"}, False),
        ("V06", {"geburtsdatum": "1899-12-31"}, True),
        ("V06", {"geburtsdatum": "1899"}, True),
        ("V06", {"geburtsdatum": "2026-02-16"}, False),
        ("V06", {"geburtsdatum": "2026-02-17"}, True),
        ("V06", {"geburtsdatum": "2026-02"}, False),
        ("V06", {"geburtsdatum": "2026"}, False),
        ("V06", {"geburtsdatum": "2026-03"}, True),
        ("V06", {"geburtsdatum": "1990-00-17"}, True),
        ("V06", {"geburtsdatum": "1990--17"}, True),
        ("V06", {"geburtsdatum": "gestern"}, False),
        ("V06", {"familienmitglieder": [member(), member(fm_id="F2", fm_geburtsdatum="2027")]}, True),
        ("V06", {"familienmitglieder": [member(fm_mitantrag="nein", fm_geburtsdatum="2027")]}, False),
        ("V07", {"geburtsdatum": "2008-02-16"}, False),
        ("V07", {"geburtsdatum": "2008-02-17"}, True),
        ("V07", {"geburtsdatum": "2008"}, True),
        ("H8", {"geburtsdatum": "2008-02-16"}, False),
        ("H8", {"geburtsdatum": "2008"}, True),
        ("V11", {"einreise_datum": "2026-02-16"}, False),
        ("V11", {"einreise_datum": "2026-02-17"}, True),
        ("V11", {"einreise_datum": "2026"}, False),
        ("V11", {"einreise_datum": "2027"}, True),
        ("V11", {"einreise_datum": "1990-05-17"}, False),
        ("V11", {"einreise_datum": "1990-05-16"}, True),
        ("V11", {"einreise_datum": "1990"}, False),
        ("V11", {"einreise_datum": "1989"}, True),
        ("V11", {"einreise_datum": "2018-03-05", "geburtsdatum": "2018"}, False),
        ("V11", {"einreise_datum": "2018-03-05", "geburtsdatum": "2018-04"}, True),
        ("V11", {"geburtsdatum": None}, False),
        ("V13", {"duldung_seit": "2018-03"}, False),
        ("V13", {"duldung_seit": "2018-02"}, True),
        ("V13", {"duldung_seit": "2018"}, False),
        ("V13", {"duldung_seit": "2017"}, True),
        ("V13", {"duldung_seit": "2017", "status_aktuell": "gestattung"}, False),
        ("V14", {"duldung_bis": "2026-02-16"}, False),
        ("V14", {"duldung_bis": "2026-02-15"}, True),
        ("V15", stays(("2018-03", "2018-03", NOW)), False),
        ("V15", stays(("2018-03", "2018-02", NOW)), True),
        ("V15", stays(("2018-03", "2018", NOW)), False),
        ("V15", stays(("2026-02-17", None, NOW)), True),
        ("V15", stays(("2026-02", None, NOW)), False),
        ("V15", stays(("2018-03", "2026-02-17", NOW)), True),
        ("V15", stays(("2018-03", "2026", NOW)), False),
        ("V15", stays(("2018-03", None, NOW), ("2020", "2019", NOW)), True),
        ("V21", in_illness(kr_attest="einfach", kr_attest_datum="2025-08-20"), False),
        ("V21", in_illness(kr_attest="einfach", kr_attest_datum="2025-08-19"), True),
        ("V21", in_illness(kr_attest="nein", kr_attest_datum="2020-01-01"), False),
        ("V22", in_training("2026-09", "2026-09"), False),
        ("V22", in_training("2026-09", "2026-08"), True),
        ("V22", in_training("2026-09-01", "2026-09-01"), True),
        ("V22", in_training("2026-09-01", "2026-09-02"), False),
        ("V22", in_training("2026", "2026"), False),
        ("V22", in_training("2026-12-31", "2026"), True),
        ("V22", in_training("2026-12-31", "2026-12"), True),
        ("V22", in_training("2026-12-30", "2026"), False),
    ],
)
def test_a_rule_over_dates_breaks_on_its_edge_day(code: str, changes: Changes, broken: bool) -> None:
    assert (code in codes(**changes)) is broken


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        (stays(("2018-03", None, NOW)), False),
        (stays(("2018-06-02", None, NOW)), False),  # 93 days after the earliest day of entry
        (stays(("2018-06-03", None, NOW)), True),
        (stays(("2018-03", "2019-12-31", NOW), ("2020-04-02", None, NOW)), False),
        (stays(("2018-03", "2019-12-31", NOW), ("2020-04-03", None, NOW)), True),
        (stays(("2018-03", "2019", NOW), ("2020-04-02", None, NOW)), False),  # the end counts at its latest
        (stays(("2018-03", "2018-04", NOW), ("2019", None, NOW)), True),  # the beginning at its earliest
        (stays(("2020-04-03", None, NOW), ("2018-03", "2019-12-31", NOW)), True),  # order of listing does not matter
        (stays(("2018-03", "2025", "gueb"), ("2019", "2019", "gueb"), ("2025-12", None, NOW)), False),  # overlapping
        (stays(("2018-03", None, "gueb"), ("2025-12", "2026-01", NOW)), False),  # an open entry reaches today
        (stays(("2018-03", "2019-01", NOW)), False),  # after the last entry no beginning follows
        (stays(("2018-03", None, "gestattung")), True),  # the last entry is another paper
        (stays(("2018-03", None, NOW), ("2017-01", "2018-02", "gestattung")), False),
        (stays(("2016", None, NOW)), False),  # before the entry
        ({**stays(("2018-03", None, NOW)), "einreise_datum": "2017-01"}, True),
        (stays(("2018-03", "2019", NOW), ("2025-13", None, "gueb")), False),  # who knows when
        ({**stays(("2018-03", None, NOW)), "einreise_datum": None}, False),
        ({**stays(("2018-03", None, "gueb")), "status_aktuell": None}, False),
    ],
)
def test_the_chronology_has_no_gap_of_more_than_93_days(changes: Changes, broken: bool) -> None:
    assert ("V16" in codes(**changes)) is broken


def test_days_at_the_ends_of_time_can_be_compared() -> None:
    assert "V01" in codes(beratung_datum="9999-12-31")
    assert "V22" in codes(**in_training("9999-12-31", "9999-12-31"))
    assert "V02" not in codes(beratung_datum="0001-01-01", today=date(1, 1, 2))
