"""No desk, no page of a case and no page of the reading room asks the databases oftener because there is more there.

Counted is what both databases are asked, without the beginnings and ends of transactions.
"""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import cycle

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.dossiers import Dossier
from documents.jobs import Job
from forms.drafts import open_draft
from forms.versions import FormVersion, store_shipped_form
from forms.withdrawals import Scope, Withdrawal
from gremium.cases.models import RELEASED, UNREADABLE, Case, Exclusion, Report, State
from gremium.cases.moves import Move
from gremium.cases.supplements import Supplement
from gremium.cases.writing import Kind
from gremium.exchange.models import ExchangeEvent, Guest, Question, QuestionState
from gremium.letters.models import Letter
from gremium.meetings.models import AgendaItem, Attendance, Meeting, MeetingState, Minutes
from gremium.people.asking import actor_of
from gremium.people.models import FactorReset, Invitation, Organisation, ProfessionalRole, Role, Seat, User
from gremium.reading.models import LastRead
from tests.gremium.cases.conftest import bring as bring
from tests.gremium.cases.taking_back import BringIn
from tests.gremium.conftest import MakeCase, SignIn, make_person
from tests.gremium.meetings.conftest import committing as committing
from tests.gremium.meetings.conftest import compile_newest_bundle
from tests.gremium.meetings.conftest import four as four
from tests.gremium.meetings.conftest import invited as invited
from tests.gremium.meetings.conftest import make_meeting as make_meeting
from tests.gremium.meetings.conftest import secretariat as secretariat

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MOST = 15
PLUMBING = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")

Grow = Callable[[int], None]


def asked(client: Client, address: str, **headers: str) -> list[str]:
    """What one look at a page asks; what is asked once, like counting new pages, is over by then."""
    assert client.get(address, headers=headers).status_code in (200, 204)
    with CaptureQueriesContext(connections["default"]) as first, CaptureQueriesContext(connections["keys"]) as second:
        client.get(address, headers=headers).getvalue()
    found = [one["sql"][:160] for one in (*first, *second)]
    return [sql for sql in found if not sql.startswith(PLUMBING)]


def turns(found: list[str]) -> int:
    """What PostgreSQL asks besides: each line of the journal waits there for its turn."""
    if connections["default"].vendor == "postgresql":
        return 0
    return sum(sql.startswith('INSERT INTO "documents_journalline"') for sql in found)


def same_number(before: list[str], after: list[str]) -> bool:
    """So that a failure shows what is asked."""
    assert len(before) + turns(before) <= MOST, "\n".join(before)
    assert len(after) == len(before), "\n".join([*before, "", *after])
    return True


@pytest.fixture
def people(marte: User, ulrike: User, deniz: User, renate: User, henrik: User, bea: User) -> dict[str, User]:
    north = marte.organisation
    counsellor = make_person("counsellor", Role.CASE_WORKER, north)
    User.objects.filter(pk=counsellor.pk).update(professional_role=ProfessionalRole.COUNSELLING)
    return {
        **{user.display_name.lower(): user for user in (marte, ulrike, deniz, renate, henrik, bea)},
        "counsellor": counsellor,
        "lead": make_person("lead", Role.ORGANISATION_LEAD, north),
        "office": make_person("office", Role.DEPARTMENT_OFFICE),
        "protection": make_person("protection", Role.DATA_PROTECTION),
        "volunteer": make_person("volunteer", Role.VOLUNTEER),
    }


@pytest.fixture
def grow(people: dict[str, User], north: Organisation, make_case: MakeCase, today: date) -> Grow:
    """So many more cases, meetings, questions and so on, everything anybody's desk tells of."""
    store_shipped_form()

    def more(number: int) -> None:
        states = cycle([*State, State.SUBMITTED])
        cases = [make_case(north, state) for _number, state in zip(range(number), states, strict=False)]
        _of_cases(cases, people)
        released = [case for case in cases if case.state in RELEASED]
        _meetings(released, number, today)
        _exchange(number, people)
        for one in range(number):
            open_draft(FormVersion.objects.current("kurzantrag"), by=actor_of(people["marte"]))
            person = make_person(f"person{User.objects.count()}", Role.CASE_WORKER, north)
            FactorReset.objects.create(user=person, proposed_by=people["lead"])
            Invitation.objects.create(
                email=f"{person.pk}@example.org", role=cycled(one), organisation=north, asked_by=people["lead"]
            )
            Job.objects.create(key=f"old/{person.pk}", task="x", subject=north.ref, state="dead", reason="unexpected")

    return more


