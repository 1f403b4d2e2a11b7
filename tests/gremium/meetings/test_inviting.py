"""The secretariat invites the four members, each personally; the mails and papers name cases by reference alone."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.core import mail
from django.utils import timezone
from pytest_django.fixtures import Settings

from documents.actors import Actor
from documents.journal import Act, JournalLine
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.letters.issuing import letter_pdf
from gremium.letters.models import Letter
from gremium.meetings.inviting import answer_invitation, invite_latecomers, invite_members, is_short_notice
from gremium.meetings.models import Attendance, Meeting, MeetingState
from gremium.meetings.scheduling import move_item, schedule_case
from gremium.people import outbox
from gremium.people.models import Organisation, Role, Seat, User, WaitingMail
from tests.gremium.cases.taking_back import BringIn
from tests.gremium.conftest import MakeCase, make_person
from tests.gremium.meetings.conftest import Committing, MakeMeeting, cases_of, written_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_r22_each_of_the_four_is_invited_alone(invited: Meeting, four: list[User]) -> None:
    assert sorted(one for message in mail.outbox for one in message.to) == sorted(user.email for user in four)
    assert {len(message.to) for message in mail.outbox} == {1}
    assert invited.state == MeetingState.INVITED
    assert JournalLine.objects.about(invited.subject).get(act=Act.MEETING_INVITED).details["members"] == "4"


def test_r23_mail_and_calendar_name_no_case_and_the_paper_only_references(
    four: list[User],
    bring: BringIn,
    make_meeting: MakeMeeting,
    secretariat: Actor,
    committing: Committing,
) -> None:
    meeting, case = make_meeting(), bring("C1", State.ADMITTED)
    schedule_case(case, meeting=meeting, by=secretariat)

    with committing():
        invite_members(meeting, by=secretariat)

    message = mail.outbox[0]
    calendar, paper = message.attachments
    assert case.reference not in message.body + message.subject + str(calendar.content)
    assert "nicht öffentlich" in message.body
    assert "Raum 114" in str(calendar.content)
    written = written_in(paper.content)
    assert case.reference in written
    assert "Eine Vertretung ist" in written
    names = [name for name in case.person.split() if len(name) > 2]
    assert names
    for name in names:
        assert name not in written + message.body + str(calendar.content)


def test_r24_only_the_head_is_asked_to_bring_internal_documents(
    four: list[User], bring: BringIn, make_meeting: MakeMeeting, secretariat: Actor
) -> None:
    meeting = make_meeting()
    schedule_case(bring("C1", State.ADMITTED), meeting=meeting, by=secretariat)
    invite_members(meeting, by=secretariat)

    asked = {
        attendance.seat.holder: "internen Unterlagen" in " ".join(written_in(letter_pdf(attendance.invitation)).split())
        for attendance in meeting.attendances.select_related("seat__holder", "invitation")
        if attendance.invitation
    }

    assert [user for user, is_asked in asked.items() if is_asked] == [four[-1]]


def test_an_address_that_is_refused_keeps_nobody_else_waiting(
    four: list[User],
    make_meeting: MakeMeeting,
    secretariat: Actor,
    committing: Committing,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent = mail.EmailMessage.send

    def send(message: mail.EmailMessage, *options: object) -> int:
        if message.to == [four[0].email]:
            raise OSError
        return sent(message)

    monkeypatch.setattr(mail.EmailMessage, "send", send)

    with committing():
        invite_members(make_meeting(), by=secretariat)

    assert len(mail.outbox) == 3


def test_inviting_freezes_the_order_of_the_agenda(invited: Meeting, secretariat: Actor) -> None:
    item = invited.items.in_order()[1]

    with pytest.raises(NotPossible):
        move_item(item, up=True, by=secretariat)


def test_before_the_invitation_items_change_places(
    make_meeting: MakeMeeting, make_case: MakeCase, north: Organisation, secretariat: Actor
) -> None:
    meeting = make_meeting()
    items = [schedule_case(make_case(north, State.ADMITTED), meeting=meeting, by=secretariat) for _ in range(3)]

    assert move_item(items[2], up=True, by=secretariat)
    assert not move_item(items[0], up=True, by=secretariat)

    assert list(meeting.items.in_order()) == [items[0], items[2], items[1]]


def test_a_case_after_the_invitation_is_an_addition_that_members_are_told(
    invited: Meeting, make_case: MakeCase, north: Organisation, secretariat: Actor, committing: Committing
) -> None:
    mail.outbox.clear()
    late = make_case(north, State.ADMITTED, dossier="ready")

    with committing():
        item = schedule_case(late, meeting=invited, by=secretariat)

    assert item.is_addition
    assert len(mail.outbox) == 4
    assert late.reference not in mail.outbox[0].body
    agenda = written_in(letter_pdf(Letter.objects.about(invited.subject).of_kind("agenda").order_by("-number")[0]))
    assert "Nachträge" in agenda
    assert late.reference in agenda


def test_nobody_is_invited_twice_or_to_no_room_or_where_all_seats_are_vacant(
    invited: Meeting, make_meeting: MakeMeeting, secretariat: Actor, today: date
) -> None:
    far = make_meeting(days=400)
    for meeting in (invited, make_meeting(days=30, room=""), far):
        with pytest.raises(NotPossible):
            invite_members(meeting, by=secretariat)

    assert Attendance.objects.exclude(meeting=invited).count() == 0


def test_r22_short_notice_is_a_warning_and_a_setting(
    make_meeting: MakeMeeting, today: date, settings: Settings
) -> None:
    regular, event = make_meeting(days=13), make_meeting(days=3, kind="event_driven", reason="Frist")

    assert is_short_notice(regular, today)
    assert not is_short_notice(event, today)
    settings.INVITATION_DAYS = 10
    assert not is_short_notice(regular, today)
    assert is_short_notice(regular, today + timedelta(days=4))


def test_r12_a_member_answers_for_herself_and_may_change_her_mind(invited: Meeting, four: list[User]) -> None:
    seat = four[0].seats.get()

    answer_invitation(invited, seat, answer="comes")
    answer_invitation(invited, seat, answer="cannot")

    assert invited.attendances.get(seat=seat).answer == "cannot"
    assert set(invited.attendances.exclude(seat=seat).values_list("answer", flat=True)) == {""}


def test_the_invitation_paper_is_whole_and_names_only_its_own_member(invited: Meeting, four: list[User]) -> None:
    letters = [one.invitation for one in invited.attendances.order_by("pk") if one.invitation]

    assert len(letters) == 4
    for letter, user in zip(letters, [four[0], four[1], four[2], four[3]], strict=True):
        pdf = letter_pdf(letter)
        with pikepdf.open(io.BytesIO(pdf)) as paper:
            assert len(paper.pages) <= 2
        written = written_in(pdf)
        assert user.display_name in written
        assert all(other.display_name not in written for other in four if other != user)
        assert all(case.reference in written for case in cases_of(invited))
    assert Case.objects.filter(state=State.SCHEDULED).count() == 2


def test_who_takes_a_seat_between_invitation_and_meeting_is_written_to_when_it_begins(
    four: list[User], make_meeting: MakeMeeting, secretariat: Actor, today: date, committing: Committing
) -> None:
    Seat.objects.filter(holder=four[1]).update(valid_from=today + timedelta(days=5))
    with committing():
        invite_members(make_meeting(), by=secretariat)
    assert sorted(one.to[0] for one in mail.outbox) == sorted(one.email for one in (four[0], *four[2:]))

    [waits] = WaitingMail.objects.all()
    assert outbox.send_due(timezone.now()) == 0
    Seat.objects.filter(holder=four[1]).update(valid_from=today)  # the day has come
    outbox.send_due(timezone.now() + timedelta(days=5))

    assert (waits.user, mail.outbox[-1].to) == (four[1], [four[1].email])
    assert [name for name, _data, _kind in mail.outbox[-1].attachments] == ["termin.ics", "einladung.pdf"]


def test_who_is_given_a_seat_after_the_invitation_is_invited_by_the_next_round(
    four: list[User], make_meeting: MakeMeeting, secretariat: Actor, today: date, committing: Committing
) -> None:
    seat = Seat.objects.get(holder=four[1])
    Seat.objects.filter(pk=seat.pk).update(valid_until=today - timedelta(days=1))
    meeting = make_meeting()
    with committing():
        invite_members(meeting, by=secretariat)
    mail.outbox.clear()
    newcomer = make_person("newcomer", Role.MEMBER)
    Seat.objects.create(origin=seat.origin, holder=newcomer, valid_from=today, valid_until=today + timedelta(days=99))

    with committing():
        assert [invite_latecomers(), invite_latecomers()] == [1, 0]

    assert [one.to for one in mail.outbox] == [[newcomer.email]]
    line = JournalLine.objects.about(meeting.subject).filter(act=Act.MEETING_INVITED).latest("number")
    assert line.details == {"meeting": meeting.day.isoformat(), "members": "1"}
