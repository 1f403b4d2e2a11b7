"""The members write together and release jointly."""

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from documents.journal import Act, JournalLine
from gremium.cases.life import NotPossible
from gremium.exchange.answering import Words, WrittenMeanwhile, agree, take_back, take_up, write_words
from gremium.exchange.models import Question, QuestionState
from gremium.people.asking import actor_of
from gremium.people.models import Seat, User
from pages import board_work
from tests.gremium.conftest import SignIn
from tests.gremium.exchange.conftest import ANSWER, MakeQuestion

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def say(question: Question, member: User, *, abstains: bool = False) -> QuestionState:
    by = actor_of(member)
    return QuestionState(agree(question, member, seen_version=question.version, abstains=abstains, by=by).state)


def test_it_is_public_only_when_all_four_have_agreed(
    make_question: MakeQuestion, board: list[User], django_capture_on_commit_callbacks
) -> None:
    question = make_question("answered")
    with django_capture_on_commit_callbacks(execute=True):
        for member in board[:3]:
            assert say(question, member) == QuestionState.ANSWERED
    assert board_work.released_answers() == []

    with django_capture_on_commit_callbacks(execute=True):
        assert say(question, board[3]) == QuestionState.RELEASED

    assert [(one.question, one.answer) for one in board_work.released_answers()] == [(question.text, ANSWER)]
    assert mail.outbox[-1].to == ["marte@example.org"]
    assert JournalLine.objects.filter(subject=question.pk, act=Act.GENERAL_QUESTION_RELEASED).count() == 1


def test_who_abstains_does_not_stop_the_others_but_all_abstaining_release_nothing(
    make_question: MakeQuestion, board: list[User]
) -> None:
    one, other = make_question("answered"), make_question("answered")

    for member in board:
        state = say(one, member, abstains=member != board[0])
        assert say(other, member, abstains=True) == QuestionState.ANSWERED

    assert state == QuestionState.RELEASED


def test_a_vacant_seat_stops_the_release_unless_the_setting_says_otherwise(
    make_question: MakeQuestion, board: list[User], settings: Settings
) -> None:
    question = make_question("answered")
    Seat.objects.filter(holder=board[3]).delete()

    assert {say(question, member) for member in board[:3]} == {QuestionState.ANSWERED}
    settings.GREMIUM_QUORUM = 3
    assert say(question, board[0]) == QuestionState.RELEASED


def test_a_change_of_the_words_asks_everybody_anew(make_question: MakeQuestion, board: list[User]) -> None:
    question = make_question("answered")
    for member in board[:3]:
        say(question, member)
    words = Words(question.topic, question.text, f"{ANSWER} Sonst nicht.")

    changed = write_words(question, words, seen_version=question.version, by=actor_of(board[0]))

    assert say(changed, board[3]) == QuestionState.ANSWERED


def test_nobody_agrees_to_words_that_were_changed_meanwhile(make_question: MakeQuestion, board: list[User]) -> None:
    question = make_question("answered")

    with pytest.raises(WrittenMeanwhile):
        agree(question, board[0], seen_version=question.version - 1, by=actor_of(board[0]))


def test_two_who_write_at_once_both_keep_what_they_typed(
    make_question: MakeQuestion, board: list[User], sign_in: SignIn
) -> None:
    question = make_question("taken_up")
    typed = {"topic": question.topic, "text": question.text, "version": question.version}
    sign_in(board[0]).post(f"/de/austausch/fragen/{question.pk}/schreiben/", {**typed, "answer": "Erste Antwort."})
    client = sign_in(board[1])

    page = client.post(f"/de/austausch/fragen/{question.pk}/schreiben/", {**typed, "answer": "Zweite Antwort."})

    assert page.status_code == 409
    assert "Erste Antwort." in page.content.decode()
    assert "Zweite Antwort." in page.content.decode()
    question.refresh_from_db()
    assert question.answer == "Erste Antwort."
    both = {**typed, "version": question.version, "answer": "Erste und zweite Antwort."}
    assert client.post(f"/de/austausch/fragen/{question.pk}/schreiben/", both).status_code == 302


def test_a_question_is_taken_up_once_and_declined_with_a_reason(
    make_question: MakeQuestion, board: list[User], marte: User, sign_in: SignIn
) -> None:
    question, client = make_question(), sign_in(board[2])
    address = f"/de/austausch/fragen/{question.pk}/ablehnen/"

    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Das beantwortet das Jobcenter."}).status_code == 302

    page = sign_in(marte).get(f"/de/austausch/fragen/{question.pk}/").content.decode()
    assert "Das beantwortet das Jobcenter." in page
    with pytest.raises(NotPossible):
        take_up(question, by=actor_of(board[0]))


def test_a_release_that_is_taken_back_leaves_the_public_pages_and_needs_everybody_again(
    make_question: MakeQuestion, board: list[User], ulrike: User, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        question = make_question("released")
    assert board_work.released_answers()

    with django_capture_on_commit_callbacks(execute=True):
        held = take_back(question, by=actor_of(ulrike))

    assert board_work.released_answers() == []
    assert say(held, board[0]) == QuestionState.ANSWERED


def test_only_members_agree_and_only_for_themselves(
    make_question: MakeQuestion, ulrike: User, marte: User, sign_in: SignIn
) -> None:
    question = make_question("answered")
    for client in (sign_in(ulrike), sign_in(marte)):
        for act in ("annehmen", "ablehnen", "zustimmen"):
            assert client.post(f"/de/austausch/fragen/{question.pk}/{act}/").status_code == 404

    assert not question.approvals.exists()


def test_a_member_agrees_on_the_page(make_question: MakeQuestion, board: list[User], sign_in: SignIn) -> None:
    question, client = make_question("answered"), sign_in(board[0])
    page = client.get(f"/de/austausch/fragen/{question.pk}/").content.decode()
    assert "hat noch nicht geantwortet" in page

    client.post(f"/de/austausch/fragen/{question.pk}/zustimmen/", {"version": question.version, "voice": "agree"})

    assert question.approvals.get().member == board[0]


def test_the_page_offers_no_voice_that_was_given_already(
    make_question: MakeQuestion, board: list[User], sign_in: SignIn
) -> None:
    question = make_question("answered")
    client = sign_in(board[0])

    def offered() -> set[str]:
        page = client.get(question.get_absolute_url()).content.decode()
        return {voice for voice in ("agree", "abstain") if f'name="voice" value="{voice}"' in page}

    assert offered() == {"agree", "abstain"}
    say(question, board[0])
    assert offered() == {"abstain"}
    say(question, board[0], abstains=True)
    assert offered() == {"agree"}
