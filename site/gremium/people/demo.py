"""The demo's fictional people: fifteen accounts, two organisations, four seats."""

import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from gremium.people import codes
from gremium.people.accounts import create_account
from gremium.people.confirming import GOOD_FOR
from gremium.people.models import CouncilTerm, Organisation, ProfessionalRole, Role, Seat, User

NORTH = "Beispielträger Nord (fiktiv)"
SOUTH = "Beispielträger Süd (fiktiv)"
TERM = (date(2025, 11, 1), date(2030, 10, 31))
"""The council's term (seed R11); fictional to the day."""


@dataclass(frozen=True, slots=True)
class Person:
    local_part: str
    display_name: str
    role: Role
    organisation: str = ""
    professional_role: str = ""
    phone: str = ""
    seat: str = ""

    @property
    def email(self) -> str:
        return f"{self.local_part}@demo.example"


PEOPLE = (
    Person(
        "fallmanagement",
        "Marte Feldhaus",
        Role.CASE_WORKER,
        NORTH,
        ProfessionalRole.CASE_MANAGEMENT,
        "+49 30 23125 001",
    ),
    Person("beratung", "Jonte Albrecht", Role.CASE_WORKER, SOUTH, ProfessionalRole.COUNSELLING, "+49 30 23125 002"),
    Person("geschaeftsfuehrung", "Ulrike Sandkamp", Role.SECRETARIAT),
    Person("geschaeftsfuehrung2", "Deniz Ahrweiler", Role.SECRETARIAT),
    Person("mitglied1", "Renate Osthoff", Role.MEMBER, seat=Seat.Origin.WELFARE_1),
    Person("mitglied2", "Milan Perkovac", Role.MEMBER, seat=Seat.Origin.WELFARE_2),
    Person("mitglied3", "Amina Yıldırım", Role.MEMBER, seat=Seat.Origin.VOLUNTEER),
    Person("leitung", "Henrik Vossberg", Role.MEMBER, seat=Seat.Origin.AUTHORITY_HEAD),
    Person("redaktion", "Clara Wennemann", Role.EDITOR),
    Person("redaktion2", "Jannis Kleinhenz", Role.EDITOR),
    Person("datenschutz", "Tomas Birkner", Role.DATA_PROTECTION),
    Person("traegerleitung", "Swantje Harms", Role.ORGANISATION_LEAD, NORTH),
    Person("dezernat", "Olaf Remmert", Role.DEPARTMENT_OFFICE),
    Person("technik", "Bea Löschner", Role.TECHNICIAN),
    Person("ehrenamt", "Wiebke Tannert", Role.VOLUNTEER),
)


class NotForRealUse(Exception):
    """Demo people never come into an installation that is not a demo."""


def password_file() -> Path:
    return Path(settings.DATA) / "demo-password"


def demo_password() -> str:
    """One password for all demo accounts; random, made once, readable by the owner of the installation only."""
    path = password_file()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text("-".join(secrets.token_hex(2) for _ in range(4)))
    return path.read_text()


def accounts_file() -> Path:
    """What `gremium up` prints at each start of a demo."""
    return Path(settings.DATA) / "demo-accounts"


def write_accounts() -> None:
    lines = [f"  {person.email:34} {person.role.label}" for person in PEOPLE]
    lines.append(f"  Password for all: {demo_password()}    second factor: gremium demo-code EMAIL")
    path = accounts_file()
    path.touch(mode=0o600)
    path.write_text("Demo accounts:\n" + "\n".join(lines) + "\n")


@transaction.atomic
def create_people() -> None:
    """Make what is missing; what exists stays as it is. Raises NotForRealUse outside demo mode."""
    if not settings.DEMO:
        raise NotForRealUse
    existing = set(User.objects.values_list("email", flat=True))
    missing = [person for person in PEOPLE if person.email not in existing]
    if not missing:
        return
    hashed = make_password(demo_password())
    CouncilTerm.objects.get_or_create(starts=TERM[0], defaults={"ends": TERM[1]})
    organisations = {name: _organisation(name) for name in (NORTH, SOUTH)}
    for person in missing:
        _create(person, organisations.get(person.organisation), hashed)


def current_code(email: str) -> str:
    """A code that the person's authenticator app shows now, or next where this one is used already.

    Raises NotForRealUse, Authenticator.DoesNotExist.
    """
    if not settings.DEMO or not email.endswith("@demo.example"):
        raise NotForRealUse
    factor = Authenticator.objects.select_related("user").get(user__email=email.lower(), type=Authenticator.Type.TOTP)
    seed = totp.decrypt(factor.data["secret"])
    before, now, after = (
        str(totp.format_hotp_value(totp.hotp_value(seed, counter))) for counter in totp.yield_hotp_counters_from_time()
    )
    return next((code for code in (now, after, before) if not codes.is_used_up(factor.user, code)), now)


def _organisation(name: str) -> Organisation:
    recognised = {"is_recognised": True, "recognised_on": timezone.localdate()}
    organisation, _ = Organisation.objects.get_or_create(name=name, defaults=recognised)
    return organisation


def _create(person: Person, organisation: Organisation | None, hashed_password: str) -> None:
    user = create_account(
        email=person.email,
        display_name=person.display_name,
        role=person.role,
        organisation=organisation,
        professional_role=person.professional_role,
        phone=person.phone,
        confirmed_until=timezone.localdate() + GOOD_FOR if person.professional_role else None,
    )
    User.objects.filter(pk=user.pk).update(password=hashed_password)  # hashed once: hashing is slow on purpose
    totp.TOTP.activate(user, totp.generate_totp_secret())
    if person.seat:
        Seat.objects.create(origin=person.seat, holder=user, valid_from=TERM[0], valid_until=TERM[1])
