"""What meetings and the members' own thinking have to do with each other."""

from datetime import time

import pytest

from documents.actors import Actor
from documents.journal import Act, JournalLine
from gremium.assessing import joint_drafts, own_views, recusing
from gremium.assessing.models import Words
from gremium.assessing.standing import standing_of
from gremium.cases.models import Case, Restriction
from gremium.cases.restricting import restrict_case
from gremium.letters.results import Result
from gremium.meetings.holding import note_turn
from gremium.meetings.models import AgendaItem, Meeting
from gremium.meetings.reading_minutes import Standing, open_minutes
from gremium.meetings.writing import begin_minutes, readable_items
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.conftest import SignIn
from tests.gremium.meetings.conftest import cases_of, compile_newest_bundle, hold_today

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TEXT = "Die Familie ist hier zu Hause."


def agree_on_a_text(case: Case, *members: User) -> None:
    words = Words(result=Result.DISCRETION, reasons=TEXT)
    empty = joint_drafts.marks_of(Words())
    for member in members:
        own_views.form_view(case, member, keywords="", by=actor_of(member))
    joint_drafts.write_together(case, members[0], words=words, seen=empty, by=actor_of(members[0]))
    for member in members:
        joint_drafts.agree(case, member, version=1, by=actor_of(member))


def hear(meeting: Meeting, by: Actor) -> list[AgendaItem]:
    items = list(meeting.items.in_order().select_related("meeting", "case"))
    for item in items:
        note_turn(item, began_at=time(14), ended_at=time(15), was_open_to_inspection=False, by=by)
    return items


def test_who_was_not_there_is_excused_and_who_stepped_back_is_left_alone(
    invited: Meeting, four: list[User], secretariat: Actor
) -> None:
    _renate, wilma, *_others = four
    first, second = cases_of(invited)
    recusing.step_back(second, wilma, by=actor_of(wilma))

    hear(hold_today(invited, secretariat, absent=("wilma",)), secretariat)

    part = standing_of(first).part_of(wilma)
    assert part is not None
    assert part.is_excused
    assert not standing_of(first).has_quorum
    part = standing_of(second).part_of(wilma)
    assert part is not None
    assert part.is_recused
    assert not part.is_excused
    assert standing_of(second).has_quorum


def test_the_minutes_begin_with_what_the_members_said_together(
    invited: Meeting, four: list[User], secretariat: Actor
) -> None:
    first, second = hear(hold_today(invited, secretariat), secretariat)
    agree_on_a_text(Case.objects.get(pk=first.case_id), *four)

    minutes = begin_minutes(Meeting.objects.get(pk=invited.pk), by=secretariat)

    said = {one.item.case_id: one.said for one in open_minutes(minutes, by=secretariat).passages}
    assert (said[first.case_id].result, said[first.case_id].text) == (Result.DISCRETION, TEXT)
    assert (said[second.case_id].result, said[second.case_id].text) == ("", "")


def test_who_stepped_back_gets_no_bundle_with_that_case_in_it_and_no_passage_of_the_minutes(
    invited: Meeting, four: list[User], secretariat: Actor, sign_in: SignIn
) -> None:
    _renate, wilma, *_others = four
    compile_newest_bundle(invited)
    _first, second = cases_of(invited)
    recusing.step_back(second, wilma, by=actor_of(wilma))
    client, page = sign_in(wilma), f"/de/mitglieder/sitzungen/{invited.subject}/"

    shown = client.get(page).content.decode()
    taken = client.post(f"{page}mappe/", {"protection": "none"})

    assert "Sie sind von einem Fall zurückgetreten" in shown
    assert taken.status_code == 422
    assert client.get(f"/de/mitglieder/lesen/bundle/{invited.subject}/").status_code == 404
    hear(hold_today(invited, secretariat), secretariat)
    minutes = begin_minutes(Meeting.objects.get(pk=invited.pk), by=secretariat)
    read = open_minutes(minutes, by=actor_of(wilma), without={second.pk})
    assert [one.standing for one in read.passages] == [Standing.READABLE, Standing.STEPPED_BACK]


def test_a_bundle_is_read_on_screen_and_its_opening_names_every_case(
    invited: Meeting, four: list[User], sign_in: SignIn
) -> None:
    bundle = compile_newest_bundle(invited)
    page = f"/de/mitglieder/lesen/bundle/{invited.subject}/"
    first, second = cases_of(invited)

    assert sign_in(four[0]).get(page).status_code == 200

    line = JournalLine.objects.get(act=Act.BUNDLE_VIEWED)
    assert {str(invited.subject), str(first.pk), str(second.pk)} == set(line.details)
    assert len(bundle.first_pages) == 2
    assert 1 < bundle.first_pages[0] < bundle.first_pages[1] <= bundle.pages


def test_a_restricted_case_is_read_neither_in_the_minutes_nor_in_the_bundle(
    invited: Meeting, four: list[User], ulrike: User, secretariat: Actor, sign_in: SignIn
) -> None:
    compile_newest_bundle(invited)
    first, second = hear(hold_today(invited, secretariat), secretariat)
    minutes = begin_minutes(Meeting.objects.get(pk=invited.pk), by=secretariat)
    member, office = sign_in(four[0]), sign_in(ulrike)
    taken = office.post(f"/de/geschaeftsstelle/sitzungen/{invited.subject}/mappe/")
    assert (taken.status_code, taken.headers["Content-Type"]) == (200, "application/pdf")

    restrict_case(Case.objects.get(pk=second.case_id), ground=Restriction.values[0], by=secretariat)

    read = open_minutes(minutes, by=secretariat)
    assert [one.standing for one in read.passages] == [Standing.READABLE, Standing.RESTRICTED]
    assert office.post(f"/de/geschaeftsstelle/sitzungen/{invited.subject}/mappe/").status_code == 302
    assert member.get(f"/de/mitglieder/lesen/bundle/{invited.subject}/").status_code == 404
    assert [item.pk for item in readable_items(Meeting.objects.get(pk=invited.pk))] == [first.pk]
