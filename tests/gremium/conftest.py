"""The cast of the site's tests: people of each role, two organisations, and cases of one of them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from documents import keystore
from documents.actors import SYSTEM
from documents.content import Content, Prose, Section
from documents.dossiers import order_dossier
from documents.tasks import compile_dossier
from forms.drafts import Draft, open_draft
from forms.versions import FormVersion, store_shipped_form
from gremium.cases import references
from gremium.cases.models import Case, Mark, State, Summary
from gremium.people.accounts import create_account
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, ProfessionalRole, Role, Seat, User
from tests.documents.gates import gate_that_stays_open

PASSWORD = "correct-horse-battery"
SEEDS: dict[int, str] = {}


@pytest.fixture(autouse=True)
def _fresh_limits(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(scope="package", autouse=True)
def one_gate() -> Iterator[None]:
    """That the site opens a gate for each file is what the tests of documents and forms are about."""
    with gate_that_stays_open():
        yield


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def north(db: None) -> Organisation:
    return Organisation.objects.create(name="Träger Nord", is_recognised=True)


@pytest.fixture
def south(db: None) -> Organisation:
    return Organisation.objects.create(name="Träger Süd", is_recognised=True)


def make_person(name: str, role: Role, organisation: Organisation | None = None) -> User:
    """An account with an authenticator app, as everyone has after the first sign-in."""
    user = create_account(
        email=f"{name}@example.org",
        display_name=name.title(),
        role=role,
        password=PASSWORD,
        organisation=organisation,
        professional_role=ProfessionalRole.CASE_MANAGEMENT if role == Role.CASE_WORKER else "",
        phone="+49 30 23125 001",
        confirmed_until=timezone.localdate() + timedelta(days=365) if role == Role.CASE_WORKER else None,
    )
    SEEDS[user.pk] = totp.generate_totp_secret()
    totp.TOTP.activate(user, SEEDS[user.pk])
    return user


@pytest.fixture
def marte(north: Organisation) -> User:
    return make_person("marte", Role.CASE_WORKER, north)


@pytest.fixture
def colleague(north: Organisation) -> User:
    return make_person("colleague", Role.CASE_WORKER, north)


@pytest.fixture
def jonte(south: Organisation) -> User:
    return make_person("jonte", Role.CASE_WORKER, south)


@pytest.fixture
def ulrike(db: None) -> User:
    return make_person("ulrike", Role.SECRETARIAT)


@pytest.fixture
def deniz(db: None) -> User:
    return make_person("deniz", Role.SECRETARIAT)


@pytest.fixture
def renate(today: date) -> User:
    """A member with a seat of this term."""
    member = make_person("renate", Role.MEMBER)
    give_seat(member, Seat.Origin.WELFARE_1, today)
    return member


@pytest.fixture
def henrik(today: date) -> User:
    """The head of the immigration office, who holds the fourth seat."""
    head = make_person("henrik", Role.MEMBER)
    give_seat(head, Seat.Origin.AUTHORITY_HEAD, today)
    return head


def give_seat(member: User, origin: Seat.Origin, today: date) -> Seat:
    year = timedelta(days=365)
    return Seat.objects.create(origin=origin, holder=member, valid_from=today - year, valid_until=today + year)


@pytest.fixture
def clara(db: None) -> User:
    return make_person("clara", Role.EDITOR)


@pytest.fixture
def bea(db: None) -> User:
    return make_person("bea", Role.TECHNICIAN)


def code_of(user: User, step: int = 0) -> str:
    """What the person's app shows `step` periods from now."""
    counters = list(totp.yield_hotp_counters_from_time())
    return str(totp.format_hotp_value(totp.hotp_value(SEEDS[user.pk], counters[len(counters) // 2] + step)))


SignIn = Callable[[User], Client]


@pytest.fixture
def sign_in() -> SignIn:
    """Sign in as a person would: password, then code."""

    def through_both_steps(user: User) -> Client:
        client = Client()
        client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(user)})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return through_both_steps


MakeCase = Callable[..., Case]


@pytest.fixture
def draft(marte: User) -> Draft:
    """Marte's, with nothing in it yet."""
    store_shipped_form()
    return open_draft(FormVersion.objects.current("kurzantrag"), by=actor_of(marte))


@pytest.fixture
def make_case() -> MakeCase:
    """A case of an organisation in any state; `dossier` is "", "ordered" or "ready"."""

    def make(
        organisation: Organisation,
        state: str = State.SUBMITTED,
        *,
        flags: tuple[str, ...] = (),
        exclusions: tuple[str, ...] = (),
        dossier: str = "",
    ) -> Case:
        subject = uuid4()
        keystore.create_key(subject)
        case = Case(subject=subject, reference=references.draw(), state=state, organisation=organisation)
        case.seal_summary(
            Summary(
                exclusions=tuple(Mark(code, f"Ausschluss {code}") for code in exclusions),
                flags=tuple(Mark(code, f"Hinweis {code}") for code in flags),
            )
        )
        case.save()
        if dossier:
            ordered = order_dossier(subject=subject, content=short_content(case), uploads={}, by=SYSTEM)
            if dossier == "ready":
                assert ordered.job is not None
                compile_dossier(ordered.job.pk)
        return case

    return make


def short_content(case: Case) -> Content:
    prose = Section(code="D01", title="Auf einen Blick", blocks=(Prose(text="Ein kurzer Text."),))
    return Content(
        reference=case.reference,
        version="1",
        title=f"Dossier {case.reference}",
        confidentiality="Vertraulich",
        cover=(Prose(text="Deckblatt"),),
        sections=(prose,),
        day="2026-11-22",
    )
