"""Minutes, bundles and the exchange are kept for a time: listed, held for the archive, erased so that it is gone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from documents import keystore, sealed_files
from documents.bundles import Bundle
from documents.retention import kept_for
from gremium.cases.models import Case, State
from gremium.cases.restricting import restrict_case
from gremium.exchange.models import Approval, ExchangeEvent, Guest, Question, QuestionState
from gremium.letters.models import Letter
from gremium.meetings.models import AgendaItem, Attendance, Meeting, MeetingState, Minutes, Passage
from gremium.oversight import archiving, running
from gremium.oversight.models import ArchivePolicy, RetentionRun
from gremium.oversight.retention import Due, record_of
from gremium.people.asking import actor_of
from gremium.people.models import CouncilTerm, Organisation, Seat, User
from tests.gremium.conftest import MakeCase, SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def due(key: str, day: date | None = None) -> list[Due]:
    record = record_of(key)
    assert record is not None
    return record.free(day or timezone.localdate())


def decide(key: str, policy: ArchivePolicy, by: User) -> None:
    record = record_of(key)
    assert record is not None
    archiving.decide(record, policy, by=actor_of(by))


@pytest.fixture
def case(make_case: MakeCase, north: Organisation) -> Case:
    return make_case(north, State.CLOSED)


@pytest.fixture
def meeting(case: Case, renate: User) -> Meeting:
    """Long ago, in a council term that ended so long ago that its minutes are due today."""
    ended = timezone.localdate() - kept_for("minutes")
    CouncilTerm.objects.create(starts=ended - timedelta(days=1800), ends=ended)
    day = ended - timedelta(days=90)
    meeting = Meeting.objects.create(day=day, room="Raum 114", state=MeetingState.MINUTES_APPROVED)
    keystore.create_key(meeting.subject)
    item = AgendaItem.objects.create(meeting=meeting, case=case)
    minutes = Minutes(meeting=meeting, approved_at=timezone.now() - kept_for("minutes") - timedelta(days=30))
    minutes.seal({"last_minutes": "genehmigt"})
    minutes.save()
    passage = Passage(item=item)
    passage.seal({"text": "Aspekte der Familie."})
    passage.save()
    attendance = Attendance(meeting=meeting, seat=Seat.objects.get(holder=renate))
    attendance.seal_reason("krank")
    attendance.save()
    file = sealed_files.write(meeting.subject, "letter/x", b"%PDF")
    attendance.invitation = Letter.objects.create(subject=meeting.subject, kind="invitation", number=1, file=file)
    attendance.save()
    return meeting


def test_minutes_wait_for_the_archive_and_for_the_end_of_the_council_term(meeting: Meeting, ulrike: User) -> None:
    assert due("minutes") == []
    decide("minutes", ArchivePolicy.OFFER, ulrike)
    assert due("minutes") == []
    decide("minutes", ArchivePolicy.DO_NOT_OFFER, ulrike)

    assert due("minutes", timezone.localdate() - timedelta(days=1)) == []
    assert [one.subject for one in due("minutes")] == [meeting.subject]


def test_minutes_with_all_that_belongs_to_them_are_gone_for_good_and_the_case_stays(
    meeting: Meeting, case: Case, ulrike: User, sign_in: SignIn, django_capture_on_commit_callbacks: object
) -> None:
    decide("minutes", ArchivePolicy.DO_NOT_OFFER, ulrike)
    file, client = Letter.objects.get(subject=meeting.subject).file, sign_in(ulrike)
    page = client.get("/de/geschaeftsstelle/fristen/")
    assert f"Sitzung vom {meeting.day:%d.%m.%Y}" in page.content.decode()
    client.post("/de/geschaeftsstelle/fristen/loeschen/", {"seen": page.context["seen"]})

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert running.run_retention(timezone.localdate()) == 1

    assert keystore.is_destroyed(meeting.subject)
    for rows in (Minutes, Passage, AgendaItem, Attendance):
        assert not rows.objects.exists()
    assert not Letter.objects.filter(subject=meeting.subject).exists()
    assert not sealed_files.storage().exists(file)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.room) == (MeetingState.ARCHIVED, "")
    assert keystore.has_key(case.pk)
    run = RetentionRun.objects.get()
    assert run.counts == {"minutes": 1}
    assert running.erasure_record_of(run) is not None
    assert due("minutes") == []
    assert client.get(f"/de/geschaeftsstelle/sitzungen/{meeting.subject}/").status_code == 200


def test_minutes_with_a_restricted_case_are_kept(meeting: Meeting, case: Case, ulrike: User) -> None:
    decide("minutes", ArchivePolicy.DO_NOT_OFFER, ulrike)

    restrict_case(case, ground="claims", by=actor_of(ulrike))

    assert due("minutes") == []


def test_a_bundle_goes_three_months_after_its_meeting(meeting: Meeting) -> None:
    today = timezone.localdate()
    day = today - kept_for("bundle")
    Meeting.objects.filter(pk=meeting.pk).update(day=day)
    file = sealed_files.write(meeting.subject, "bundle/x", b"%PDF")
    facts = {"number": 1, "order_fingerprint": "x", "sealed_order": b"x", "file": file}
    bundle = Bundle.objects.create(subject=meeting.subject, **facts)

    assert running.run_retention(today - timedelta(days=1)) == 0
    assert running.run_retention(today) == 1

    bundle.refresh_from_db()
    assert (bundle.is_ready, bytes(bundle.sealed_order)) == (False, b"")
    assert RetentionRun.objects.get().counts == {"bundle": 1}
    assert running.run_retention(today) == 0


def test_an_exchange_event_is_erased_with_guests_and_papers_after_a_year(renate: User, ulrike: User) -> None:
    since = timezone.now() - kept_for("exchange_event")
    event = ExchangeEvent.objects.create(title="Ausbildung", starts_at=since, ends_at=since + timedelta(minutes=1))
    Guest.objects.create(event=event, user=renate)
    keystore.create_key(event.pk)
    today = timezone.localdate()
    assert due("exchange_event", today - timedelta(days=2)) == []

    running.start_run(seen=running.mark_of(today), today=today, by=actor_of(ulrike))
    running.run_retention(today)

    assert not ExchangeEvent.objects.exists()
    assert not Guest.objects.exists()
    assert keystore.is_destroyed(event.pk)


def test_of_general_questions_only_released_ones_stay_and_nobody_knows_who_asked(renate: User, ulrike: User) -> None:
    long_ago = timezone.now() - timedelta(days=800)
    states = (QuestionState.DECLINED, QuestionState.RELEASED, QuestionState.PROPOSED)
    for state in states:
        question = Question.objects.create(topic="arbeit", text=str(state), state=state, asked_by_ref="x")
        Approval.objects.create(question=question, member=renate, version=1)
    Question.objects.update(changed_at=long_ago, released_at=long_ago)
    today = timezone.localdate()

    running.start_run(seen=running.mark_of(today), today=today, by=actor_of(ulrike))
    running.run_retention(today)

    left = {question.state: question for question in Question.objects.all()}
    assert left.keys() == {QuestionState.RELEASED, QuestionState.PROPOSED}
    released = left[QuestionState.RELEASED]
    assert (released.asked_by_ref, released.approvals.count()) == ("", 0)
    assert left[QuestionState.PROPOSED].asked_by_ref == "x"
    assert running.run_retention(today) == 0