def cycled(number: int) -> Role:
    return (Role.CASE_WORKER, Role.SECRETARIAT)[number % 2]


def _of_cases(cases: list[Case], people: dict[str, User]) -> None:
    now = timezone.now()
    for case in cases:
        Dossier.objects.create(
            subject=case.pk, number=1, order_fingerprint=case.pk.hex, file="x", pages=4, built_at=now
        )
        if case.state == State.SUBMITTED:
            proposal = Exclusion(case=case, ground="X2", proposed_by_ref="somebody")
            proposal.seal_reason("Ein Verfahren läuft.")
            proposal.save()
        elif case.state in UNREADABLE:
            Withdrawal.objects.create(
                subject=case.pk, scope=Scope.EVERYTHING, was_handed_in=True, declared_on=now.date()
            )
        elif case.state in RELEASED:
            Case.objects.filter(pk=case.pk).update(meeting_on=now.date() + timedelta(days=9))
            Report.objects.create(
                case=case, ground="X3", reported_by_ref="somebody", settling_by_ref="another", settling_at=now
            )
            LastRead.objects.create(member=people["renate"], kind="dossier", key=case.pk, version=1)


def _meetings(released: list[Case], number: int, today: date) -> None:
    before = Meeting.objects.count()
    for one in range(number):
        is_past = one % 2
        meeting = Meeting.objects.create(
            day=today + timedelta(days=(before + one + 30) * (-1 if is_past else 1)),
            state=MeetingState.MINUTES_DRAFT if is_past else MeetingState.INVITED,
            invited_at=timezone.now(),
        )
        for seat in Seat.objects.all():
            Attendance.objects.create(meeting=meeting, seat=seat, is_present=bool(is_past) or None)
        if is_past:
            Minutes.objects.create(meeting=meeting, put_forward_at=timezone.now())
        AgendaItem.objects.bulk_create(AgendaItem(meeting=meeting, case=case) for case in released[:3])


def _exchange(number: int, people: dict[str, User]) -> None:
    now, invited = timezone.now(), [people[name] for name in ("marte", "counsellor", "lead", "volunteer", "renate")]
    for one, state in zip(range(number), cycle(QuestionState), strict=False):
        Question.objects.create(topic="arbeit", text="Frage", state=state, origin="counsellor", released_at=now)
        event = ExchangeEvent.objects.create(
            title="Austausch", place="Rathaus", starts_at=now + timedelta(days=one + 1)
        )
        Guest.objects.bulk_create(Guest(event=event, user=user) for user in invited)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("marte", "antrag/"),
        ("counsellor", "antrag/"),
        ("lead", "traeger/"),
        ("ulrike", "geschaeftsstelle/"),
        ("ulrike", "geschaeftsstelle/?seite=2"),
        ("ulrike", "geschaeftsstelle/sitzungen/"),
        ("renate", "mitglieder/"),
        ("renate", "mitglieder/sitzungen/"),
        ("renate", "austausch/"),
        ("henrik", "mitglieder/"),
        ("office", "zweite-person/"),
        ("deniz", "zweite-person/"),
        ("protection", "datenschutz-aufsicht/"),
        ("volunteer", "austausch/"),
        ("bea", "technik/"),
    ],
)
def test_a_desk(people: dict[str, User], grow: Grow, sign_in: SignIn, name: str, address: str) -> None:
    grow(2 * len(State) if "seite" not in address else 120)
    client = sign_in(people[name])
    before = asked(client, f"/de/{address}")

    grow(2 * len(State))

    assert same_number(before, asked(client, f"/de/{address}"))


@pytest.fixture
def case(bring: BringIn, people: dict[str, User], today: date) -> Case:
    """A real case with its dossier, on an agenda."""
    case = bring("C1", State.SCHEDULED, compiled=True)
    Case.objects.filter(pk=case.pk).update(meeting_on=today + timedelta(days=9))
    return case


