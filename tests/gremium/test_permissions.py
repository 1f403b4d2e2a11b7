"""The whole matrix: everyone against every address. A new address is red until its cell is stated here."""

from collections.abc import Iterable

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import Resolver404, resolve

from forms.consent_texts import load_shipped_texts
from forms.drafts import open_draft
from forms.revising.releases import ask_for_release
from forms.revising.working_copies import change_form
from forms.versions import FormVersion, store_shipped_form
from gremium.cases.models import State
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, Role, User
from tests.forms.revising.translating import translate_consent
from tests.gremium.conftest import MakeCase, SignIn, make_person
from tests.gremium.routes import Route, all_routes

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

CASE_WORKERS = frozenset({"marte", "colleague", "jonte"})
OWN_ORGANISATION = frozenset({"marte", "colleague"})
SECRETARIAT = frozenset({"ulrike"})
MEMBERS = frozenset({"renate", "henrik"})
EDITING = frozenset({"clara", "bea"})
PROTECTION = frozenset({"protection"})
OTHERS = frozenset({"lead", "office"}) | PROTECTION
EVERYONE = CASE_WORKERS | SECRETARIAT | MEMBERS | EDITING | OTHERS

DESKS = {
    "cases:own_desk": CASE_WORKERS,
    "cases:secretariat_desk": SECRETARIAT,
    "cases:members_desk": MEMBERS,
    "releases:overview": SECRETARIAT | PROTECTION,
    "releases:consent": PROTECTION,
    "releases:consent_language": PROTECTION,
}
OF_A_RELEASE = {"releases:one": SECRETARIAT | PROTECTION}
OF_A_CASE = {
    "cases:case": OWN_ORGANISATION,
    "cases:progress": OWN_ORGANISATION,
    "cases:dossier": OWN_ORGANISATION,
    "cases:secretariat_case": SECRETARIAT,
    "cases:secretariat_progress": SECRETARIAT,
    "cases:secretariat_dossier": SECRETARIAT,
    "cases:admit": SECRETARIAT,
    "cases:retry": SECRETARIAT,
    "cases:withdraw": OWN_ORGANISATION,
    "cases:release_rest": OWN_ORGANISATION,
    "cases:secretariat_withdraw": SECRETARIAT,
    "meetings:schedule": SECRETARIAT,
    "cases:members_case": MEMBERS,
    "cases:members_copy": MEMBERS,
}
ONLY_AFTER_RELEASE = frozenset({"cases:members_case", "cases:members_copy"})
OF_A_DRAFT = {
    "cases:hand_over": OWN_ORGANISATION,
    "forms:resume": OWN_ORGANISATION,
    "forms:sheet": OWN_ORGANISATION,
    "forms:sheet_pdf": OWN_ORGANISATION,
    "forms:copy": OWN_ORGANISATION,
    "forms:answers": OWN_ORGANISATION,
    "forms:readiness": OWN_ORGANISATION,
    "forms:arrivals": OWN_ORGANISATION,
    "forms:step": OWN_ORGANISATION,
    "forms:delete": OWN_ORGANISATION,
    "forms:version": OWN_ORGANISATION,
    "forms:point_at": OWN_ORGANISATION,
}
BY_POST = frozenset(
    {
        "cases:dossier",
        "cases:secretariat_dossier",
        "cases:admit",
        "cases:retry",
        "cases:release_rest",
        "cases:members_copy",
        "forms:point_at",
        "forms:sheet_pdf",
    }
)
BEGINNING = frozenset({"forms:begin"})
EMPTY_FORM = {"forms:blank": CASE_WORKERS}
PUBLIC = frozenset(
    {
        "languages",
        "documents.health.healthz",
        "documents.health.readyz",
        "pages.api.answering.not_found",
        "wagtaildocs_serve",
        "wagtaildocs_authenticate_with_password",
        "django.views.static.serve",
        "wagtail_serve",
        "robots",
        "sitemaps",
        "sitemap",
        "offline",
        "offline_content",
        "offline_worker",
        "search",
        "calendar",
        "sheet",
        "sheet_beside_german",
        "qr_code",
        "self_check",
        "pages.file_serving.serve_document",
        "translator",
        "person_view",
    }
)
WITH_A_PASS = frozenset({"phone:photos"})
"""For phones without a sign-in; what they may do is tested beside them (tests/forms/test_phone.py)."""
OF_A_FILE = frozenset({"forms:preview"})
"""Opens only for a file that is there; tested beside it (tests/forms/test_file_places.py)."""
OF_A_WITHDRAWAL = frozenset({"cases:receipt", "cases:secretariat_receipt"})
"""Opens only for a withdrawal that is there; tested beside it (tests/gremium/cases/test_withdrawing.py)."""
CLOSED = frozenset({"gremium.people.views.not_here", "django.views.generic.base.RedirectView"})
PREFIXES = ("accounts/", "cms/", "api/v2/", "api/")
"""Whole areas: everyone's own account, the editor's pages (gate tested below), public content."""


