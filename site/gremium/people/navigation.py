"""The work areas a signed-in person sees in the head of each private page."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gremium.people.areas import EXCHANGE, SECOND_DESK
from gremium.people.asking import RELEASING, current_seat
from gremium.people.models import Role, User
from gremium.people.second_person import is_second_person


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    url: str
    is_current: bool


def desk_nav(request: HttpRequest) -> dict[str, list[Entry]]:
    """Context processor; looks at nobody's account on public pages."""
    if getattr(request, "area", None) is None or not isinstance(request.user, User):
        return {"desk_nav": []}
    places = _places(request.user)
    current = max((url for _label, url in places if request.path.startswith(url)), key=len, default="")
    return {"desk_nav": [Entry(label, url, is_current=url == current) for label, url in places]}


def _places(user: User) -> list[tuple[str, str]]:
    places: list[tuple[str, str]] = []
    has_seat = current_seat(user) is not None
    if user.role == Role.CASE_WORKER:
        places.append((_("Applications"), reverse("cases:own_desk")))
    if user.role == Role.SECRETARIAT:
        places.append((_("Secretariat"), reverse("cases:secretariat_desk")))
        places.append((_("Meetings"), reverse("meetings:meetings")))
    if user.role == Role.SECRETARIAT:
        places.append((_("People"), reverse("people:accounts")))
        places.append((_("Keeping and erasing"), reverse("oversight:retention")))
    if user.role == Role.DATA_PROTECTION:
        places.append((_("Data protection"), reverse("oversight:protection_desk")))
    if user.role == Role.ORGANISATION_LEAD:
        places.append((_("Our staff"), reverse("people:staff")))
    if is_second_person(user):
        places.append((_("Second person"), reverse(SECOND_DESK)))
    if user.role in RELEASING:
        places.append((_("Releases"), reverse("releases:overview")))
    if has_seat:
        places.append((_("Released cases"), reverse("cases:members_desk")))
        places.append((_("Meetings"), reverse("meetings:members_meetings")))
    if user.role in EXCHANGE.roles and (user.role != Role.MEMBER or has_seat):
        places.append((_("Exchange"), reverse("exchange:desk")))
    if user.role == Role.TECHNICIAN:
        places.append((_("Operation"), reverse("operating:desk")))
    if user.role in (Role.EDITOR, Role.TECHNICIAN):
        places.append((_("Edit pages"), reverse("wagtailadmin_home")))
    places.append((_("My sign-in"), reverse("mfa_index")))
    return places
