"""Languages spoken at a counselling office; more than those of the site."""

from functools import cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from forms.languages import name, names
from pages.languages import KNOWN

BESIDE_THE_SITE = (
    *("am", "az", "bg", "bn", "bs", "el", "es", "ff", "ha", "hi", "hr", "hu", "hy", "it", "ka", "kk", "mk", "om"),
    *("pl", "pt", "rom", "ro", "sw", "ta", "ur", "uz", "vi", "wo", "zh"),
)
RTL = frozenset({"ar", "ckb", "fa", "he", "prs", "ps", "ug", "ur"})


class SpokenLanguage(NamedTuple):
    """`own_name` in the language itself where CLDR knows it, else in German (then `code` is `de`)."""

    code: str
    own_name: str
    direction: str


@cache
def spoken(code: str) -> SpokenLanguage:
    if known := KNOWN.get(code):
        return SpokenLanguage(code, known.own_name, known.direction)
    try:
        own_name = Locale.parse(code, sep="-").languages.get(code)
    except (UnknownLocaleError, ValueError):
        own_name = None
    if own_name is None:
        return SpokenLanguage("de", name(code), "ltr")
    return SpokenLanguage(code, own_name, "rtl" if code in RTL else "ltr")


def spoken_choices() -> list[tuple[str, str]]:
    """What an editor can tick: the site's languages first, each with its German name."""
    codes = [code for code in KNOWN if code != "de-simple"]
    others = sorted(set(BESIDE_THE_SITE) & names().keys(), key=name)
    return [(code, name(code)) for code in (*codes, *others)]
