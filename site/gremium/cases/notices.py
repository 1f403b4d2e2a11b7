"""Who is told of what happens to a case, once it is certain: by neutral mails that hold a reference and a link."""

from collections.abc import Iterable

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.actors import Actor
from documents.copy_holders import copy_holders
from gremium.cases.models import Case
from gremium.people.models import Role, Seat, User, WaitingMail
from gremium.people.neutral_mail import neutral_mail
from gremium.people.outbox import Say, post, register_mail, sentence, words_of
from gremium.people.second_person import SECOND_PERSONS

KIND = "case"
"""Of mails whose sentence has a place for the reference."""
MEMBERS_DESK = "cases:members_desk"


@sentence
def news() -> str:
    return _("There is news about %(reference)s. Please look at it today.")


@sentence
def received() -> str:
    return _("%(reference)s was received. The confirmation lies in your work area.")


@sentence
def confirmation_wanted() -> str:
    return _("%(reference)s waits for the decision of a second person.")


@sentence
def case_drops_out() -> str:
    return _("A case drops out: %(reference)s. Nothing has to be prepared for it any more.")


@sentence
def not_reached() -> str:
    return _("%(reference)s was not reached in the meeting. It waits for another one.")


def tell_case_manager(case: Case, *, by: Actor, say: Say = news) -> None:
    """Tell whoever handed the case in; where that account is closed, all who fill forms for the organisation."""
    filling = User.objects.who_fill_for(str(case.organisation.ref))
    managers = filling.filter(ref=case.submitted_by_ref) if case.submitted_by_ref else filling.none()
    _post(managers or filling, case, say, "cases:own_desk", by=by)


def tell_secretariat(case: Case, *, by: Actor, say: Say = news) -> None:
    _post(User.objects.filter(is_active=True, role=Role.SECRETARIAT), case, say, "cases:secretariat_desk", by=by)


def tell_second_persons(case: Case, *, by: Actor) -> None:
    """Tell the pool that somebody of it has to decide."""
    pool = User.objects.filter(is_active=True, role__in=SECOND_PERSONS)
    _post(pool, case, confirmation_wanted, "cases:second_desk", by=by)


def tell_members(case: Case, *, by: Actor, say: Say = news) -> None:
    """Tell all who hold a seat today."""
    _post(members_today(), case, say, MEMBERS_DESK, by=by)


def tell_copy_holders(case: Case, *, by: Actor, say: Say, with_members: bool) -> None:
    """Tell all who were ever handed a copy, also once their seat or account has ended, and perhaps all members."""
    holders = set(User.objects.filter(ref__in=copy_holders(case.pk), anonymised_at=None))
    _post(holders | members_today() if with_members else holders, case, say, MEMBERS_DESK, by=by)


def members_today() -> set[User]:
    seats = Seat.objects.current(timezone.localdate()).select_related("holder")
    return {seat.holder for seat in seats if seat.holder.is_active}


def _post(people: Iterable[User], case: Case, say: Say, desk: str, *, by: Actor) -> None:
    others = [one for one in people if str(one.ref) != by.ref]
    post(others, kind=KIND, say=say.__name__, about=case.pk, desk=desk)


def _build(mail: WaitingMail) -> EmailMessage | None:
    """None once the case is not there any more; an erased one keeps its reference."""
    case = Case.objects.filter(pk=mail.about).first()
    if case is None:
        return None
    return neutral_mail(mail.user.email, words_of(mail) % {"reference": case.reference}, address=reverse(mail.desk))


register_mail(KIND, _build)
