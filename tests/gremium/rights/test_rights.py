"""Everyone against every private address, with every method, in every state of what the address is about."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.utils.crypto import salted_hmac

from gremium.reading.opening import PASS, SALT
from tests.gremium.conftest import MakeCase, SignIn
from tests.gremium.rights.cast import Visitor, gather, nothing_stays, visitors
from tests.gremium.rights.stage import Stage, Values
from tests.gremium.rights.table import NOT_THERE, OPEN, OUR_METHODS, REFUSED, Cell, stated_states, table
from tests.gremium.routes import Route, all_routes

IS_DRILL = os.environ.get("GREMIUM_DRILL") == "1"
BEHIND, BEFORE = (1, 1) if IS_DRILL else (7, 43)
"""Every so manieth cell is asked, of those behind an area's door and of the many before it; primes, so that no person
and no method is passed over each time."""
OPENED = frozenset({200, 204, 302, 400, 409, 422})
ASKS_FOR_THE_SIGNER = "forms:sheet_pdf"
"""Without one it finds nothing at all."""
KEEPS_WHAT_WAS_TYPED = frozenset({"forms:step", "forms:readiness", "meetings:minutes"})
"""These ask to sign in with a page of their own, which carries on what was typed (forms.carrying)."""


def door_of(route: Route) -> str:
    """The part of an address that names its area; "" for public ones."""
    language, _, rest = route.pattern.partition("/")
    first = rest.partition("/")[0]
    return first if language == "de" and first in table().doors else ""


def route_of(address: str) -> str:
    """Its name in the resolver: one address may open things of two kinds, as in "reading:pages of a bundle"."""
    return address.partition(" of a ")[0]


def private_routes() -> dict[str, Route]:
    return {route.name: route for route in all_routes() if door_of(route)}


def test_every_private_address_is_of_one_kind() -> None:
    stated = [address for address in table().addresses if route_of(address) == address]

    assert sorted(stated) == sorted(private_routes())
    assert {route_of(address) for address in table().addresses} == set(stated)


def test_every_kind_says_of_each_state_for_whom_it_opens_and_once() -> None:
    for thing, states in stated_states():
        assert sorted(states) == sorted(table().things[thing]), (thing, states)


def test_an_address_opens_only_for_people_whom_its_area_lets_in() -> None:
    routes = private_routes()
    for kind in table().kinds:
        for address in kind.methods:
            allowed = table().doors[door_of(routes[route_of(address)])]
            assert all(people & allowed for people in kind.opens.values() if people), address


@pytest.mark.drill
@pytest.mark.django_db(databases=["default", "keys"])
def test_everyone_gets_what_the_table_states(
    sign_in: SignIn, make_case: MakeCase, today: date, settings: Any, record_property: Callable[[str, object], None]
) -> None:
    settings.SESSION_IDLE_AGE = settings.SESSION_ABSOLUTE_AGE  # all cells may take longer than half an hour
    cast = gather(today)
    stage, routes = Stage(cast, make_case, today), private_routes()
    browsers = visitors(cast, sign_in)

    wrong, asked = [], 0
    for cell, expected in chosen(sorted(browsers), routes):
        asked += 1
        came = answer_to(cell, browsers[cell.person], stage, routes)
        if came != expected:
            wrong.append(f"{cell.method} {cell.address}, {cell.state}, {cell.person}: {came}, not {expected}")

    record_property("cells", asked)
    assert wrong == []
    assert asked > 4_000


def chosen(people: list[str], routes: dict[str, Route]) -> Iterator[tuple[Cell, str]]:
    """All cells in the drill; else a part of them that wanders through addresses, states, people and methods."""
    behind = before = 0
    for cell in table().cells(people):
        door = door_of(routes[route_of(cell.address)])
        expected = table().expected(cell, door)
        if cell.person in table().doors[door] and cell.method in OUR_METHODS:
            behind += 1
            is_chosen = behind % BEHIND == 0
        else:
            before += 1
            is_chosen = before % BEFORE == 0
        if is_chosen:
            yield cell, expected


def answer_to(cell: Cell, visitor: Visitor, stage: Stage, routes: dict[str, Route]) -> str:
    """What comes, in the table's words; nothing of it stays."""
    name = route_of(cell.address)
    values = stage.values(cell.address, table().kind_of(cell.address).thing, cell.state, cell.person)
    address = routes[name].address(**values)
    client = visitor.begin()
    with nothing_stays():
        headers = ticket(client, values) if name.startswith("reading:") else {}
        if cell.method == "POST":
            sent = {"signer": values["signer"]} if name == ASKS_FOR_THE_SIGNER else {}
            answer = client.post(address, sent, headers=headers)
        else:
            answer = client.generic(cell.method, address, headers=headers)
        came = told(answer, name, cell.method)
    return came


def told(answer: HttpResponse, name: str, method: str) -> str:
    place = answer.headers.get("Location", "")
    if place.startswith("/accounts/login/"):
        return "asked to sign in"
    if place.startswith("/accounts/2fa/"):
        return "asked for a second factor"
    if answer.status_code == 403 and method == "POST" and name in KEEPS_WHAT_WAS_TYPED:
        return "asked to sign in"
    if answer.status_code in OPENED:
        return OPEN
    return {404: NOT_THERE, 405: REFUSED}.get(answer.status_code, str(answer.status_code))


def ticket(client: Client, values: Values) -> dict[str, str]:
    """The pass of a reader's page as if this browser had opened the document a moment ago."""
    key = client.cookies["sessionid"].value if "sessionid" in client.cookies else ""
    place = [salted_hmac(SALT, key).hexdigest()[:32], values["kind"], values["key"]]
    return {PASS: signing.dumps([*place, int(values["version"]), "1"], salt=SALT)}
