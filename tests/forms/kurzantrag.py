"""A smallest valid Kurzantrag as of 16 February 2026, of invented people, for tests that need no sample files."""

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from forms.facts import FileFacts
from forms.reading import shipped_form
from forms.validation import Findings, check

TODAY = date(2026, 2, 16)
CONSENT_VERSION = "2026-02"
REASONS = "Frau Probe lebt seit vielen Jahren hier und hat in dieser Zeit Arbeit, Sprache und Freunde gefunden. " * 4

DECLARATION: dict[str, Any] = {
    "ew_person": "antragsteller",
    "ew_rolle": "selbst",
    "ew_name": "Ada Probe",
    "ew_zwecke": ["P0", "P1", "P4"],
    "ew_version": CONSENT_VERSION,
    "ew_sprache": "tr",
    "ew_erlaeutert": "gelesen",
    "ew_datum": "2026-02-10",
    "ew_form": "vor_ort",
    "ew_widerruf_erklaert": True,
}
SMALLEST: dict[str, Any] = {
    "cm_name": "Jo Muster",
    "cm_organisation": "Beispielträger (fiktiv)",
    "cm_rolle": "fluechtlingsberatung",
    "cm_telefon": "+49 30 23125 001",
    "cm_email": "jo@example.org",
    "beratung_datum": "2026-02-10",
    "sprachmittlung": "nicht_noetig",
    "anwalt": "nein",
    "eilig": "nein",
    "abh_zustaendig": "dortmund",
    "vg_laufend": "nein",
    "asyl_laufend": "nein",
    "ausreisepflicht": "ja_duldung",
    "vorbefassung": "nein",
    "erklaert_kein_anspruch": True,
    "erklaert_spaeter": True,
    "erklaert_leitung": True,
    "familienname": "Probe",
    "vornamen": "Ada",
    "geburtsdatum": "1990-05-17",
    "geburtsland": "TR",
    "staatsangehoerigkeit": ["TR"],
    "familienstand": "ledig",
    "strasse": "Musterweg 1",
    "plz": "44135",
    "ort": "Dortmund",
    "sprache": "tr",
    "lesen": "deutsch",
    "familie_herkunftsland": "nein",
    "einreise_datum": "2018-03",
    "status_aktuell": "duldung_60a_2_1",
    "duldung_seit": "2020-01",
    "duldung_bis": "2026-08-31",
    "frueher_104c": "nein",
    "identitaet": "ka",
    "chronologie": [
        {"ch_von": "2018-03", "ch_bis": "2019-12", "ch_status": "gestattung"},
        {"ch_von": "2020-01", "ch_status": "duldung_60a_2_1"},
    ],
    "asyl_frueher": "abgelehnt",
    "entscheidung_abh": "Es fehlt noch eine Entscheidung.",
    "gespraech_abh": "nein",
    "hfk_petition": "nein",
    "haerte_aspekte": ["sonstiges"],
    "a_sonstiges": {"so_text": "Ein besonderer Grund."},
    "begruendung": REASONS,
    "anliegen_typ": ["klaerung"],
    "frage": "Was ist möglich?",
    "mitteilung_weg": "beratung",
    "anlagen_liste": [
        {
            "an_typ": "duldung_kopie",
            "an_titel": "Duldung",
            "an_person": "antragsteller",
            "an_datei": "duldung.pdf",
        }
    ],
    "einwilligungen": [DECLARATION],
    "best_richtig": True,
    "best_dritte": True,
    "best_kopie": True,
}


def answers(**changes: Any) -> dict[str, Any]:
    """The smallest answers, changed; None takes an answer away."""
    changed = copy.deepcopy(SMALLEST) | changes
    return {key: value for key, value in changed.items() if value is not None}


def member(**changes: Any) -> dict[str, Any]:
    """A co-applying child of nine years, in the custody of the mother."""
    given: dict[str, Any] = {
        "fm_id": "F1",
        "fm_mitantrag": "ja",
        "fm_beziehung": "kind",
        "fm_vornamen": "Bela",
        "fm_familienname": "Probe",
        "fm_geburtsdatum": "2016-06-01",
        "fm_staatsangehoerigkeit": ["TR"],
        "fm_status": "duldung_60a_2_1",
        "fm_wo": "haushalt",
        "fm_sorge": "mutter",
    } | changes
    return {key: value for key, value in given.items() if value is not None}


def declaration(**changes: Any) -> dict[str, Any]:
    return DECLARATION | changes


def findings(
    given: Mapping[str, Any] | None = None,
    *,
    today: date = TODAY,
    files: Mapping[str, FileFacts] | None = None,
    account: Mapping[str, str] | None = None,
    **changes: Any,
) -> Findings:
    """What the check finds in the given answers, or in the smallest ones with changes."""
    return check(
        shipped_form(),
        answers(**changes) if given is None else given,
        today=today,
        consent_version=CONSENT_VERSION,
        files=files,
        account=account,
    )


def codes(**arguments: Any) -> set[str]:
    """All codes of `findings`, of whatever kind."""
    found = findings(**arguments)
    return {*found.errors, *found.warnings, *found.infos, *found.exclusions, *found.flags}
