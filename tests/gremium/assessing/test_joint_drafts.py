"""The joint text opens after the own view, loses nobody's words, and holds only what all agreed to."""

import pytest
from pytest_django.fixtures import Settings

from gremium.assessing import joint_drafts, own_views, recusing
from gremium.assessing.joint_drafts import StillClosed, marks_of
from gremium.assessing.models import Agreement, Words
from gremium.assessing.standing import standing_of
from gremium.cases.assessments import Assessment
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.letters.results import Result
from gremium.people.asking import actor_of
from gremium.people.models import Seat, User
from tests.gremium.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TEXT = Words(result=Result.DISCRETION, reasons="Die Familie lebt seit zwölf Jahren hier.", next_steps="Nachweise.")


def form_view(case: Case, *members: User) -> None:
    for member in members:
        own_views.form_view(case, member, keywords="", by=actor_of(member))


def write(case: Case, member: User, words: Words, seen: Words | None = None) -> joint_drafts.Written:
    return joint_drafts.write_together(case, member, words=words, seen=marks_of(seen or Words()), by=actor_of(member))


def held(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(state=State.DELIBERATED)
    case.refresh_from_db()


def agree(case: Case, *members: User) -> None:
    for member in members:
        version = joint_drafts.joint_draft_for(case, member).version
        joint_drafts.agree(case, member, version=version, by=actor_of(member))


def test_r16_no_joint_text_opens_before_the_own_view(case: Case, board: list[User], sign_in: SignIn) -> None:
    first, second = board[:2]
    form_view(case, first)
    write(case, first, TEXT)

    with pytest.raises(StillClosed):
        joint_drafts.joint_draft_for(case, second)
    with pytest.raises(StillClosed):
        write(case, second, Words(reasons="anders"), TEXT)
    page = sign_in(second).get(f"/de/mitglieder/{case.pk}/einschaetzung/").content.decode()
    assert TEXT.reasons not in page
    assert "sobald Sie sich eine eigene Meinung gebildet haben" in page
    form_view(case, second)
    assert joint_drafts.joint_draft_for(case, second).words() == TEXT


def test_two_members_change_different_parts_at_once_and_both_stay(case: Case, board: list[User]) -> None:
    first, second = board[:2]
    form_view(case, first, second)

    write(case, first, Words(reasons="Gründe"))
    written = write(case, second, Words(next_steps="Schritte"))

    assert written.words == Words(reasons="Gründe", next_steps="Schritte")
    assert not written.clashes


def test_where_two_change_the_same_part_the_first_stays_and_the_second_is_shown(
    case: Case, board: list[User], sign_in: SignIn
) -> None:
    first, second = board[:2]
    form_view(case, first, second)
    write(case, first, Words(reasons="Von der ersten."))

    marks = {f"seen.{name}": mark for name, mark in marks_of(Words()).items()}
    typed = {"result": "", "reasons": "Vom zweiten.", "next_steps": "Auch neu.", "other_bodies": ""}
    answer = sign_in(second).post(f"/de/mitglieder/{case.pk}/einschaetzung/", typed | marks)

    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Von der ersten." in shown
    assert "Vom zweiten." in shown
    assert joint_drafts.joint_draft_for(case, first).words() == Words(reasons="Von der ersten.", next_steps="Auch neu.")


def test_a_changed_text_asks_everybody_anew(case: Case, board: list[User]) -> None:
    form_view(case, *board)
    write(case, board[0], TEXT)
    held(case)
    agree(case, *board)
    assert standing_of(case).is_agreed

    write(case, board[1], Words(**{**TEXT_PARTS, "reasons": "Anders."}), TEXT)

    assert not Agreement.objects.exists()
    assert joint_drafts.agreed_words(case) is None


TEXT_PARTS = {name: getattr(TEXT, name) for name in ("result", "reasons", "next_steps", "other_bodies")}


def test_nobody_agrees_to_a_text_that_changed_unseen(case: Case, board: list[User]) -> None:
    form_view(case, *board[:2])
    write(case, board[0], TEXT)
    held(case)

    with pytest.raises(NotPossible, match="inzwischen geändert"):
        joint_drafts.agree(case, board[1], version=0, by=actor_of(board[1]))


def test_nobody_agrees_before_the_meeting(case: Case, board: list[User]) -> None:
    form_view(case, board[0])
    write(case, board[0], TEXT)

    with pytest.raises(NotPossible, match="Sitzung stattgefunden"):
        joint_drafts.agree(case, board[0], version=1, by=actor_of(board[0]))


def test_the_secretariat_reads_the_text_only_once_all_agreed_and_makes_it_final(
    case: Case, board: list[User], ulrike: User, sign_in: SignIn
) -> None:
    form_view(case, *board)
    write(case, board[0], TEXT)
    held(case)
    agree(case, *board[:3])
    client, page = sign_in(ulrike), f"/de/geschaeftsstelle/{case.pk}/einschaetzung/"
    assert TEXT.reasons not in client.get(page).content.decode()
    client.post(page + "abschliessen/")
    assert not Assessment.objects.exists()

    agree(case, board[3])

    assert TEXT.reasons in client.get(page).content.decode()
    assert client.post(page + "abschliessen/").status_code == 302
    case.refresh_from_db()
    assert case.state == State.ASSESSED
    assert TEXT.reasons in Assessment.objects.get().text


def test_the_quorum_needs_all_four_and_who_stepped_back_does_not_count(
    case: Case, board: list[User], ulrike: User
) -> None:
    form_view(case, *board[:3])
    assert standing_of(case).has_quorum

    recusing.step_back(case, board[3], by=actor_of(board[3]))
    assert standing_of(case).has_quorum
    assert len(standing_of(case).taking_part) == 3

    recusing.excuse(case, board[2], why="krank", by=actor_of(ulrike))
    assert not standing_of(case).has_quorum


def test_a_smaller_quorum_lets_an_excused_member_be_missing(
    case: Case, board: list[User], ulrike: User, settings: Settings
) -> None:
    settings.GREMIUM_QUORUM = 3
    form_view(case, *board[:3])
    write(case, board[0], TEXT)
    recusing.excuse(case, board[3], why="krank", by=actor_of(ulrike))
    held(case)

    agree(case, *board[:3])

    assert joint_drafts.agreed_words(case) == TEXT


def test_with_a_vacant_seat_there_is_no_quorum_of_four(case: Case, board: list[User]) -> None:
    Seat.objects.filter(holder=board[3]).delete()

    assert not standing_of(case).has_quorum