def is_stated(route: Route) -> bool:
    stated = DESKS.keys() | OF_A_CASE.keys() | OF_A_DRAFT.keys() | OF_A_RELEASE.keys() | BEGINNING | EMPTY_FORM.keys()
    stated |= PUBLIC | WITH_A_PASS | OF_A_FILE | OF_A_WITHDRAWAL | CLOSED
    return route.name in stated or route.pattern.startswith(PREFIXES)


def test_every_address_is_stated() -> None:
    assert [route for route in all_routes() if not is_stated(route)] == []


def test_every_stated_address_exists() -> None:
    names = {route.name for route in all_routes()}

    assert (
        DESKS.keys() | OF_A_CASE.keys() | OF_A_DRAFT.keys() | OF_A_RELEASE.keys() | BEGINNING | EMPTY_FORM.keys()
    ) <= names


@pytest.fixture
def people(
    marte: User,
    colleague: User,
    jonte: User,
    ulrike: User,
    renate: User,
    henrik: User,
    clara: User,
    bea: User,
    north: Organisation,
) -> dict[str, User]:
    cast = {user.display_name.lower(): user for user in (marte, colleague, jonte, ulrike, renate, henrik, clara, bea)}
    cast["lead"] = make_person("lead", Role.ORGANISATION_LEAD, north)
    cast["office"] = make_person("office", Role.DEPARTMENT_OFFICE)
    cast["protection"] = make_person("protection", Role.DATA_PROTECTION)
    return cast


def named(name: str) -> Route:
    return next(route for route in all_routes() if route.name == name)


def gets_in(client: Client, route: Route, subject: str = "") -> bool:
    address = route.address(subject=subject, draft=subject, number=subject, language="de", reading="ar")
    answer = client.post(address) if route.name in BY_POST | BEGINNING else client.get(address)
    assert answer.status_code in (200, 204, 302, 404, 422), (address, answer.status_code)
    assert not answer.headers.get("Location", "").startswith("/accounts/login/")
    return answer.status_code != 404


def who_gets_in(
    people: dict[str, User], sign_in: SignIn, names: Iterable[str], subject: str = ""
) -> dict[str, frozenset[str]]:
    """For each address the people it opens for."""
    clients = {person: sign_in(user) for person, user in people.items()}
    return {
        name: frozenset(person for person, client in clients.items() if gets_in(client, named(name), subject))
        for name in names
    }


def test_desks_open_for_their_own_role_alone(people: dict[str, User], sign_in: SignIn) -> None:
    load_shipped_texts()
    assert who_gets_in(people, sign_in, DESKS) == DESKS


@pytest.mark.parametrize("state", [State.SUBMITTED, State.SCHEDULED])
def test_a_case_opens_for_those_the_matrix_names(
    people: dict[str, User], sign_in: SignIn, make_case: MakeCase, north: Organisation, state: State
) -> None:
    case = make_case(north, state)

    inside = who_gets_in(people, sign_in, OF_A_CASE, str(case.pk))

    hidden = ONLY_AFTER_RELEASE if state != State.SCHEDULED else frozenset()
    assert inside == {name: frozenset() if name in hidden else allowed for name, allowed in OF_A_CASE.items()}


