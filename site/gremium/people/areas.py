"""The private areas of the site, who may enter each, and where each role lands after signing in."""

from dataclasses import dataclass

from django.conf import settings

from gremium.people.models import Role


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the site behind the sign-in. `roles` empty: everyone who is signed in."""

    name: str
    roles: frozenset[str] = frozenset()


ACCOUNTS = Area("accounts")
CASE_WORK = Area("antrag", frozenset({Role.CASE_WORKER}))
SECRETARIAT = Area("geschaeftsstelle", frozenset({Role.SECRETARIAT}))
MEMBERS = Area("mitglieder", frozenset({Role.MEMBER}))
RELEASES = Area("freigaben", frozenset({Role.SECRETARIAT, Role.DATA_PROTECTION}))
CMS = Area("cms", frozenset({Role.EDITOR, Role.TECHNICIAN}))

UNTRANSLATED = {area.name: area for area in (ACCOUNTS, CMS)}
TRANSLATED = {area.name: area for area in (CASE_WORK, SECRETARIAT, MEMBERS, RELEASES)}

DESKS: dict[str, str] = {
    Role.CASE_WORKER: "cases:own_desk",
    Role.SECRETARIAT: "cases:secretariat_desk",
    Role.MEMBER: "cases:members_desk",
    Role.EDITOR: "wagtailadmin_home",
    Role.TECHNICIAN: "wagtailadmin_home",
    Role.DATA_PROTECTION: "releases:overview",
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
