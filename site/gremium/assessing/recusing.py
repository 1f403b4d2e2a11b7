"""Stepping back from a case, excusing a member, and the hint that a conflict of interest is possible (domain 2.3)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from gremium.assessing.models import Agreement, Note, Share
from gremium.assessing.own_views import THINKING
from gremium.cases import life
from gremium.cases.life import AHEAD, NotPossible, WrongState
from gremium.cases.models import Case
from gremium.cases.recusals import Recusal
from gremium.people.models import User

BEFORE_THE_END = AHEAD | THINKING
"""States in which a member may step back."""


def has_possible_conflict(case: Case, member: User) -> bool:
    """A hint and no more: the member works for the organisation that brought the case in."""
    return member.organisation_id is not None and member.organisation_id == case.organisation_id


@transaction.atomic
def step_back(case: Case, member: User, *, by: Actor) -> Recusal:
    """The member's own act, at once: notes and view go, nothing of the case is seen any more. Raises NotPossible."""
    held = life.hold(case)
    if held.state not in BEFORE_THE_END:
        raise WrongState(held)
    for kind in (Note, Share, Agreement):
        kind.objects.filter(case=held, member=member).delete()
    recusal, is_new = Recusal.objects.get_or_create(case=held, member=member)
    if is_new:
        journal.record(actor=by, act=Act.MEMBER_STEPPED_BACK, subject=held.pk)
    return recusal


@transaction.atomic
def come_back(recusal: Recusal, *, by: Actor) -> None:
    """Undo it until the day of the meeting begins, as clocks in the city tell it (domain 2.3). Raises NotPossible."""
    held = life.hold(recusal.case)
    has_come = held.meeting_on is not None and held.meeting_on <= timezone.localdate() and held.state in THINKING
    if held.state not in AHEAD or has_come:
        raise NotPossible(_("The day of the meeting has come. Stepping back cannot be undone any more."))
    recusal.delete()
    journal.record(actor=by, act=Act.MEMBER_CAME_BACK, subject=held.pk)


@transaction.atomic
def excuse(case: Case, member: User, *, why: str, by: Actor) -> Share:
    """The secretariat notes that a member cannot take part and why; the others go on. Raises NotPossible."""
    held = life.hold(case)
    if held.state not in THINKING:
        raise WrongState(held)
    if not why.strip():
        raise NotPossible(_("Please say why the member does not take part."))
    share, _is_new = Share.objects.select_for_update().get_or_create(case=held, member=member)
    share.excused_at, share.excused_by_ref = timezone.now(), by.ref
    share.seal_excuse(why.strip())
    share.save()
    journal.record(actor=by, act=Act.MEMBER_EXCUSED, subject=held.pk)
    return share


@transaction.atomic
def take_in_again(case: Case, member: User, *, by: Actor) -> None:
    """The member can take part after all. Raises NotPossible."""
    held = life.hold(case)
    if held.state not in THINKING:
        raise WrongState(held)
    found = Share.objects.filter(case=held, member=member).exclude(excused_at=None)
    if found.update(excused_at=None, excused_by_ref="", sealed_excuse=b""):
        journal.record(actor=by, act=Act.MEMBER_EXCUSED, subject=held.pk, details={"step": "undone"})
