"""A draft of two adults whose consents are filled in, as it is when they come to sign."""

from collections.abc import Mapping
from typing import Any

from forms.ledger_lines import Stamp
from forms.reading import shipped_form
from tests.forms.browser import Browser

SHE, HE = "antragsteller", "F1"
HERS = {"vornamen": "Shirin", "familienname": "Karvani", "geburtsdatum": "1988-04-12"}
HIS = {
    "vornamen": "Rojan",
    "familienname": "Karvani",
    "geburtsdatum": "1985-03-01",
    "beziehung": "ehe",
    "mitantrag": "ja",
}
SHEET = {
    "ew_zwecke": ["P0", "P1", "P4"],
    "ew_erlaeutert": "uebersetzt",
    "ew_sprachmittler": "Nora Beispiel",
    "ew_datum": "2026-11-20",
    "ew_form": "papier_scan",
    "ew_widerruf_erklaert": True,
}


def fill_in_consents(browser: Browser, language: str) -> Browser:
    """With all steps open; both read in this language (a BCP 47 tag)."""
    draft = browser.draft
    draft.reached = len(shipped_form().steps)
    ledger, stamp = draft.ledger(), Stamp(by="Marte", at="2026-11-20T10:00")
    ledger.write({**HERS, "sprache": language}, stamp)
    ledger.settle_items("familienmitglieder", [HE], stamp)
    ledger.write({f"familienmitglieder.{HE}.fm_{key}": value for key, value in HIS.items()}, stamp)
    for signer in (SHE, HE):
        sheet: Mapping[str, Any] = {**SHEET, "ew_sprache": language}
        ledger.write({f"einwilligungen.{signer}.{key}": value for key, value in sheet.items()}, stamp)
    draft.put(ledger)
    draft.save()
    return browser


def finger_page(browser: Browser, signer: str = SHE) -> str:
    return f"/de/antrag/{browser.draft_id}/bogen/{signer}/finger/"
