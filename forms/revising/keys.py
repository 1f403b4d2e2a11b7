"""Keys for new questions, options and steps: proposed from their words, never changed by later words."""

import re
import unicodedata
from collections.abc import Collection

LONGEST = 32
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "der die das den dem des ein eine einer einen einem und oder ist sind hat haben wird werden gibt es sie "
        "ihr ihre bitte in im am an auf zu zur zum von vom mit bei fuer welche welcher welches wer was wie "
        "wo wann warum",
    )
)


def propose_key(label: str, taken: Collection[str], *, start: str = "") -> str:
    """A key such as ``wohnung_groesse`` that nothing else has; `start` is put before it, as groups do (``fm_``)."""
    words = re.findall(r"[a-z0-9]+", _plain(label))
    telling = [word for word in words if word not in SMALL_WORDS] or words or ["frage"]
    key = start + "_".join(telling)[:LONGEST].strip("_")
    if not key[0].isalpha():
        key = f"f_{key}"
    free = key
    number = 2
    while free in taken:
        free = f"{key}_{number}"
        number += 1
    return free


def common_start(keys: Collection[str]) -> str:
    """``fm_`` where all keys of a group begin with it."""
    starts = {key.partition("_")[0] for key in keys}
    return f"{starts.pop()}_" if len(starts) == 1 and len(keys) > 1 and all("_" in key for key in keys) else ""


def next_code(letter: str, taken: Collection[str]) -> str:
    """``V36`` after ``V35``: the next number of a list of codes; two digits where the others have two."""
    numbers = [int(code[1:]) for code in taken if code[:1] == letter and code[1:].isdigit()]
    width = max((len(code) - 1 for code in taken if code[:1] == letter and code[1:].isdigit()), default=1)
    return f"{letter}{max(numbers, default=0) + 1:0{width}}"


def _plain(label: str) -> str:
    lower = label.lower().translate(GERMAN)
    return unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
