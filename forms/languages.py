"""Languages a person can speak, as BCP 47 tags: those of CLDR, Kurmanji, Dari, and "another one"."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from babel import Locale
from babel.core import get_global

OTHER = "andere"
BESIDE_CLDR = {"kmr": "Kurmandschi", "prs": "Dari", OTHER: "andere Sprache"}
LEAST_PERCENT = 1
"""Of a country's people; languages that fewer speak stand under "another one", unless they are official there."""
SPOKEN_WITHOUT_A_STATE = (
    *BESIDE_CLDR,
    *("rom", "ku", "zza", "lzz", "syr", "tru", "arc", "mnk", "din", "fur", "kr", "dar", "mhr", "crh", "bgn", "bal"),
    *("tkr", "ttt", "bo", "ug", "raj", "bin", "koo", "ce", "inh", "ady", "kbd", "nog", "wo", "ff", "man", "sus"),
)
"""Spoken by people who fled, though by few of any one country."""
NO_LANGUAGES = frozenset({"mul", "root", "und", "zxx"})
TAG = re.compile(r"([a-z]{2,3})(?:-([A-Z][a-z]{3}))?(?:-([A-Z]{2}|[0-9]{3}))?")


@cache
def names(language: str = "de") -> dict[str, str]:
    """Tag to name in this language, ordered by name; "another one" comes last."""
    known = {tag.replace("_", "-"): name for tag, name in Locale.parse(language, sep="-").languages.items()}
    known = {tag: name for tag, name in known.items() if tag not in NO_LANGUAGES} | BESIDE_CLDR
    return dict(sorted(known.items(), key=lambda entry: (entry[0] == OTHER, entry[1].casefold())))


@cache
def spoken(language: str = "de") -> dict[str, str]:
    """As `names`, without those that hardly anybody grows up with today: dead, constructed and very small ones."""
    shares = get_global("territory_languages").values()
    wide = {tag for land in shares for tag, share in land.items() if _is_wide(share)} | set(SPOKEN_WITHOUT_A_STATE)
    return {tag: name for tag, name in names(language).items() if tag in wide}


def _is_wide(share: Mapping[str, Any]) -> bool:
    return bool(share["official_status"]) or (share["population_percent"] or 0) >= LEAST_PERCENT


def is_language(tag: str) -> bool:
    """Whether CLDR knows this language; a script or region may follow, such as ``ku-Arab`` or ``fa-AF``."""
    if tag in names():
        return True
    match = TAG.fullmatch(tag)
    if match is None or match[1] not in names():
        return False
    german = Locale("de")
    return (match[2] is None or match[2] in german.scripts) and (match[3] is None or match[3] in german.territories)


def name(tag: str, language: str = "de") -> str:
    """Name of the language; the tag itself where it is unknown."""
    return names(language).get(tag) or names(language).get(tag.partition("-")[0], tag)
