"""What a button beside a file does: take it out, move it, turn it. Several files of one place become one document."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from documents.uploads import Upload, turn_upload
from forms.ledger import Ledger
from forms.ledger_lines import Stamp

FileAct = Callable[[UUID, Sequence[str], str], Sequence[str]]
"""Takes a draft, the ids of a place's files, and what the button says; gives the ids in their new order."""


def act_on_files(verb: str, ledger: Ledger, subject: UUID, *, place: str, detail: str, stamp: Stamp) -> None:
    """Do what a button asks with the files of one place."""
    ids = ledger.values.get(place)
    if isinstance(ids, list):
        ledger.write({place: list(FILE_ACTS[verb](subject, ids, detail))}, stamp)


def _take_out(_subject: UUID, ids: Sequence[str], one: str) -> Sequence[str]:
    return [other for other in ids if other != one]


def _move(by: int) -> FileAct:
    def move(_subject: UUID, ids: Sequence[str], one: str) -> Sequence[str]:
        rest = [other for other in ids if other != one]
        if len(rest) == len(ids):
            return ids
        goal = max(0, ids.index(one) + by)
        return [*rest[:goal], one, *rest[goal:]]

    return move


def _put_in_order(_subject: UUID, ids: Sequence[str], wanted: str) -> Sequence[str]:
    """As a script found them after a drag; what it does not know yet stays behind the rest."""
    first = [one for one in dict.fromkeys(wanted.split(",")) if one in ids]
    return [*first, *(one for one in ids if one not in first)]


def _turn(subject: UUID, ids: Sequence[str], one: str) -> Sequence[str]:
    if one in ids:
        for upload in Upload.objects.of(subject).filter(pk=one):
            turn_upload(upload)
    return ids


FILE_ACTS: Mapping[str, FileAct] = {
    "drop": _take_out,
    "earlier": _move(-1),
    "later": _move(1),
    "order": _put_in_order,
    "turn": _turn,
}
"""By the verbs of the buttons."""
