"""What differs between two wordings of a letter, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from forms.revising.word_diff import Piece, likeness, word_diff
from gremium.letters.blocks import FACT_KINDS, BlockKind, Body
from gremium.letters.kinds import Kind

ALIKE = 0.5
"""From which likeness on a sentence counts as changed and not as replaced."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: what it is, and its words; `pieces` weave the old and the new sentence into one."""

    told: str
    pieces: tuple[Piece, ...]


def differences(kind: Kind, old: Body, new: Body) -> list[Difference]:
    """In the order of the new wording; what only moved is told as moved."""
    before, after = list(_units(kind, old)), list(_units(kind, new))
    moved = set(before) & set(after)
    found: list[Difference] = []
    for operation, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if operation != "equal":
            gone = [one for one in before[a:b] if one not in moved]
            found += _changes(gone, [one for one in after[c:d]], moved)
    return found


@dataclass(frozen=True, slots=True)
class _Unit:
    kind: str
    text: str

    @property
    def label(self) -> str:
        return str(BlockKind(self.kind).label)


def _units(kind: Kind, body: Body) -> Iterator[_Unit]:
    for block in body:
        yield from (_Unit(block.kind, sentence) for sentence in block.sentences)
        if block.kind in FACT_KINDS:
            yield _Unit(block.kind, _name(kind, block.key))


def _name(kind: Kind, key: str) -> str:
    found = kind.placeholder(key) or kind.fact_list(key) or kind.choice(key) or kind.group(key)
    return found.label if found else key


def _changes(gone: list[_Unit], come: list[_Unit], moved: set[_Unit]) -> Iterator[Difference]:
    left = list(gone)
    for unit in come:
        if unit in moved:
            yield Difference(_("Moved (%(kind)s)") % {"kind": unit.label}, (Piece("same", unit.text),))
            continue
        old = next((one for one in left if likeness(one.text, unit.text) >= ALIKE), None)
        if old is None:
            yield Difference(_("New (%(kind)s)") % {"kind": unit.label}, (Piece("added", unit.text),))
        else:
            left.remove(old)
            yield Difference(_("Changed (%(kind)s)") % {"kind": unit.label}, tuple(word_diff(old.text, unit.text)))
    for unit in left:
        yield Difference(_("Left out (%(kind)s)") % {"kind": unit.label}, (Piece("removed", unit.text),))
