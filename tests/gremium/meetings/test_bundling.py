"""The bundle of a meeting follows its agenda: made with the invitation, made anew when a case comes or goes."""

from dataclasses import replace
from typing import Any

import pytest

from documents.actors import SYSTEM, Actor
from documents.bundles import Bundle, read_bundle
from documents.content import Prose, Section
from documents.dossiers import Dossier, order_dossier
from gremium.cases.models import State
from gremium.exchange.answering import decline, take_up
from gremium.exchange.asking import Asked, propose_question
from gremium.meetings.bundle_progress import bundle_state
from gremium.meetings.bundling import newest_bundle, order_bundle_anew
from gremium.meetings.inviting import invite_members
from gremium.meetings.models import Meeting, MeetingState
from gremium.meetings.scheduling import schedule_case
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, User
from tests.gremium.cases.taking_back import BringIn, compile_newest, take_back
from tests.gremium.conftest import MakeCase, SignIn
from tests.gremium.meetings.conftest import MakeMeeting, cases_of, compile_newest_bundle, written_in

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_invitation_orders_the_bundle_in_the_order_of_the_agenda(invited: Meeting) -> None:
    bundle = compile_newest_bundle(invited)

    first, second = cases_of(invited)
    assert [part.subject for part in bundle.content().parts] == [first.pk, second.pk]
    written = written_in(b"".join(read_bundle(bundle, by=SYSTEM)))
    for text in ("Sitzungsmappe zum", "Raum 114", first.reference, second.reference, "Notizen", "nicht öffentlich"):
        assert text in written


def test_general_questions_before_the_board_stand_in_the_bundle_until_they_are_settled(
    invited: Meeting, secretariat: Actor, marte: User
) -> None:
    asked = Asked("arbeit", "Zählt eine Ausbildung, die erst im August beginnt?", "")
    question = propose_question(asked, user=marte, by=actor_of(marte))
    before = compile_newest_bundle(invited)
    assert before.content().questions == ()

    question = take_up(question, by=secretariat)

    bundle = compile_newest_bundle(invited)
    before.refresh_from_db()
    assert before.is_revoked
    assert bundle.content().questions == (asked.text,)
    assert "erst im August" in written_in(b"".join(read_bundle(bundle, by=SYSTEM)))
    decline(question, reason="Schon beantwortet.", by=secretariat)
    assert compile_newest_bundle(invited).content().questions == ()


def test_without_a_case_there_is_no_bundle(four: list[User], make_meeting: MakeMeeting, secretariat: Actor) -> None:
    meeting = invite_members(make_meeting(), by=secretariat)

    assert newest_bundle(meeting) is None
    assert not bundle_state(meeting).is_expected


def test_it_waits_for_a_dossier_in_work_and_says_for_which(
    four: list[User], bring: BringIn, make_meeting: MakeMeeting, secretariat: Actor
) -> None:
    case, meeting = bring("C2", State.ADMITTED), make_meeting()
    schedule_case(case, meeting=meeting, by=secretariat)
    invited = invite_members(meeting, by=secretariat)
    assert (newest_bundle(invited), bundle_state(invited).waits_for) == (None, [case.reference])

    compile_newest(case)

    bundle = compile_newest_bundle(invited)
    part = bundle.content().parts[0]
    assert part.keywords
    assert bundle.pages > Dossier.objects.get(pk=part.dossier).pages
    names = [name for name in case.person.split() if len(name) > 2]
    assert all(name not in str(bundle.content()) for name in names)


def test_an_addition_comes_last_and_is_marked(
    invited: Meeting, make_case: MakeCase, north: Organisation, secretariat: Actor
) -> None:
    before = compile_newest_bundle(invited)
    late = make_case(north, State.ADMITTED, dossier="ready")

    schedule_case(late, meeting=invited, by=secretariat)

    after = compile_newest_bundle(invited)
    before.refresh_from_db()
    assert (before.is_revoked, after.number) == (True, 2)
    assert [(part.reference, part.note) for part in after.content().parts][-1] == (late.reference, "Nachtrag")
    assert "Nachtrag" in written_in(b"".join(read_bundle(after, by=SYSTEM)))


