"""The sections of the dossier as a form lists them: the order in the file is the order in the dossier.

Some are filled by the software itself. They may be named anew but not left out, and a few have their fixed place:
the cover, the one page that ten minutes are enough for, the specially protected answers on pages of their own, and the
list of attachments right before the attachments. Sources: the founding document (R2, R3) and Art. 9 GDPR.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from forms.definition import DossierSection
from forms.raw_data import mapping, text, truth

COVER, OVERVIEW, SPECIAL, NOWHERE = "D00", "D01", "D08", "DXX"
LAST = ("D12", "D13")
KEPT = (COVER, OVERVIEW, "D02", SPECIAL, "D11", *LAST, NOWHERE)
"""Sections that the software fills, and the place for what no dossier tells."""
ALONE = frozenset({OVERVIEW, SPECIAL})
"""Sections that stand on pages of their own, whatever a form says."""
CODE = re.compile(r"D\d\d+|DXX")
USUAL = tuple(f"D{number:02}" for number in range(1, 14))
"""The sections of a form that lists none."""


def read_sections(raw: object) -> dict[str, DossierSection]:
    """Sections by their codes, each given as its title or as `title` with `own_pages`. Raises MalformedForm."""
    entries = mapping(raw, "dossier_sections")
    return {str(code): _section(entry, f"dossier_sections.{code}") for code, entry in entries.items()}


def _section(raw: object, place: str) -> DossierSection:
    if not isinstance(raw, Mapping):
        return DossierSection(text(raw, place))
    data = mapping(raw, place)
    own_pages = truth(data.get("own_pages", False), f"{place}.own_pages")
    return DossierSection(text(data.get("title"), f"{place}.title"), own_pages)


def in_order(listed: Collection[str], used: Collection[str]) -> list[str]:
    """Codes in the dossier's order, the cover left out: as they are listed, then others that have answers.

    The fixed ones stand where they belong even if a form was stored that says otherwise.
    """
    codes = dict.fromkeys([*(listed or USUAL), *KEPT, *sorted(used)])
    middle = [code for code in codes if code not in (COVER, OVERVIEW, *LAST, NOWHERE)]
    return [OVERVIEW, *middle, *LAST]


def title_of(entry: Any) -> str:
    """The title of a section in a form file's data, which may be unfinished."""
    return str(entry.get("title") or "") if isinstance(entry, Mapping) else str(entry or "")


def stands_alone(entry: Any) -> bool:
    """Whether a section in a form file's data asks for pages of its own."""
    return isinstance(entry, Mapping) and entry.get("own_pages") is True


def titles(form: Mapping[str, Any]) -> dict[str, str]:
    """The titles of a form file's sections by their codes."""
    found = form.get("dossier_sections")
    entries = found if isinstance(found, Mapping) else {}
    return {str(code): title_of(entry) or str(code) for code, entry in entries.items()}
