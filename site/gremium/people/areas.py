"""The private areas of the site, who may enter each, and where each role lands after signing in."""

from dataclasses import dataclass

from django.conf import settings

from gremium.people.models import Role
from gremium.people.second_person import SECOND_PERSONS


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the site behind the sign-in. `roles` empty: everyone who is signed in."""

    name: str
    roles: frozenset[str] | frozenset[Role] = frozenset()


ACCOUNTS = Area("accounts")
CASE_WORK = Area("antrag", frozenset({Role.CASE_WORKER}))
SECRETARIAT = Area("geschaeftsstelle", frozenset({Role.SECRETARIAT}))
MEMBERS = Area("mitglieder", frozenset({Role.MEMBER}))
SECOND_PERSON = Area("zweite-person", SECOND_PERSONS)
EXCHANGE = Area(
    "austausch",
    frozenset(
        {
            *(Role.CASE_WORKER, Role.VOLUNTEER, Role.ORGANISATION_LEAD),
            *(Role.MEMBER, Role.SECRETARIAT, Role.EDITOR),
        }
    ),
)
RELEASES = Area("freigaben", frozenset({Role.SECRETARIAT, Role.DATA_PROTECTION}))
STAFF = Area("traeger", frozenset({Role.ORGANISATION_LEAD}))
PROTECTION = Area("datenschutz-aufsicht", frozenset({Role.DATA_PROTECTION}))
OPERATION = Area("technik", frozenset({Role.TECHNICIAN}))
CMS = Area("cms", frozenset({Role.EDITOR, Role.TECHNICIAN}))

UNTRANSLATED = {area.name: area for area in (ACCOUNTS, CMS)}
_OF_CASES = (CASE_WORK, SECRETARIAT, MEMBERS, EXCHANGE, SECOND_PERSON)
_IN_A_LANGUAGE = (*_OF_CASES, RELEASES, STAFF, PROTECTION, OPERATION)
TRANSLATED = {area.name: area for area in _IN_A_LANGUAGE}

SECOND_DESK = "cases:second_desk"
"""Name of the view with all that waits for a second person."""

DESKS: dict[str, str] = {
    Role.CASE_WORKER: "cases:own_desk",
    Role.SECRETARIAT: "cases:secretariat_desk",
    Role.MEMBER: "cases:members_desk",
    Role.EDITOR: "wagtailadmin_home",
    Role.TECHNICIAN: "operating:desk",
    Role.DEPARTMENT_OFFICE: SECOND_DESK,
    Role.DATA_PROTECTION: "oversight:protection_desk",
    Role.ORGANISATION_LEAD: "people:staff",
    Role.VOLUNTEER: "exchange:desk",
}
"""Names of the views people land on; a role without one gets a page that says so."""


def area_of(path: str) -> Area | None:
    """The private area an address lies in, or None for the public pages."""
    first, _, rest = path.lstrip("/").partition("/")
    if first in dict(settings.LANGUAGES):
        return TRANSLATED.get(rest.partition("/")[0])
    return UNTRANSLATED.get(first)


def language_of(address: str) -> str:
    """The language an address of the site begins with, or ``de``: staff work in German unless they chose otherwise."""
    first = address.lstrip("/").partition("/")[0]
    return first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