def test_what_a_member_reads_after_an_addition_is_told_by_its_pages(
    invited: Meeting, make_case: MakeCase, north: Organisation, secretariat: Actor, renate: User, sign_in: SignIn
) -> None:
    member, before = sign_in(renate), compile_newest_bundle(invited)
    page = f"/en/mitglieder/sitzungen/{invited.subject}/"
    assert "last read" not in member.get(page).content.decode()
    assert member.get(f"/en/mitglieder/lesen/bundle/{invited.subject}/").status_code == 200
    assert "Nothing is new since." in member.get(page).content.decode()
    late = make_case(north, State.ADMITTED, dossier="ready")
    schedule_case(late, meeting=invited, by=secretariat)
    after = compile_newest_bundle(invited)
    new = after.pages - before.pages

    shown = member.get(page).content.decode()

    assert f"Since you last read: {new} page" in shown
    assert f"{late.reference}: page" in shown
    assert f"{before.pages + 1}" in shown
    reader = member.get(f"/en/mitglieder/lesen/bundle/{invited.subject}/").content.decode()
    assert f'data-go="{before.pages + 1}"' in reader


def test_a_case_that_another_speaks_of_is_named_with_it(invited: Meeting, secretariat: Actor) -> None:
    speaking, spoken_of = cases_of(invited)
    before = Dossier.objects.of(speaking.pk)[0].order()
    text = Prose(text=f"Gilt dasselbe wie bei {spoken_of.reference}?")
    anew = replace(before.content, version="2", sections=(Section(code="D01", title="Der Fall", blocks=(text,)),))
    order_dossier(subject=speaking.pk, content=anew, uploads=before.uploads, by=secretariat)
    compile_newest(speaking)

    order_bundle_anew(invited, by=secretariat)

    parts = compile_newest_bundle(invited).content().parts
    assert [part.mentions for part in parts] == [(spoken_of.reference,), ()]


def test_r1_when_a_case_is_withdrawn_the_bundle_goes_at_once_and_comes_back_without_it(
    four: list[User],
    bring: BringIn,
    make_case: MakeCase,
    north: Organisation,
    make_meeting: MakeMeeting,
    secretariat: Actor,
    marte: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    meeting, gone = make_meeting(), bring("C3", State.ADMITTED, compiled=True)
    stays = make_case(north, State.ADMITTED, dossier="ready")
    for case in (gone, stays):
        schedule_case(case, meeting=meeting, by=secretariat)
    invite_members(meeting, by=secretariat)
    before = compile_newest_bundle(meeting)

    with django_capture_on_commit_callbacks(execute=True):
        take_back(gone, marte)

    before.refresh_from_db()
    assert before.is_revoked
    after = compile_newest_bundle(meeting)
    assert [part.subject for part in after.content().parts] == [stays.pk]
    points = {point.text: point.note for point in after.content().agenda}
    assert points[gone.reference] == "entfallen"


def test_when_the_only_case_goes_nothing_is_left(
    four: list[User], bring: BringIn, make_meeting: MakeMeeting, secretariat: Actor, marte: User
) -> None:
    meeting, gone = make_meeting(), bring("C3", State.ADMITTED, compiled=True)
    schedule_case(gone, meeting=meeting, by=secretariat)
    invite_members(meeting, by=secretariat)

    take_back(gone, marte)

    assert not Bundle.objects.given().exists()
    meeting.refresh_from_db()
    assert not bundle_state(meeting).is_expected


def test_a_meeting_that_was_called_off_meanwhile_gets_no_bundle(invited: Meeting, secretariat: Actor) -> None:
    """What is ordered is looked up under the lock, not taken from what the caller has read before."""
    Meeting.objects.filter(pk=invited.pk).update(state=MeetingState.CANCELLED)

    assert order_bundle_anew(invited, by=secretariat) is None
