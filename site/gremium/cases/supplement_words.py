"""What a Nachtrag is called in the dossier: German, as all of it, and never with a name."""

from collections.abc import Mapping
from typing import Any

from forms.presentation import display_date

ADDED = "Anlage hinzugefügt"
ADDRESS = "Anschrift berichtigt"
DEADLINE = "Frist berichtigt"
COURT = "Gerichtliches Verfahren gemeldet"
ASYLUM = "Asylantrag gemeldet"
OF = "{what}, {day}"


def line_of(kind: str, facts: Mapping[str, Any]) -> str:
    """One line without names: it also stands on the cover."""
    if kind == "attachment":
        return ADDED
    if kind == "correction":
        keys = set(facts.get("values", {}))
        said = [(ADDRESS, keys & {"strasse", "plz", "ort"}), (DEADLINE, keys & {"eilig_datum", "eilig_grund"})]
        return "; ".join(words for words, found in said if found)
    what = COURT if kind == "court" else ASYLUM
    return OF.format(what=what, day=display_date(facts["day"])) if facts.get("day") else what
