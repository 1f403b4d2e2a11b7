"""axe over the screens behind the sign-in, for each role that may open them, at the width of a phone and of a desk.

The drill walks from the desk of each role along its links, over a stage with everything that can be seen, and compares
what it saw with the addresses of the site: a new screen is either reached or stated here. Besides the drill a few desks
are looked at, other ones each day.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings

from gremium.people.areas import ACCOUNTS, CMS, area_of, language_of
from gremium.people.demo import PEOPLE, demo_password
from gremium.people.models import Organisation, Role, Seat, User
from tests.gremium.barriers import PHONE, SCREEN, Found, Reader
from tests.gremium.conftest import SEEDS, SignIn, code_of, give_seat, make_person
from tests.gremium.routes import Route, all_routes
from tests.gremium.stage import set_the_stage
from tests.pages.conftest import IS_DRILL

pytestmark = [
    *(pytest.mark.drill, pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)),
]
SHARE = 3
"""Desks that are looked at besides the drill."""
OF_A_ROUTE = 4
"""Addresses of one screen that a role looks at, in different states of what they show."""
WALKED = 40
"""Addresses of one screen whose links are followed: cases in other states lead to other screens."""
PARTS = {
    "cases:progress": "the dossier's state, fetched into the page of a case",
    "cases:secretariat_progress": "the same",
    "meetings:bundle_progress": "the bundle's state, fetched into the page of a meeting",
    "reading:reader": "with its pages, by a real server: tests/gremium/reading/test_reader.py",
    "reading:pages": "the document itself",
    "reading:still_open": "asked by the reading room's script",
    "reading:notes": "fetched by the reading room's script",
    "forms:arrivals": "what a phone sends, fetched into a step",
    "forms:preview": "a picture",
    "forms:version": "leads back into the draft",
    "forms:step": "every step in every language: tests/gremium/cases/test_desk_barriers.py",
    "forms:answers": "in every language: tests/gremium/cases/test_desk_barriers.py",
    "forms:readiness": "the same",
    "forms:resume": "leads to a step",
    "oversight:protection_access": "behind a search by reference: the same screen as oversight:case_access",
}
"""Addresses that answer and are no screens of their own, or are looked at elsewhere."""
LEADS_ON = {"forms:resume", "forms:step"}
"""Those of them whose links are followed all the same."""
LINK = re.compile(r'(?:href|action)="(/[^"#]*)')
OF_THE_SESSION = r'name="csrfmiddlewaretoken" value="[^"]*"|<span class="soft">[^<]*</span>'
"""What differs between two people who see the same: a token, and the own name in the head of the page."""
OF_THE_CASE = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[A-Z]{2}-\w{4}-\w{4}\b"
"""What differs between two cases of which the same is shown: id and number."""
NO_DIFFERENCE = re.compile(f"{OF_THE_SESSION}|{OF_THE_CASE}")


def private_routes() -> list[Route]:
    """Behind the sign-in, without what belongs to libraries (`accounts/`, `cms/`)."""
    inside = ((route, area_of(route.address())) for route in all_routes())
    return [route for route, area in inside if area not in (None, ACCOUNTS, CMS)]


def is_screen(answer: HttpResponse) -> bool:
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


def walk(client: Client, starts: list[str], known: set[str]) -> dict[str, list[str]]:
    """Addresses of German screens by the name of their route, as far as links lead from here.

    Without those that say what somebody has seen already: `known` holds what they say, and gets more.
    """
    found: dict[str, list[str]] = defaultdict(list)
    walked: Counter[str] = Counter()
    waiting, seen = [*starts], set()
    while waiting:
        address = waiting.pop(0)
        path = address.partition("?")[0]
        if address in seen or area_of(path) in (None, ACCOUNTS, CMS) or language_of(path) != "de":
            continue
        seen.add(address)
        name = resolve(path).view_name
        walked[name] += 1
        if walked[name] > WALKED or name in PARTS.keys() - LEADS_ON:
            continue
        answer = client.get(address)
        if answer.status_code == 302:
            waiting.append(answer.headers["Location"])
        elif is_screen(answer):
            html = answer.content.decode()
            says = NO_DIFFERENCE.sub("", html)
            is_looked_at = says not in known and len(found[name]) < OF_A_ROUTE and name not in PARTS
            found[name] += [address] if is_looked_at else []
            known.add(says)
            waiting += LINK.findall(html)
        else:
            walked[name] -= answer.status_code == 405  # otherwise a file, or gone meanwhile
    return {name: found[name] for name, times in walked.items() if times}


@pytest.fixture
def stage(settings: Settings) -> None:
    settings.DEMO = True
    set_the_stage()


def signed_in(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": demo_password()})
    SEEDS[user.pk] = totp.decrypt(Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"])
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(user)}).status_code == 302
    return client


@pytest.mark.skipif(not IS_DRILL, reason="takes many minutes: only in the drill")
def test_no_screen_of_any_role_has_a_barrier_that_a_program_can_find(
    stage: None, chromium: Browser, record_property: Callable[[str, object], None], subtests: pytest.Subtests
) -> None:
    reached: set[str] = set()
    known: set[str] = set()
    clients: dict[str, Client] = {}
    for person in PEOPLE:
        client = signed_in(User.objects.get(email=person.email))
        clients[person.role] = client
        screens = walk(client, starts(client), known)
        reached |= screens.keys()
        reader, addresses = Reader(chromium, client), [one for some in screens.values() for one in some]
        with subtests.test(person.local_part):
            assert reader.look(addresses, PHONE) | reader.look(addresses, SCREEN) == {}
        record_property(f"pages of {person.local_part}", reader.seen)

    assert sorted(never_seen(reached, clients)) == []


def starts(client: Client) -> list[str]:
    """The own desk, and the entrances in the head of each page; the page editor's own head has none of them."""
    desk = client.get("/accounts/desk/", follow=True).wsgi_request.path
    entrances = LINK.findall(client.get("/accounts/2fa/").content.decode())
    return [one for one in (desk, *entrances) if area_of(one) not in (None, ACCOUNTS, CMS)]