def test_a_draft_opens_for_its_organisation_alone(people: dict[str, User], sign_in: SignIn, marte: User) -> None:
    store_shipped_form()
    draft = open_draft(FormVersion.objects.current("kurzantrag"), by=actor_of(marte))

    assert who_gets_in(people, sign_in, OF_A_DRAFT, str(draft.pk)) == OF_A_DRAFT


def test_a_request_for_release_opens_for_those_who_release(
    people: dict[str, User], sign_in: SignIn, clara: User
) -> None:
    store_shipped_form()
    translate_consent()
    copy = change_form(
        "kurzantrag", lambda data: {**data, "form": {**data["form"], "title": "Antrag"}}, by=actor_of(clara)
    )
    asked = ask_for_release(copy, version="1.0.1", note="", by=actor_of(clara))

    assert who_gets_in(people, sign_in, OF_A_RELEASE, str(asked.pk)) == OF_A_RELEASE


def test_only_case_workers_begin_a_draft(people: dict[str, User], sign_in: SignIn) -> None:
    store_shipped_form()

    assert who_gets_in(people, sign_in, BEGINNING) == {"forms:begin": CASE_WORKERS}


def test_the_empty_form_is_printed_for_whoever_fills_it_with_a_person(people: dict[str, User], sign_in: SignIn) -> None:
    store_shipped_form()

    assert who_gets_in(people, sign_in, EMPTY_FORM) == EMPTY_FORM


def private_routes() -> list[Route]:
    names = DESKS.keys() | OF_A_CASE.keys() | OF_A_DRAFT.keys() | OF_A_RELEASE.keys() | BEGINNING | EMPTY_FORM.keys()
    return [route for route in all_routes() if route.name in names]


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_nobody_gets_in_without_signing_in(make_case: MakeCase, north: Organisation, language: str) -> None:
    subject = str(make_case(north, State.SCHEDULED).pk)
    for route in private_routes():
        address = f"/{language}" + route.address(subject=subject, draft=subject, language=language).removeprefix("/de")
        for answer in (Client().get(address), Client().post(address)):
            holds_what_was_typed = route.name == "forms:step" and answer.wsgi_request.method == "POST"
            if holds_what_was_typed:
                assert (answer.status_code, "step-form" in answer.content.decode()) == (403, False)
            else:
                assert answer.headers["Location"].startswith("/accounts/login/"), address


def cms_addresses() -> list[str]:
    """Addresses of the page editor that really resolve."""
    found = []
    for route in all_routes():
        if not route.pattern.startswith("cms/"):
            continue
        try:
            resolve(route.address())
        except Resolver404:
            continue
        found.append(route.address())
    return found


def test_the_page_editor_is_closed_for_everyone_who_works_on_cases(people: dict[str, User], sign_in: SignIn) -> None:
    addresses = cms_addresses()
    assert len(addresses) > 150
    client = sign_in(people["marte"])
    assert {client.get(address).status_code for address in addresses} == {404}
    for name in EVERYONE - EDITING - {"marte"}:
        assert sign_in(people[name]).get("/cms/").status_code == 404


@pytest.mark.parametrize("name", sorted(EDITING))
def test_no_address_of_the_page_editor_shows_anything_of_a_case(
    people: dict[str, User], sign_in: SignIn, make_case: MakeCase, north: Organisation, name: str
) -> None:
    case = make_case(north, State.SCHEDULED, flags=("H1",))
    client = sign_in(people[name])
    client.raise_request_exception = False

    seen = 0
    for address in cms_addresses():
        answer = client.get(address, {"q": case.reference})
        if answer.status_code == 200 and not answer.streaming:
            seen += 1
            shown = answer.content.decode(errors="replace").replace(f"q={case.reference}", "")
            assert "Hinweis H1" not in shown, address
            assert str(case.pk) not in shown, address
    assert seen > 5


def test_no_account_page_opens_a_session(people: dict[str, User]) -> None:
    for route in all_routes():
        if route.pattern.startswith(("accounts/", "_util", "^_util", "de/_util")):
            client = Client()
            client.raise_request_exception = False
            for answer in (client.get(route.address()), client.post(route.address())):
                assert answer.status_code in (200, 302, 400, 401, 403, 404, 405), route
            assert SESSION_KEY not in client.session
