"""Turns the signed-in account into the `Actor` that the lower floors know."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone

from documents.actors import Actor
from forms.revising.releases import Duty
from gremium.people.areas import Area
from gremium.people.models import Role, Seat, User

NOBODY = Actor(ref="")
RELEASING: dict[str, str] = {Role.SECRETARIAT: Duty.SECRETARIAT, Role.DATA_PROTECTION: Duty.PROTECTION}
"""Who releases a changed form, and in which duty."""


class SiteRequest(HttpRequest):
    """Any request behind the site's middleware."""

    area: Area | None
    actor: Actor
    is_locked: bool


class SignedInRequest(SiteRequest):
    """A request inside a private area: the middleware has let this account in."""

    user: User


def actor_of(user: User | AnonymousUser) -> Actor:
    """The actor with the facts forms may prefill; an anonymous or blocked account is nobody."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    organisation = user.organisation
    facts = {
        "account.display_name": user.display_name,
        "account.organisation": organisation.name if organisation else "",
        "account.professional_role": user.professional_role,
        "account.phone": user.phone,
        "account.email": user.email,
        "account.active": "" if user.fills_forms and not user.may_submit_on(timezone.localdate()) else "yes",
        "account.recognised": "yes" if organisation and organisation.is_recognised else "",
        "forms.fills": "yes" if user.fills_forms else "",
        "forms.releases": RELEASING.get(user.role, ""),
    }
    return Actor(
        ref=str(user.ref),
        organisation_ref=str(organisation.ref) if organisation else "",
        name=user.display_name,
        facts={key: value for key, value in facts.items() if value},
    )


SEAT = "_seat_of_this_request"


def current_seat(user: User) -> Seat | None:
    """The seat the account holds today; without one a member sees nothing (seed R11)."""
    if user.role != Role.MEMBER or not user.is_active:
        return None
    if SEAT in user.__dict__:
        seat: Seat | None = user.__dict__[SEAT]
        return seat
    return user.seats.current(timezone.localdate()).first()


def keep_seat(user: User) -> None:
    """Look the seat up once for all who ask during a request; `user` must live no longer than that."""
    user.__dict__.pop(SEAT, None)
    user.__dict__[SEAT] = current_seat(user)
