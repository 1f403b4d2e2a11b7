"""Countries a person can come from: ISO 3166-1 alpha-2, Kosovo, and the two answers beside a country."""

from functools import cache

from babel import Locale

STATELESS = "staatenlos"
UNRESOLVED = "ungeklaert"
BESIDE_A_COUNTRY = {STATELESS: "staatenlos", UNRESOLVED: "ungeklärt"}
# CLDR knows more regions than ISO 3166-1 has countries: unions, islands with reserved codes, test regions.
NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])


@cache
def names(language: str = "de") -> dict[str, str]:
    """Code to name in this language, ordered by name; the two answers beside a country come last."""
    territories = Locale.parse(language, sep="-").territories
    countries = {
        code: territories[code]
        for code in sorted(territories, key=lambda code: territories[code].casefold())
        if len(code) == 2 and code not in NO_COUNTRIES
    }
    return countries | BESIDE_A_COUNTRY


def is_country(code: str) -> bool:
    return code in names()


def name(code: str, language: str = "de") -> str:
    """Name of the country; the code itself where it is unknown."""
    return names(language).get(code, code)
