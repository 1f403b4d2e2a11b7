"""What desks and pages cost with 2,000 cases and 200 meetings; prints JSON. As ``python -m tests.bench.many [WORD …]``.

Run inside an installation in demo mode with empty tables. All rows are invented and come in by bulk; the cases'
summaries are sealed one by one as ever, because each desk opens them. Each page is asked through the whole of Django,
without a web server.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from uuid import UUID, uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gremium.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from documents import keystore  # noqa: E402
from documents.dossiers import Dossier  # noqa: E402
from documents.keystore import keys_at_hand  # noqa: E402
from documents.tasks import compile_dossier  # noqa: E402
from forms.consent_texts import load_shipped_texts  # noqa: E402
from forms.versions import store_shipped_form  # noqa: E402
from forms.withdrawals import Scope, Withdrawal  # noqa: E402
from gremium.cases.demo import bring_in, demo_cases  # noqa: E402
from gremium.cases.models import RELEASED, UNREADABLE, Case, Exclusion, State, Summary  # noqa: E402
from gremium.exchange.models import ExchangeEvent, Guest, Question, QuestionState  # noqa: E402
from gremium.meetings.models import AgendaItem, Attendance, Meeting, MeetingState  # noqa: E402
from gremium.people import demo  # noqa: E402
from gremium.people.asking import actor_of  # noqa: E402
from gremium.people.models import Organisation, Seat, User  # noqa: E402

CASES, MEETINGS, QUESTIONS, EVENTS, ITEMS = 2000, 200, 400, 60, 8
SPREAD = {
    State.SUBMITTED: 60,
    State.RETURNED: 40,
    State.ADMITTED: 60,
    State.SCHEDULED: 60,
    State.DELIBERATED: 40,
    State.DEFERRED: 40,
    State.ASSESSED: 40,
    State.COMMUNICATED: 160,
    State.EXCLUDED: 100,
    State.EXCLUDED_LATER: 60,
    State.NOT_TAKEN_UP: 100,
    State.CLOSED: 800,
    State.WITHDRAWN: 140,
    State.ERASED: 300,
}
"""A quarter of the cases goes on, most of the others are closed and not erased yet."""
CASE_MANAGER = "fallmanagement@demo.example"
ROUNDS = int(os.environ.get("GREMIUM_BENCH_ROUNDS", "9"))
PLUMBING = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one page, those of computing alone, and its queries of both databases without savepoints."""

    page: str
    median: float
    slowest: float
    computing: float
    queries: int
    kilobytes: int


def fill() -> None:
    demo.create_people()
    _bring_in_real_case()
    organisations = list(Organisation.objects.filter(is_recognised=True))
    organisations += Organisation.objects.bulk_create(
        Organisation(name=f"Erfundener Träger {number}", is_recognised=True) for number in range(6)
    )
    cases = _cases(organisations)
    Seat.objects.update(valid_from=date.today() - timedelta(days=3 * 365))
    _meetings([case for case in cases if case.state in RELEASED])
    _withdrawals([case for case in cases if case.state in UNREADABLE])
    _exclusions([case for case in cases if case.state == State.SUBMITTED][:30])
    _exchange()


def _bring_in_real_case() -> None:
    """C1, scheduled, with its dossier: the case whose pages are read."""
    store_shipped_form()
    load_shipped_texts()
    worker = User.objects.get(email=CASE_MANAGER)
    case = bring_in(next(one for one in demo_cases(date.today()) if one.id == "C1"), by=actor_of(worker))
    job = Dossier.objects.of(case.pk)[0].job
    assert job is not None
    compile_dossier(job.pk)
    Case.objects.filter(pk=case.pk).update(state=State.SCHEDULED, meeting_on=date.today() + timedelta(days=9))