def more_of(case: Case, number: int) -> None:
    """So many more steps, additions, letters and reports of one case."""
    before = case.moves.count()
    for one in range(before, before + number):
        move = Move(case=case, number="T4", before=State.SUBMITTED, after=State.RETURNED, by_ref="somebody")
        move.seal_words({"missing": ["Ein Nachweis"]})
        move.save()
        supplement = Supplement(
            case=case, number=100 + one, version=case.version, kind="court", added_by_ref="somebody"
        )
        supplement.seal_facts({"day": "2026-10-01"})
        supplement.save()
        Letter.objects.create(subject=case.pk, kind=Kind.RECEIPT, number=100 + one, issued_by_ref="somebody", file="x")
        Report.objects.create(case=case, ground="X3", reported_by_ref="somebody")
        Exclusion.objects.create(case=case, ground="X2", proposed_by_ref="somebody", outcome="rejected")
        Withdrawal.objects.create(
            subject=case.pk, scope=Scope.PURPOSES, purposes=["P3"], was_handed_in=True, declared_on=timezone.localdate()
        )


CASE_PAGES = {
    "marte": (
        "antrag/",
        ("", "stand/", "widerruf/", "nachtrag/anlage/", "nachtrag/berichtigung/", "meldung/", "boegen/", "zugriffe/"),
    ),
    "ulrike": (
        "geschaeftsstelle/",
        ("", "stand/", "widerruf/", "einschraenkung/", "nicht-befassung/", "meldung/", "zugriffe/", "einschaetzung/"),
    ),
    "renate": ("mitglieder/", ("", "meldung/", "eigene-sicht/", "einschaetzung/")),
}


@pytest.mark.parametrize("name", CASE_PAGES)
def test_the_pages_of_a_case(people: dict[str, User], grow: Grow, case: Case, sign_in: SignIn, name: str) -> None:
    area, pages = CASE_PAGES[name]
    addresses = [f"/de/{area}{case.pk}/{page}" for page in pages]
    client = sign_in(people[name])
    more_of(case, 1)
    before = {address: asked(client, address) for address in addresses}

    more_of(case, 3)
    grow(len(State))

    for address in addresses:
        assert same_number(before[address], asked(client, address))


@pytest.fixture
def bundled(invited: Meeting) -> Meeting:
    """A meeting whose bundle of two dossiers is ready."""
    compile_newest_bundle(invited)
    return invited


def asked_by_reader(client: Client, reader: str, notes: int) -> dict[str, list[str]]:
    """What each address of a reader asks, with so many more notes on each case."""
    opening = client.get(reader).context["opening"]
    held = {"X-Gremium-Reader": opening.ticket, "Sec-Fetch-Dest": "empty"}
    for place in [*opening.readable.cases] * notes:
        written = client.post(f"{reader}notizen/", {"page": place.first, "text": "Nachfragen"}, headers=held)
        assert written.status_code == 200
    return {rest: asked(client, f"{reader}{rest}", **held) for rest in ("", "seiten/", "offen/", "notizen/")}


def test_the_pages_of_the_reading_room(people: dict[str, User], grow: Grow, case: Case, sign_in: SignIn) -> None:
    client, reader = sign_in(people["renate"]), f"/de/mitglieder/lesen/dossier/{case.pk}/"
    before = asked_by_reader(client, reader, notes=1)

    grow(len(State))

    for rest, found in asked_by_reader(client, reader, notes=3).items():
        assert same_number(before[rest], found)


def test_the_pages_of_a_meeting_and_of_its_bundle(
    people: dict[str, User], grow: Grow, bundled: Meeting, sign_in: SignIn
) -> None:
    member, office = sign_in(people["renate"]), sign_in(people["ulrike"])
    reader = f"/de/mitglieder/lesen/bundle/{bundled.subject}/"
    pages = {
        f"/de/mitglieder/sitzungen/{bundled.subject}/": member,
        f"/de/geschaeftsstelle/sitzungen/{bundled.subject}/": office,
        "/de/geschaeftsstelle/sitzungen/vorbereiten/": office,
    }
    grow(len(State))
    before = {address: asked(client, address) for address, client in pages.items()}
    read_before = asked_by_reader(member, reader, notes=1)

    grow(len(State))

    for address, client in pages.items():
        assert same_number(before[address], asked(client, address))
    for rest, found in asked_by_reader(member, reader, notes=3).items():
        assert same_number(read_before[rest], found)
