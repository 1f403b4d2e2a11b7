"""Areas whose pages the table of rights does not list one by one: page editor, own account, public pages."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.contrib.auth import SESSION_KEY
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from gremium.cases.models import State
from gremium.people.models import Organisation, Role
from tests.gremium.conftest import MakeCase, SignIn
from tests.gremium.rights.cast import Cast, Visitor, gather, nothing_stays, visitors
from tests.gremium.rights.table import METHODS, NOT_THERE, OUR_METHODS, REFUSED, table
from tests.gremium.rights.test_rights import IS_DRILL, door_of, private_routes, told
from tests.gremium.routes import Route, all_routes

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
EVERY = 1 if IS_DRILL else 29
"""Every so manieth cell of the page editor's many addresses is asked."""
EDITING = frozenset({"editor", "technician", "superuser"})
SOME = ["anonymous", "without_factor", "owner", "member", "superuser"]


@pytest.fixture
def cast(today: date) -> Cast:
    return gather(today)


@pytest.fixture
def browsers(cast: Cast, sign_in: SignIn) -> dict[str, Visitor]:
    return visitors(cast, sign_in)


def routes_of(area: str) -> list[Route]:
    """Those whose sample address really resolves."""
    return [route for route in all_routes() if route.address().startswith(f"/{area}") and resolves(route.address())]


def resolves(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


def public_routes() -> Iterator[Route]:
    for route in all_routes():
        if not route.address().startswith(("/accounts/", "/cms/")) and not door_of(route):
            yield route


def test_every_public_address_is_stated() -> None:
    assert {route.name for route in public_routes() if not route.pattern.startswith("api/")} == table().public


def ask(visitor: Visitor, method: str, route: Route) -> HttpResponse:
    """Nothing of it stays."""
    client = visitor.begin()
    with nothing_stays():
        answer: HttpResponse = client.generic(method, route.address(language="de"))
    return answer


def test_the_cast_has_somebody_of_each_role_and_everybody_whom_the_table_names(
    cast: Cast, browsers: dict[str, Visitor]
) -> None:
    assert {user.role for user in cast.users.values()} == set(Role)
    assert set(table().people) <= browsers.keys()


@pytest.mark.drill
def test_the_page_editor_is_not_there_for_people_who_do_not_edit(browsers: dict[str, Visitor]) -> None:
    people = sorted(browsers.keys() - EDITING)
    cells = [(route, person, method) for route in routes_of("cms/") for person in people for method in METHODS]

    wrong = []
    for route, person, method in cells[::EVERY]:
        came = told(ask(browsers[person], method, route), route.name, method)
        if came != table().before_the_door.get(person, NOT_THERE):
            wrong.append((method, route.address(), person, came))

    assert wrong == []
    assert len(cells) > 40_000


@pytest.mark.drill
def test_pages_of_the_own_account_take_our_methods_alone(browsers: dict[str, Visitor]) -> None:
    """Whoever has no second factor yet reaches some of them, and is sent there by all others."""
    routes, others = routes_of("accounts/"), [method for method in METHODS if method not in OUR_METHODS]
    cells = [(route, person, method) for route in routes for person in sorted(browsers) for method in others]

    wrong = []
    for route, person, method in cells[:: 1 if IS_DRILL else 7]:
        came = told(ask(browsers[person], method, route), route.name, method)
        if came not in (REFUSED, table().before_the_door.get(person)):
            wrong.append((method, route.address(), person, came))

    assert wrong == []


@pytest.mark.drill
def test_public_addresses_answer_everybody_alike(browsers: dict[str, Visitor]) -> None:
    """Whoever is signed in finds nothing else there than whoever is not, with whatever method."""
    people = sorted(browsers) if IS_DRILL else SOME
    wrong = []
    for route in public_routes():
        for method in METHODS if IS_DRILL else ("GET", "POST"):
            came = {person: told(ask(browsers[person], method, route), route.name, method) for person in people}
            if len(set(came.values())) > 1:
                wrong.append((method, route.address(), came))

    assert wrong == []


@pytest.mark.parametrize("name", ["clara", "bea"])
def test_no_address_of_the_page_editor_shows_anything_of_a_case(
    request: pytest.FixtureRequest, sign_in: SignIn, make_case: MakeCase, north: Organisation, name: str
) -> None:
    case = make_case(north, State.SCHEDULED, flags=("H1",))
    client = sign_in(request.getfixturevalue(name))
    client.raise_request_exception = False

    seen = 0
    for address in (route.address() for route in routes_of("cms/")):
        answer = client.get(address, {"q": case.reference})
        if answer.status_code == 200 and not answer.streaming:
            seen += 1
            shown = answer.content.decode(errors="replace").replace(f"q={case.reference}", "")
            assert "Hinweis H1" not in shown, address
            assert str(case.pk) not in shown, address
    assert seen > 5


def test_no_account_page_opens_a_session(cast: Cast) -> None:
    for route in all_routes():
        if route.pattern.startswith(("accounts/", "_util", "^_util", "de/_util")):
            client = Client()
            client.raise_request_exception = False
            for answer in (client.get(route.address()), client.post(route.address())):
                assert answer.status_code in (200, 302, 400, 401, 403, 404, 405, 410), route
            assert SESSION_KEY not in client.session


@pytest.mark.parametrize("language", ["en", "ar"])
def test_private_addresses_ask_to_sign_in_in_each_language(db: None, language: str) -> None:
    for name, route in private_routes().items():
        address = f"/{language}" + route.address(language=language).removeprefix("/de")
        for answer in (Client().get(address), Client().post(address)):
            assert told(answer, name, str(answer.wsgi_request.method)) == "asked to sign in", address
            assert "step-form" not in answer.content.decode()
