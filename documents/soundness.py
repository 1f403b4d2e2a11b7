"""A mark that the gate leaves in a file whose pages may stand in a document that says it is accessible (PDF/UA-1)."""

from pikepdf import Pdf

_MARK = "/GremiumSound"


def mark(target: Pdf) -> None:
    """Say of a rebuilt file that checkers have nothing to say about its fonts and marks."""
    target.Root[_MARK] = True


def is_sound(source: Pdf) -> bool:
    """Whether the gate said so."""
    return bool(source.Root.get(_MARK, False))