def never_seen(reached: set[str], clients: dict[str, Client]) -> set[str]:
    """Names of addresses that answer a GET and were neither seen nor stated."""
    known = reached | PARTS.keys()
    return {one.name for one in private_routes() if one.name not in known and not is_by_post(one, clients)}


def is_by_post(route: Route, clients: dict[str, Client]) -> bool:
    area = area_of(route.address())
    assert area is not None
    return any(clients[role].get(route.address()).status_code == 405 for role in area.roles)


def test_a_share_of_the_desks_has_no_barrier_that_a_program_can_find(
    chromium: Browser, north: Organisation, sign_in: SignIn, today: date
) -> None:
    plain = sorted({route.address() for route in private_routes() if "<" not in route.pattern})
    turn = today.toordinal() * SHARE
    found: Found = {}
    clients: dict[str, Client] = {}

    for number in range(SHARE):
        address = plain[(turn + number) % len(plain)]
        area = area_of(address)
        assert area is not None
        for role in sorted(area.roles):
            if role not in clients:
                clients[role] = sign_in(cast_as(Role(role), north, today))
            if is_screen(clients[role].get(address)):
                found |= Reader(chromium, clients[role]).look([address], PHONE)
                break

    assert found == {}


def cast_as(role: Role, organisation: Organisation, today: date) -> User:
    """Somebody in this role, with what it takes."""
    known = User.objects.filter(role=role).first()
    if known is not None:
        return known
    member = make_person(role.value, role, organisation if role in (Role.CASE_WORKER, Role.ORGANISATION_LEAD) else None)
    if role == Role.MEMBER:
        give_seat(member, Seat.Origin.WELFARE_1, today)
    return member