def _cases(organisations: list[Organisation]) -> list[Case]:
    states = [state for state, number in SPREAD.items() for _case in range(number)]
    assert len(states) == CASES
    now, today = timezone.now(), timezone.localdate()
    cases = [
        Case(
            subject=uuid4(),
            reference=f"V{number:05}",
            state=state,
            organisation=organisation,
            submitted_at=now - timedelta(days=number % 400),
            meeting_on=today + timedelta(days=number % 300 - 280) if state in RELEASED else None,
            due_on=today + timedelta(days=number % 40 - 10) if state in (State.RETURNED, State.DEFERRED) else None,
        )
        for number, (state, organisation) in enumerate(zip(states, cycle(organisations), strict=False))
    ]
    subjects = [case.subject for case in cases]
    at_once = transaction.atomic(using="keys")
    at_once._from_testcase = True  # type: ignore[attr-defined]  # each key is committed by itself otherwise
    with at_once:
        for subject in subjects:
            keystore.create_key(subject)
    with keys_at_hand(subjects):
        for number, case in enumerate(cases):
            urgent = (today + timedelta(days=number % 90)).isoformat() if number % 3 else ""
            case.seal_summary(Summary(person=f"Erfunden {number}", urgent_on=urgent))
    Case.objects.bulk_create(cases)
    _dossiers(subjects)
    return cases


def _dossiers(subjects: list[UUID]) -> None:
    Dossier.objects.bulk_create(
        Dossier(subject=subject, number=1, order_fingerprint=subject.hex, file="x", pages=40, built_at=timezone.now())
        for subject in subjects
    )


def _meetings(released: list[Case]) -> None:
    today, chosen = date.today(), cycle(released)
    taken = set(Meeting.objects.values_list("day", flat=True))
    days = (today + timedelta(days=20 - 5 * number) for number in range(2 * MEETINGS))
    meetings = Meeting.objects.bulk_create(
        Meeting(
            day=day,
            room="Raum 114",
            state=MeetingState.INVITED if day >= today else MeetingState.HELD,
            invited_at=timezone.now(),
        )
        for day in islice((day for day in days if day not in taken), MEETINGS)
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, case=case, position=number)
        for meeting in meetings
        for number, case in enumerate(islice(chosen, ITEMS))
    )
    seats = list(Seat.objects.all())
    Attendance.objects.bulk_create(Attendance(meeting=meeting, seat=seat) for meeting in meetings for seat in seats)


def _withdrawals(cases: list[Case]) -> None:
    Withdrawal.objects.bulk_create(
        Withdrawal(subject=case.pk, scope=Scope.EVERYTHING, was_handed_in=True, declared_on=date.today())
        for case in cases
    )


def _exclusions(cases: list[Case]) -> None:
    proposals = [Exclusion(case=case, ground="X2", proposed_by_ref="somebody") for case in cases]
    for proposal in proposals:
        proposal.seal_reason("Ein Verfahren läuft.")
    Exclusion.objects.bulk_create(proposals)


def _exchange() -> None:
    worker, now = User.objects.get(email=CASE_MANAGER), timezone.now()
    states = cycle([QuestionState.RELEASED] * 7 + [QuestionState.TAKEN_UP])
    Question.objects.bulk_create(
        Question(
            topic="arbeit",
            text=f"Erfundene Frage {number}",
            answer="Eine Antwort.",
            state=state,
            origin="counsellor",
            asked_by_ref=str(worker.ref) if number % 20 == 0 else "somebody",
            released_at=now - timedelta(days=number) if state == QuestionState.RELEASED else None,
        )
        for number, state in zip(range(QUESTIONS), states, strict=False)
    )
    events = ExchangeEvent.objects.bulk_create(
        ExchangeEvent(title="Austausch", place="Rathaus", starts_at=now + timedelta(days=number - EVENTS + 5))
        for number in range(EVENTS)
    )
    Guest.objects.bulk_create(Guest(event=event, user=worker) for event in events)


