"""Everybody the table of rights knows: one person of each role, and those who stand before the door."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from http.cookies import SimpleCookie

from django.db import transaction
from django.test import Client

from gremium.people.accounts import create_account
from gremium.people.models import Organisation, Role, Seat, User
from tests.gremium.conftest import PASSWORD, give_seat, make_person

SignIn = Callable[[User], Client]
MEMBERS = {
    "member": Seat.Origin.WELFARE_1,
    "recused": Seat.Origin.WELFARE_2,
    "third_member": Seat.Origin.VOLUNTEER,
    "head": Seat.Origin.AUTHORITY_HEAD,
}
ALONE = {
    "volunteer": Role.VOLUNTEER,
    "secretary": Role.SECRETARIAT,
    "second_secretary": Role.SECRETARIAT,
    "office": Role.DEPARTMENT_OFFICE,
    "protection": Role.DATA_PROTECTION,
    "editor": Role.EDITOR,
    "technician": Role.TECHNICIAN,
    "superuser": Role.TECHNICIAN,
    "ended_member": Role.MEMBER,
    "blocked": Role.SECRETARIAT,
    "half_signed_in": Role.SECRETARIAT,
}
ELSEWHERE = ("anonymous", "translator")
"""Without an account."""


@dataclass(frozen=True, slots=True)
class Cast:
    users: Mapping[str, User]
    north: Organisation
    south: Organisation

    def __getitem__(self, name: str) -> User:
        return self.users[name]


def gather(today: date) -> Cast:
    north, south = (Organisation.objects.create(name=name, is_recognised=True) for name in ("Nord", "Süd"))
    users = {name: make_person(name, Role.CASE_WORKER, north) for name in ("owner", "colleague")}
    users["stranger"] = make_person("stranger", Role.CASE_WORKER, south)
    users["lead"] = make_person("lead", Role.ORGANISATION_LEAD, north)
    users["other_lead"] = make_person("other_lead", Role.ORGANISATION_LEAD, south)
    users |= {name: make_person(name, role) for name, role in ALONE.items()}
    users |= {name: make_person(name, Role.MEMBER) for name in MEMBERS}
    for name, origin in MEMBERS.items():
        give_seat(users[name], origin, today)
    before = today - timedelta(days=400)
    Seat.objects.create(
        origin=Seat.Origin.WELFARE_1,
        holder=users["ended_member"],
        valid_from=before - timedelta(days=400),
        valid_until=before,
    )
    users["without_factor"] = create_account(
        email="without@example.org", display_name="Without", role=Role.SECRETARIAT, password=PASSWORD
    )
    User.objects.filter(pk=users["superuser"].pk).update(is_superuser=True)
    return Cast(users, north, south)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser with a session, which each request finds as the first one did."""

    client: Client
    cookies: str

    def begin(self) -> Client:
        self.client.cookies = SimpleCookie(self.cookies)
        return self.client


@contextmanager
def nothing_stays() -> Iterator[None]:
    """Undo what the block does to both databases; no `atomic`, since what has to be durable may not lie in one."""
    points = {alias: transaction.savepoint(using=alias) for alias in ("default", "keys")}
    try:
        yield
    finally:
        for alias, point in points.items():
            transaction.set_rollback(False, using=alias)
            transaction.savepoint_rollback(point, using=alias)
            transaction.savepoint_commit(point, using=alias)


def visitors(cast: Cast, sign_in: SignIn) -> dict[str, Visitor]:
    apart = {"half_signed_in", "without_factor"}
    clients = {name: sign_in(user) for name, user in cast.users.items() if name not in apart}
    User.objects.filter(pk=cast["blocked"].pk).update(is_active=False)
    clients |= {name: Client() for name in (*apart, *ELSEWHERE)}
    clients["half_signed_in"].force_login(cast["half_signed_in"], "django.contrib.auth.backends.ModelBackend")
    clients["without_factor"].post("/accounts/login/", {"login": "without@example.org", "password": PASSWORD})
    for client in clients.values():
        client.raise_request_exception = False
    return {name: Visitor(client, client.cookies.output(header="")) for name, client in clients.items()}
