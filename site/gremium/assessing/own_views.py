"""Each member thinks alone first (seed R16): the own view, and notes that nobody else ever reads."""

from collections.abc import Collection
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from gremium.assessing.models import Agreement, JointDraft, Note, Share
from gremium.cases import life
from gremium.cases.life import NotPossible, WrongState
from gremium.cases.models import Case, State
from gremium.people.models import User

THINKING = frozenset({State.SCHEDULED, State.DELIBERATED})
"""States in which a member forms a view and the joint text is written."""
NOTED = THINKING | {State.DEFERRED}
"""States in which a member writes notes; once the assessment is final, nobody thinks about the case any more."""
LONGEST_NOTE = 4_000
"""Characters of a note or of the keywords."""


@transaction.atomic
def form_view(case: Case, member: User, *, keywords: str, by: Actor) -> Share:
    """The member has formed an own view; from here on the joint text opens to her or him. Raises NotPossible."""
    share = _held_share(case, member)
    share.seal_keywords(_short(keywords))
    share.to_check = False
    if share.formed_at is None:
        share.formed_at = timezone.now()
        journal.record(actor=by, act=Act.NOTE_LOCKED, subject=case.pk, details={"kind": "view"})
    share.save()
    return share


@transaction.atomic
def keep_keywords(case: Case, member: User, *, keywords: str) -> Share:
    """Keep keywords before the view is formed. Raises NotPossible."""
    share = _held_share(case, member)
    share.seal_keywords(_short(keywords))
    share.to_check = False
    share.save()
    return share


@transaction.atomic
def write_note(case: Case, member: User, *, text: str, page: int | None, by: Actor, note: UUID | None = None) -> Note:
    """A new note, or another wording of an own one. Raises NotPossible, Note.DoesNotExist."""
    _require_part(case, member, NOTED)
    if not text.strip():
        raise NotPossible(_("Please write something, or delete the note."))
    held = Note.objects.of(member).get(pk=note, case=case) if note else Note(case=case, member=member)
    is_new = note is None
    held.page, held.to_check = page, False
    held.seal(_short(text))
    held.save()
    if is_new:
        journal.record(actor=by, act=Act.NOTE_CREATED, subject=case.pk)
    return held


@transaction.atomic
def erase_note(note: Note, *, by: Actor) -> None:
    journal.record(actor=by, act=Act.NOTE_ERASED, subject=note.case_id)
    note.delete()


@transaction.atomic
def erase_views(case: Case, *, by: Actor) -> int:
    """The minutes are approved, or nobody may go on: notes, keywords and views are gone; returns how many rows went."""
    rows = sum(kind.objects.filter(case=case).delete()[0] for kind in (Note, Share, Agreement))
    if rows:
        journal.record(actor=by, act=Act.NOTE_ERASED, subject=case.pk, details={"rows": str(rows)})
    return rows


def ask_to_check(case: Case) -> None:
    """Something was taken out of the case (domain T18): what was written before may still tell of it.

    Nobody but its owner reads a note, so its owner is asked; who agreed to the joint text has to agree anew.
    """
    Note.objects.filter(case=case).update(to_check=True)
    Share.objects.filter(case=case).exclude(sealed_keywords=b"").update(to_check=True)
    JointDraft.objects.filter(case=case).update(to_check=True, version=models.F("version") + 1)
    Agreement.objects.filter(case=case).delete()


def begin_anew(case: Case) -> None:
    """A deferred case comes before the board again: each member thinks again, nothing agreed stays agreed."""
    Share.objects.filter(case=case).update(formed_at=None, excused_at=None, excused_by_ref="", sealed_excuse=b"")
    Agreement.objects.filter(case=case).delete()


def _held_share(case: Case, member: User) -> Share:
    held = _require_part(case, member, THINKING)
    share, _is_new = Share.objects.select_for_update().get_or_create(case=held, member=member)
    return share


def _require_part(case: Case, member: User, states: Collection[str]) -> Case:
    """The row as it is now, locked, if this member may think about it: not who stepped back in another window.

    Raises NotPossible.
    """
    held = life.hold(case)
    if held.state not in states:
        raise WrongState(held)
    if not Case.objects.visible_to(member).filter(pk=held.pk).exists():
        raise NotPossible(_("You do not take part in this case."))
    return held


def _short(text: str) -> str:
    if len(text) > LONGEST_NOTE:
        raise NotPossible(_("Please keep it below %(most)s characters.") % {"most": LONGEST_NOTE})
    return text.strip()
