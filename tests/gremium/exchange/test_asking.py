"""Professional questions: without a case, or drawn from one and never naming anybody."""

import pytest
from django.core import mail

from documents.journal import Act, JournalLine
from documents.keystore import destroy_key
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.exchange import case_links
from gremium.exchange.answering import Words, agree, take_up, write_words
from gremium.exchange.asking import Asked, draw_question, propose_question
from gremium.exchange.models import Origin, Question
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.cases.taking_back import APPLICANT, take_back
from tests.gremium.conftest import SignIn
from tests.gremium.exchange.conftest import ANSWER, ASKED, MakeQuestion, advance

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

GENERAL = Asked("familie", "Welches Einkommen gilt als gesichert, wenn die Stelle neu ist?")


def draw(case: Case, user: User, asked: Asked = GENERAL) -> Question:
    return draw_question(asked, case, user=user, by=actor_of(user))


def test_r29_counsellors_and_volunteers_put_questions_without_any_case(
    wiebke: User, marte: User, board: list[User], sign_in: SignIn, django_capture_on_commit_callbacks
) -> None:
    typed = {"topic": "arbeit", "text": ASKED.text, "background": ""}
    for user, origin in ((wiebke, Origin.VOLUNTEER), (marte, Origin.COUNSELLOR)):
        with django_capture_on_commit_callbacks(execute=True):
            answer = sign_in(user).post("/de/austausch/fragen/neu/", typed)

        assert answer.status_code == 302
        assert Question.objects.asked_by(user).get().origin == origin

    assert not Case.objects.exists()
    assert {one.to[0] for one in mail.outbox} == {member.email for member in board}
    assert all(ASKED.text not in one.body and ASKED.text not in one.subject for one in mail.outbox)


def test_what_looks_like_a_person_is_pointed_out_and_must_be_confirmed(marte: User, sign_in: SignIn) -> None:
    client = sign_in(marte)
    typed = {"topic": "arbeit", "text": "Darf Frau Beispiel arbeiten? Fragen an x@example.org."}

    warned = client.post("/de/austausch/fragen/neu/", typed)
    confirmed = client.post("/de/austausch/fragen/neu/", {**typed, "is_looked_over": "on"})

    assert warned.status_code == 422
    assert "Darf Frau Beispiel arbeiten?" in warned.content.decode()
    assert 'type="checkbox" name="is_looked_over"' in warned.content.decode()
    assert confirmed.status_code == 302


def test_r28_a_case_gives_rise_to_a_question_that_does_not_name_it(
    karvani: Case, marte: User, board: list[User]
) -> None:
    question = draw(karvani, marte)

    assert question.is_from_case
    line = JournalLine.objects.get(act=Act.GENERAL_QUESTION_PROPOSED)
    assert line.subject == question.pk
    assert str(karvani.pk) not in str(line.details)
    assert str(karvani.pk).encode() not in bytes(question.case_link)
    assert case_links.case_of(question) == karvani.pk


@pytest.mark.parametrize(
    "told", ["Was gilt für Shirin?", "Was gilt für KARVANI?", "Geboren am 12. April 1988: was gilt?"]
)
def test_r28_a_name_or_birth_date_of_the_case_is_refused_in_words(
    karvani: Case, marte: User, sign_in: SignIn, told: str
) -> None:
    typed = {"topic": "familie", "text": told, "is_looked_over": "on"}

    answer = sign_in(marte).post(f"/de/austausch/fragen/aus-fall/{karvani.pk}/", typed)

    assert answer.status_code == 422
    assert "Namen oder ein Geburtsdatum aus diesem Fall" in answer.content.decode()
    assert not Question.objects.exists()


def test_the_applications_own_general_question_is_proposed(karvani: Case, marte: User, sign_in: SignIn) -> None:
    page = sign_in(marte).get(f"/de/austausch/fragen/aus-fall/{karvani.pk}/").content.decode()

    assert "welche Einkommenshöhe legt die Ausländerbehörde" in page
    assert JournalLine.objects.about(karvani.pk).filter(act=Act.CASE_VIEWED).count() == 1


def test_without_p6_of_every_adult_nothing_is_drawn_from_a_case(karvani: Case, marte: User, sign_in: SignIn) -> None:
    take_back(karvani, marte, APPLICANT, "P6")
    karvani.refresh_from_db()

    page = sign_in(marte).get(f"/de/austausch/fragen/aus-fall/{karvani.pk}/").content.decode()

    assert "Punkt P6" in page
    with pytest.raises(NotPossible):
        draw(karvani, marte)


def test_a_foreign_case_and_one_not_released_give_no_question(
    karvani: Case, jonte: User, renate: User, wiebke: User, sign_in: SignIn
) -> None:
    Case.objects.filter(pk=karvani.pk).update(state=State.ADMITTED)

    for user in (jonte, renate, wiebke):
        assert sign_in(user).get(f"/de/austausch/fragen/aus-fall/{karvani.pk}/").status_code == 404


def test_with_p6_taken_back_a_question_that_is_not_released_goes(karvani: Case, marte: User, board: list[User]) -> None:
    question = draw(karvani, marte)

    take_back(karvani, marte, APPLICANT, "P6")

    assert not Question.objects.filter(pk=question.pk).exists()


def test_with_the_case_withdrawn_a_released_question_stays_and_forgets_where_it_came_from(
    karvani: Case, marte: User, board: list[User]
) -> None:
    question = advance(draw(karvani, marte), board, "released")

    take_back(karvani, marte)

    question.refresh_from_db()
    assert question.state == "released"
    assert bytes(question.case_link) == b""


def test_the_link_falls_with_the_key_of_the_case(karvani: Case, marte: User, board: list[User]) -> None:
    question = advance(draw(karvani, marte), board, "answered")

    destroy_key(karvani.pk)

    assert case_links.case_of(question) is None
    with pytest.raises(NotPossible):
        agree(question, board[0], seen_version=question.version, by=actor_of(board[0]))


def test_the_boards_words_about_such_a_question_are_checked_too(karvani: Case, marte: User, board: list[User]) -> None:
    by = actor_of(board[0])
    question = take_up(draw(karvani, marte), by=by)

    with pytest.raises(NotPossible):
        write_words(question, Words("familie", question.text, "Wie bei Karvani."), seen_version=1, by=by)


def test_nobody_sees_another_ones_question_before_it_is_released(
    make_question: MakeQuestion, colleague: User, wiebke: User, clara: User, ulrike: User, marte: User, sign_in: SignIn
) -> None:
    waiting, released = make_question(), make_question("released")

    for user in (colleague, wiebke, clara):
        client = sign_in(user)
        assert client.get(f"/de/austausch/fragen/{waiting.pk}/").status_code == 404
        assert ANSWER in client.get(f"/de/austausch/fragen/{released.pk}/").content.decode()
    for user in (marte, ulrike):
        assert sign_in(user).get(f"/de/austausch/fragen/{waiting.pk}/").status_code == 200


def test_a_volunteer_has_no_way_into_any_case(karvani: Case, wiebke: User, sign_in: SignIn) -> None:
    client = sign_in(wiebke)

    assert client.get("/de/austausch/").status_code == 200
    for place in ("antrag", "geschaeftsstelle", "mitglieder"):
        assert client.get(f"/de/{place}/").status_code == 404
        assert client.get(f"/de/{place}/{karvani.pk}/").status_code == 404


def test_a_question_without_a_case_names_no_case(marte: User, board: list[User]) -> None:
    question = propose_question(ASKED, user=marte, by=actor_of(marte))

    assert case_links.case_of(question) is None
