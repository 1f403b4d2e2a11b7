"""The pages of meetings, walked through as people do: the secretariat from the case list, members from their mail."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.actors import Actor
from documents.journal import Act, JournalLine
from gremium.cases.models import Case, State
from gremium.meetings.holding import note_turn
from gremium.meetings.models import AgendaItem, Attendance, Meeting, MeetingState
from gremium.meetings.writing import General, begin_minutes, put_forward, save_minutes
from gremium.people.models import Organisation, User
from tests.gremium.conftest import MakeCase, SignIn
from tests.gremium.meetings.conftest import MakeMeeting, cases_of, compile_newest_bundle, hold_today, written_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
OFFICE = "/de/geschaeftsstelle/sitzungen/"
MEMBERS = "/de/mitglieder/sitzungen/"


def office(meeting: Meeting, rest: str = "") -> str:
    return f"{OFFICE}{meeting.subject}/{rest}"


def members(meeting: Meeting, rest: str = "") -> str:
    return f"{MEMBERS}{meeting.subject}/{rest}"


@pytest.fixture
def writing(sign_in: SignIn, ulrike: User) -> Client:
    return sign_in(ulrike)


def test_one_press_makes_invitation_agenda_and_bundle(
    four: list[User], make_case: MakeCase, north: Organisation, writing: Client, today: date
) -> None:
    cases = [make_case(north, State.ADMITTED, dossier="ready") for _ in range(3)]
    shown = writing.get(f"{OFFICE}vorbereiten/").content.decode()
    assert all(case.reference in shown for case in cases)

    answer = writing.post(
        f"{OFFICE}vorbereiten/",
        {
            "case": [str(case.pk) for case in cases[:2]],
            "day": (today + timedelta(days=20)).isoformat(),
            "kind": "regular",
            "room": "Raum 114",
            "is_confirmed": "on",
        },
    )

    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == office(meeting)
    assert (meeting.state, meeting.items.count(), meeting.attendances.count()) == (MeetingState.INVITED, 2, 4)
    assert compile_newest_bundle(meeting).is_ready
    page = writing.get(office(meeting)).content.decode()
    assert "Die Mappe ist fertig" in page
    paper = writing.post(office(meeting, "tagesordnung/"))
    assert all(case.reference in written_in(paper.content) for case in cases[:2])


def test_what_cannot_be_prepared_leaves_nothing_behind(
    four: list[User], make_case: MakeCase, north: Organisation, writing: Client, today: date
) -> None:
    case = make_case(north, State.ADMITTED)
    form = {"day": (today + timedelta(days=20)).isoformat(), "kind": "regular", "is_confirmed": "on"}

    without_case = writing.post(f"{OFFICE}vorbereiten/", {**form, "room": "Raum 114"})
    without_room = writing.post(f"{OFFICE}vorbereiten/", {**form, "case": str(case.pk)})

    assert (without_case.status_code, without_room.status_code) == (422, 422)
    assert "Raum" in without_room.content.decode()
    assert not Meeting.objects.exists()
    case.refresh_from_db()
    assert case.state == State.ADMITTED


def test_a_case_of_another_state_cannot_be_smuggled_in(
    four: list[User], make_case: MakeCase, north: Organisation, writing: Client, today: date
) -> None:
    case = make_case(north, State.SUBMITTED)
    form = {"day": (today + timedelta(days=20)).isoformat(), "kind": "regular", "room": "R", "is_confirmed": "on"}

    assert writing.post(f"{OFFICE}vorbereiten/", {**form, "case": str(case.pk)}).status_code == 422

    case.refresh_from_db()
    assert case.state == State.SUBMITTED


def test_the_secretariat_plans_changes_and_calls_off(writing: Client, today: date) -> None:
    day = today + timedelta(days=30)
    form = {"day": day.isoformat(), "begins": "14:00", "ends": "16:00", "room": "Raum 1", "kind": "regular"}

    writing.post(f"{OFFICE}neu/", form)
    meeting = Meeting.objects.get()
    refused = writing.post(f"{OFFICE}neu/", form)
    writing.post(office(meeting, "aendern/"), {**form, "room": "Raum 2"})
    asked = writing.get(office(meeting, "absagen/"))
    writing.post(office(meeting, "absagen/"))

    assert (refused.status_code, asked.status_code) == (422, 200)
    meeting.refresh_from_db()
    assert (meeting.room, meeting.state) == ("Raum 2", MeetingState.CANCELLED)


def test_the_order_changes_by_buttons(
    make_meeting: MakeMeeting, make_case: MakeCase, north: Organisation, writing: Client, secretariat: Actor
) -> None:
    meeting = make_meeting()
    for _number in range(2):
        case = make_case(north, State.ADMITTED)
        writing.post(f"/de/geschaeftsstelle/{case.pk}/termin/", {"meeting": meeting.pk, "is_confirmed": "on"})
    first, second = meeting.items.in_order()

    writing.post(office(meeting, f"fall/{second.pk}/reihenfolge/"), {"up": "1"})

    assert list(meeting.items.in_order()) == [second, first]


def test_a_meeting_from_attendance_to_minutes(invited: Meeting, writing: Client, secretariat: Actor) -> None:
    Meeting.objects.filter(pk=invited.pk).update(day=date.today())
    form = {"began_at": "14:00", "ended_at": "16:00"}
    for attendance in invited.attendances.all():
        form |= {f"seat_{attendance.seat_id}": "present", f"reason_{attendance.seat_id}": ""}
    assert writing.get(office(invited, "anwesenheit/")).status_code == 200

    writing.post(office(invited, "anwesenheit/"), form)
    for item in invited.items.all():
        page = writing.get(office(invited, f"fall/{item.pk}/"))
        assert page.status_code == 200
        writing.post(office(invited, f"fall/{item.pk}/"), {"began_at": "14:10", "ended_at": "14:40"})
    last = invited.items.in_order()[1]
    later = (date.today() + timedelta(days=30)).isoformat()
    writing.post(office(invited, f"fall/{last.pk}/vertagen/"), {"reason": "Der Vertrag fehlt.", "next_on": later})
    begun = writing.post(office(invited, "protokoll/anlegen/"))
    page = writing.get(begun.headers["Location"])

    assert set(Case.objects.values_list("state", flat=True)) == {State.DELIBERATED, State.DEFERRED}
    assert page.status_code == 200
    assert all(case.reference in page.content.decode() for case in cases_of(invited))


def minutes_form(meeting: Meeting, revision: int, **general: str) -> dict[str, str]:
    form = {
        "revision": str(revision),
        "general-last_minutes": "",
        "general-general_questions": "",
        "general-exchange": "",
    }
    for item in meeting.items.all():
        form |= {f"{item.pk}-{name}": "" for name in ("aspects", "result", "text", "handed_over", "tasks")}
    return form | {f"general-{name}": text for name, text in general.items()}


@pytest.fixture
def held(invited: Meeting, secretariat: Actor) -> Meeting:
    held = hold_today(invited, secretariat)
    for item in held.items.select_related("case", "meeting"):
        note_turn(item, began_at=time(14), ended_at=time(15), was_open_to_inspection=False, by=secretariat)
    return held


def test_two_who_write_at_once_lose_nothing(held: Meeting, writing: Client, secretariat: Actor) -> None:
    begin_minutes(held, by=secretariat)
    address = office(held, "protokoll/")

    first = writing.post(address, minutes_form(held, 0, exchange="Erster Text"))
    second = writing.post(address, minutes_form(held, 0, exchange="Zweiter Text"))

    assert (first.status_code, second.status_code) == (302, 409)
    page = second.content.decode()
    assert "Erster Text" in page
    assert "Zweiter Text" in page
    assert 'name="revision" value="1"' in page
    assert writing.post(address, minutes_form(held, 1, exchange="Beide")).status_code == 302


SCRIPT = {"HTTP_X_REQUESTED_WITH": "script", "HTTP_ACCEPT": "application/json"}


def test_minutes_are_saved_by_themselves_sealed_and_in_versions(
    held: Meeting, writing: Client, secretariat: Actor
) -> None:
    begin_minutes(held, by=secretariat)
    address, item = office(held, "protokoll/"), held.items.all()[0]
    page = writing.get(address).content.decode()
    assert all(part in page for part in ('data-autosave="saved"', 'data-version="revision"', "forms/autosave.js"))

    def save(revision: int, text: str, **more: str) -> Any:
        said = {f"{item.pk}-{name}": value for name, value in {"text": text, **more}.items()}
        form = minutes_form(held, revision, exchange="Austausch") | said | {"live": "1"}
        return writing.post(address, form, **SCRIPT)

    first, again, old = save(0, "Ein Weg"), save(0, "Ein Weg"), save(0, "Kein Weg")
    refused = save(1, "Ein Weg", handed_over="ja")  # not everybody of the case agrees to it (P5)

    assert [one.status_code for one in (first, again, old, refused)] == [200, 200, 409, 422]
    assert (first.json(), again.json()) == ({"version": 1}, {"version": 1})
    assert "Ihr Text" in old.json()["problem"]
    assert item.case.reference in refused.json()["problem"]
    assert item.passage.words()["text"] == "Ein Weg"
    assert b"Ein Weg" not in bytes(item.passage.sealed)
    assert JournalLine.objects.about(held.subject).filter(act=Act.MINUTES_CHANGED).count() == 1
    assert "Gespeichert um" in writing.get(address).content.decode()


def test_what_was_written_while_nobody_was_signed_in_is_not_lost(
    held: Meeting, writing: Client, secretariat: Actor
) -> None:
    begin_minutes(held, by=secretariat)
    address, form = office(held, "protokoll/"), minutes_form(held, 0, exchange="Langer Text")
    stranger = Client(enforce_csrf_checks=True)

    assert stranger.post(address, form | {"live": "1"}, **SCRIPT).status_code in (401, 403)
    kept = stranger.post(address, form, HTTP_ORIGIN="http://testserver")

    assert kept.status_code == 403
    assert "Langer Text" in kept.content.decode()
    writing.handler.enforce_csrf_checks = True
    again = writing.post(address, form, HTTP_ORIGIN="http://testserver")
    assert "Langer Text" in again.content.decode()
    assert "data-unsaved" in again.content.decode()
    held.minutes.refresh_from_db()
    assert held.minutes.revision == 0


def test_members_read_comment_and_agree_but_nobody_of_them_downloads(
    held: Meeting, writing: Client, secretariat: Actor, four: list[User], sign_in: SignIn
) -> None:
    clients = [sign_in(user) for user in four]
    reading = clients[0]
    assert reading.get(members(held, "protokoll/")).status_code == 404
    begin_minutes(held, by=secretariat)
    assert reading.get(members(held, "protokoll/")).status_code == 404
    writing.post(office(held, "protokoll/vorlegen/"))

    page = reading.get(members(held, "protokoll/"))
    item = held.items.all()[0]
    reading.post(members(held, "protokoll/anmerken/"), {"item": item.pk, "text": "Bitte kürzer."})
    for client in clients:
        client.post(members(held, "protokoll/zustimmen/"), {"revision": "0"})

    assert page.status_code == 200
    assert "drucken" not in page.content.decode()
    held.refresh_from_db()
    assert held.state == MeetingState.MINUTES_APPROVED
    fixed = writing.get(office(held, "protokoll/")).content.decode()
    assert "Bitte kürzer." in fixed
    printed = writing.post(office(held, "protokoll/drucken/"))
    assert printed.headers["Content-Type"] == "application/pdf"
    for client in clients:
        assert client.post(office(held, "protokoll/drucken/")).status_code == 404


def test_r25_only_the_secretariat_writes(held: Meeting, secretariat: Actor, four: list[User], sign_in: SignIn) -> None:
    begin_minutes(held, by=secretariat)

    for user in four:
        client = sign_in(user)
        for rest in ("protokoll/", "protokoll/anlegen/", "protokoll/vorlegen/", "protokoll/genehmigt/"):
            assert client.post(office(held, rest), minutes_form(held, 0, exchange="von mir")).status_code == 404

    held.minutes.refresh_from_db()
    assert held.minutes.revision == 0


def test_a_member_answers_and_takes_her_own_copy(invited: Meeting, four: list[User], sign_in: SignIn) -> None:
    compile_newest_bundle(invited)
    reading = sign_in(four[0])
    page = reading.get(members(invited)).content.decode()
    assert all(case.reference in page for case in cases_of(invited))

    reading.post(members(invited, "antwort/"), {"answer": "cannot"})
    copy = reading.post(members(invited, "mappe/"), {"protection": "none"})
    invitation = reading.post(members(invited, "einladung/"))
    agenda = reading.post(members(invited, "tagesordnung/"))

    assert invited.attendances.get(seat__holder=four[0]).answer == Attendance.Answer.CANNOT
    assert "Persönliches Exemplar für Renate" in written_in(copy.getvalue())
    assert "Renate" in written_in(invitation.content)
    assert agenda.status_code == 200
    assert JournalLine.objects.naming(cases_of(invited)[0].pk).filter(act=Act.BUNDLE_DOWNLOADED).count() == 1


def test_before_the_invitation_members_see_the_day_and_no_case(
    make_meeting: MakeMeeting, make_case: MakeCase, north: Organisation, writing: Client, renate: User, sign_in: SignIn
) -> None:
    meeting, case = make_meeting(), make_case(north, State.ADMITTED)
    writing.post(f"/de/geschaeftsstelle/{case.pk}/termin/", {"meeting": meeting.pk, "is_confirmed": "on"})

    page = sign_in(renate).get(members(meeting)).content.decode()

    assert "Raum 114" in page
    assert case.reference not in page


def test_r11_a_member_sees_meetings_of_her_own_time_alone(
    make_meeting: MakeMeeting, renate: User, sign_in: SignIn
) -> None:
    within, beyond = make_meeting(days=20), make_meeting(days=400)
    client = sign_in(renate)

    assert client.get(members(within)).status_code == 200
    assert client.get(members(beyond)).status_code == 404


def test_r18_only_the_head_sees_and_fills_the_day_the_office_was_told(
    held: Meeting, four: list[User], sign_in: SignIn
) -> None:
    item = held.items.all()[0]
    address, form = members(held, f"fall/{item.pk}/informiert/"), {"day": date.today().isoformat(), "note": "mehr"}
    head, other = sign_in(four[-1]), sign_in(four[0])

    assert "informiert/" in head.get(members(held)).content.decode()
    assert "informiert/" not in other.get(members(held)).content.decode()
    assert other.post(address, form).status_code == 404
    head.post(address, form)

    item.refresh_from_db()
    assert item.office_informed_on == date.today()


def test_r24_the_head_has_no_way_to_upload_anything(held: Meeting, four: list[User], sign_in: SignIn) -> None:
    client = sign_in(four[-1])
    paper = SimpleUploadedFile("akte.pdf", b"%PDF-1.7", content_type="application/pdf")

    for rest in ("", "protokoll/anmerken/", "antwort/", "mappe/"):
        client.post(members(held, rest), {"file": paper, "text": "x"})
    pages = [client.get(members(held, rest)).content.decode() for rest in ("",)]

    assert all('type="file"' not in page for page in pages)


def test_a_page_that_names_cases_writes_one_line(invited: Meeting, renate: User, sign_in: SignIn) -> None:
    client = sign_in(renate)
    before = JournalLine.objects.count()

    client.get(members(invited))
    client.get(MEMBERS)

    assert JournalLine.objects.count() == before + 1
    assert JournalLine.objects.naming(cases_of(invited)[0].pk).filter(act=Act.CASE_LISTED).count() == 1


def test_polling_writes_none(invited: Meeting, writing: Client) -> None:
    before = JournalLine.objects.count()

    assert writing.get(office(invited, "stand/")).status_code == 200

    assert JournalLine.objects.count() == before


def test_two_hundred_meetings_cost_no_more_queries(
    invited: Meeting,
    held_minutes: Meeting,
    writing: Client,
    renate: User,
    sign_in: SignIn,
    make_case: MakeCase,
    north: Any,
) -> None:
    Meeting.objects.bulk_create(Meeting(day=invited.day - timedelta(days=number), room="R") for number in range(1, 201))
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=held_minutes, case=make_case(north, State.SCHEDULED)) for _ in range(5)
    )
    reading = sign_in(renate)

    for client, address in (
        (writing, OFFICE),
        (reading, MEMBERS),
        (writing, office(held_minutes)),
        (reading, members(held_minutes)),
        (reading, members(held_minutes, "protokoll/")),
        (writing, f"{OFFICE}vorbereiten/"),
    ):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        own = [one["sql"] for one in queries if not _is_of_the_sign_in(one["sql"])]
        assert len(own) <= 15, (address, len(own), own)


@pytest.fixture
def held_minutes(held: Meeting, secretariat: Actor) -> Meeting:
    begin_minutes(held, by=secretariat)
    save_minutes(held, revision=0, general=General(exchange="x"), passages={}, by=secretariat)
    put_forward(held, by=secretariat)
    held.refresh_from_db()
    return held


def _is_of_the_sign_in(sql: str) -> bool:
    """What every private page asks before anything else, and what each journal line costs."""
    words = ("django_session", "mfa_", "people_user", "SAVEPOINT", "documents_journal", "usersessions", "BEGIN")
    return any(word in sql for word in words)


def test_what_concerns_the_whole_form_is_said_once(writing: Client, today: date) -> None:
    sent = {"begins": "14:00", "ends": "17:00", "room": "Rathaus", "kind": Meeting.Kind.REGULAR}

    refused = writing.post(f"{OFFICE}neu/", {**sent, "day": today - timedelta(days=1)}).content.decode()

    assert "Dieser Tag ist vorbei." in refused
    assert refused.count('class="error-summary"') == 1
