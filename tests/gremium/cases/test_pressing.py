"""The desks say what is to be done next and by when, with a few queries however many cases there are."""

import re
from datetime import date, timedelta
from itertools import cycle

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.journal import Act, JournalLine
from gremium.cases.admission import admit_case
from gremium.cases.excluding import propose_exclusion
from gremium.cases.listing import AT_ONCE
from gremium.cases.models import UNREADABLE, Case, State, Summary
from gremium.cases.pressing import Press, counts_of, lines_of, piles_of
from gremium.cases.reporting import report_step
from gremium.letters.results import Ground
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, User
from tests.gremium.conftest import MakeCase, SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

MOST_QUERIES = 15
LINKED = re.compile(r'/de/geschaeftsstelle/([0-9a-f-]{36})/"')


def dated(case: Case, **values: object) -> Case:
    """As a desk reads it."""
    if values:
        Case.objects.filter(pk=case.pk).update(**values)
    return Case.objects.telling_of_questions().select_related("organisation").get(pk=case.pk)


def urgent(case: Case, day: date) -> None:
    case.seal_summary(Summary(person="Hêvî Example", urgent_on=day.isoformat()))
    case.save()


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


@pytest.mark.parametrize(
    ("state", "days_ago", "press"),
    [
        (State.SUBMITTED, {"submitted_at": 8}, Press.OVERDUE),
        (State.SUBMITTED, {"submitted_at": 7}, Press.TODAY),
        (State.SUBMITTED, {}, Press.LATER),
        (State.RETURNED, {"due_on": 1}, Press.OVERDUE),
        (State.RETURNED, {"due_on": 0}, Press.TODAY),
        (State.ADMITTED, {}, Press.LATER),
        (State.SCHEDULED, {"meeting_on": 0}, Press.LATER),
        (State.SCHEDULED, {"meeting_on": 1}, Press.TODAY),
        (State.SCHEDULED, {"meeting_on": 2}, Press.OVERDUE),
        (State.DEFERRED, {"due_on": -1}, Press.LATER),
        (State.ASSESSED, {"meeting_on": 14}, Press.TODAY),
        (State.DELIBERATED, {"meeting_on": 15}, Press.OVERDUE),
        (State.COMMUNICATED, {"meeting_on": 90}, Press.LATER),
        (State.EXCLUDED, {"submitted_at": 90}, Press.LATER),
    ],
)
def test_a_case_presses_by_the_day_that_counts_in_its_state(
    make_case: MakeCase, north: Organisation, state: State, days_ago: dict[str, int], press: Press
) -> None:
    now = timezone.now()
    values = {
        name: now - timedelta(days=days) if name == "submitted_at" else ago(days) for name, days in days_ago.items()
    }

    (line,) = lines_of([dated(make_case(north, state), **values)])

    assert line.press == press


@pytest.mark.parametrize(
    ("days", "press"), [(0, Press.TODAY), (1, Press.URGENT), (28, Press.URGENT), (29, Press.LATER)]
)
def test_a_near_deadline_of_the_application_is_urgent(
    make_case: MakeCase, north: Organisation, days: int, press: Press
) -> None:
    case = make_case(north, State.ADMITTED)
    urgent(case, timezone.localdate() + timedelta(days=days))

    (line,) = lines_of([dated(case)])

    assert line.press == press


def test_what_waits_for_people_comes_before_the_state(make_case: MakeCase, north: Organisation, ulrike: User) -> None:
    proposed, reported, doubtful = make_case(north), make_case(north, State.ADMITTED), make_case(north, flags=("H1",))
    admit_case(doubtful, by=actor_of(ulrike))
    doubtful.refresh_from_db()
    propose_exclusion(proposed, ground=Ground.COURT, reason="Eilantrag.", by=actor_of(ulrike))
    report_step(reported, ground=Ground.ASYLUM, day=None, by=actor_of(ulrike))

    lines = {line.case.pk: line for line in lines_of([dated(proposed), dated(reported)])}

    assert "zweite Person" in lines[proposed.pk].to_do
    assert lines[reported.pk].press == Press.TODAY
    assert "bestätigt die Zulassung" in lines_of([dated(doubtful)])[0].to_do
    assert [number for _title, number in counts_of(lines.values())] == [0, 1, 0]
    assert [len(pile.lines) for pile in piles_of(lines.values())] == [1]


@pytest.fixture
def many(make_case: MakeCase, north: Organisation) -> None:
    for number, state in zip(range(200), cycle([one for one in State if one != State.ERASED]), strict=False):
        case = make_case(north, state)
        urgent(case, ago(-number))


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("name", "address"), [("ulrike", "/de/geschaeftsstelle/"), ("marte", "/de/antrag/"), ("renate", "/de/mitglieder/")]
)
def test_a_desk_with_two_hundred_cases_needs_few_queries(
    request: pytest.FixtureRequest, sign_in: SignIn, name: str, address: str
) -> None:
    client = sign_in(request.getfixturevalue(name))
    client.get(address)

    with CaptureQueriesContext(connections["default"]) as asked, CaptureQueriesContext(connections["keys"]) as keys:
        page = client.get(address)

    assert page.status_code == 200
    assert page.content.decode().count('class="reference"') > 70
    told = [query["sql"][:200] for query in (*asked, *keys)]
    own = [sql for sql in told if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "PRAGMA"))]
    assert len(own) <= MOST_QUERIES, "\n".join(own)


@pytest.mark.usefixtures("many")
def test_a_desk_shows_a_hundred_cases_at_once_and_its_line_names_these_alone(ulrike: User, sign_in: SignIn) -> None:
    client = sign_in(ulrike)

    pages = [client.get(f"/de/geschaeftsstelle/?seite={number}").content.decode() for number in (1, 2)]

    shown = [set(LINKED.findall(page)) for page in pages]
    told = [set(line.details) for line in JournalLine.objects.filter(act=Act.CASE_LISTED).order_by("number")]
    readable = Case.objects.exclude(state__in=UNREADABLE)
    assert len(shown[0]) == AT_ONCE
    assert set.union(*shown) == {str(pk) for pk in readable.values_list("pk", flat=True)}
    assert shown == told
    assert not shown[0] & shown[1]


def test_an_empty_desk_says_so(ulrike: User, deniz: User, sign_in: SignIn) -> None:
    client = sign_in(ulrike)

    assert "noch kein Fall eingereicht" in client.get("/de/geschaeftsstelle/").content.decode()
    assert client.get("/de/zweite-person/").status_code == 200
