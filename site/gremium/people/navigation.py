"""The work areas a signed-in person sees in the head of each private page."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gremium.people.asking import RELEASING, current_seat
from gremium.people.models import Role, User


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    url: str
    is_current: bool


def desk_nav(request: HttpRequest) -> dict[str, list[Entry]]:
    """Context processor; looks at nobody's account on public pages."""
    if getattr(request, "area", None) is None or not isinstance(request.user, User):
        return {"desk_nav": []}
    return {"desk_nav": [_entry(request, label, url) for label, url in _places(request.user)]}


def _places(user: User) -> list[tuple[str, str]]:
    places: list[tuple[str, str]] = []
    if user.role == Role.CASE_WORKER:
        places.append((_("Applications"), reverse("cases:own_desk")))
    if user.role == Role.SECRETARIAT:
        places.append((_("Secretariat"), reverse("cases:secretariat_desk")))
    if user.role in RELEASING:
        places.append((_("Releases"), reverse("releases:overview")))
    if current_seat(user) is not None:
        places.append((_("Released cases"), reverse("cases:members_desk")))
    if user.role in (Role.EDITOR, Role.TECHNICIAN):
        places.append((_("Edit pages"), reverse("wagtailadmin_home")))
    places.append((_("My sign-in"), reverse("mfa_index")))
    return places


def _entry(request: HttpRequest, label: str, url: str) -> Entry:
    return Entry(label, url, is_current=request.path.startswith(url))
