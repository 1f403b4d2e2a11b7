"""A member's own notes, as the reader shows them beside the page they belong to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError

from documents.actors import Actor
from documents.keystore import keys_at_hand
from gremium.assessing import own_views
from gremium.assessing.models import Note as OwnNote
from gremium.cases.models import Case
from gremium.people.models import User


@dataclass(frozen=True, slots=True)
class Note:
    """A note of this member on a page of a case's dossier."""

    ref: str
    page: int
    text: str


def notes_on(subjects: Collection[UUID], member: User) -> Mapping[UUID, Sequence[Note]]:
    """All notes of this member on pages of these cases, by case and page; two queries, however many there are."""
    found: dict[UUID, list[Note]] = {}
    written = list(OwnNote.objects.of(member).filter(case__in=subjects).exclude(page=None))
    with keys_at_hand({note.case_id for note in written}):
        for note in written:
            found.setdefault(note.case_id, []).append(_shown(note))
    return found


def write_note(case: Case, member: User, *, page: int, text: str, ref: str, by: Actor) -> Note:
    """A new note, or with `ref` the changed one; who asks for one that is gone gets a new one, so nothing is lost.

    Raises life.NotPossible.
    """
    known = _own(case, member, ref)
    written = own_views.write_note(case, member, text=text, page=page, note=known.pk if known else None, by=by)
    return _shown(written)


def remove_note(case: Case, member: User, *, ref: str, by: Actor) -> None:
    """Nothing happens where it is gone already."""
    if known := _own(case, member, ref):
        own_views.erase_note(known, by=by)


def _own(case: Case, member: User, ref: str) -> OwnNote | None:
    try:
        return OwnNote.objects.of(member).filter(case=case, pk=ref).first() if ref else None
    except ValidationError:
        return None


def _shown(note: OwnNote) -> Note:
    return Note(str(note.pk), note.page or 1, note.text)