def pages() -> Iterator[tuple[str, str, str]]:
    """What is measured: its name, whose page it is, its address."""
    read = Case.objects.exclude(reference__startswith="V").get().pk
    past = Meeting.objects.filter(day__lt=date.today(), state=MeetingState.HELD).first()
    assert past is not None
    for who, name in (("geschaeftsfuehrung", "secretariat"), ("mitglied1", "member")):
        area = "" if name == "secretariat" else "members_"
        yield f"{name}: desk", who, reverse(f"cases:{'secretariat' if not area else 'members'}_desk")
        yield f"{name}: meetings", who, reverse(f"meetings:{area}meetings")
        yield f"{name}: one meeting", who, reverse(f"meetings:{area}meeting", args=[past.subject])
        yield f"{name}: exchange", who, reverse("exchange:desk")
    yield "secretariat: last page of the desk", "geschaeftsfuehrung", reverse("cases:secretariat_desk") + "?seite=16"
    yield "secretariat: cases for a meeting", "geschaeftsfuehrung", reverse("meetings:prepare")
    yield "secretariat: a case", "geschaeftsfuehrung", reverse("cases:secretariat_case", args=[read])
    yield "case manager: desk", "fallmanagement", reverse("cases:own_desk")
    yield "case manager: a case", "fallmanagement", reverse("cases:case", args=[read])
    yield "case manager: exchange", "fallmanagement", reverse("exchange:desk")
    yield "member: a case with its dossier", "mitglied1", reverse("cases:members_case", args=[read])
    yield "member: reading room", "mitglied1", reverse("reading:reader", args=["dossier", read])
    yield "head of the office: desk", "leitung", reverse("cases:members_desk")
    yield "second person: desk", "dezernat", reverse("cases:second_desk")
    yield "data protection officer: desk", "datenschutz", reverse("oversight:protection_desk")
    yield "counsellor: desk", "beratung", reverse("cases:own_desk")
    yield "volunteer: desk", "ehrenamt", reverse("exchange:desk")
    yield "lead of an organisation: desk", "traegerleitung", reverse("people:staff")
    yield "technical administration: desk", "technik", reverse("operating:desk")


def signed_in(local_part: str) -> Client:
    client, email = Client(), f"{local_part}@demo.example"
    client.post("/accounts/login/", {"login": email, "password": demo.demo_password()})
    answer = client.post("/accounts/2fa/authenticate/", {"code": demo.current_code(email)})
    assert answer.status_code == 302, answer.content
    return client


def measured(page: str, ask: Callable[[], int]) -> Measured:
    ask()
    with ExitStack() as counting:
        asked = [counting.enter_context(CaptureQueriesContext(connections[alias])) for alias in ("default", "keys")]
        size = ask()
    own = [query for each in asked for query in each if not query["sql"].startswith(PLUMBING)]
    if os.environ.get("GREMIUM_BENCH_SQL"):
        print(page, *(query["sql"][:300] for query in own), sep="\n  ", file=sys.stderr)
    taken, computed = [], []
    for _round in range(ROUNDS):
        began, started = time.process_time(), time.perf_counter()
        ask()
        taken.append(1000 * (time.perf_counter() - started))
        computed.append(1000 * (time.process_time() - began))
    return Measured(page, statistics.median(taken), max(taken), statistics.median(computed), len(own), size // 1024)


def measure() -> list[Measured]:
    clients: dict[str, Client] = {}
    found = []
    with translation.override("de"):
        planned = [one for one in pages() if all(word in one[0] for word in sys.argv[1:])]
    for page, who, address in planned:
        if who not in clients:
            clients[who] = signed_in(who)
        client = clients[who]

        def ask(client: Client = client, address: str = address) -> int:
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            return len(answer.getvalue())

        found.append(measured(page, ask))
    return found


if __name__ == "__main__":
    if not Case.objects.filter(reference__startswith="V0").exists():
        fill()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(ALLOWED_HOSTS=["*"], STORAGES={**settings.STORAGES, "staticfiles": plain}):
        print(json.dumps([asdict(one) for one in measure()]))
