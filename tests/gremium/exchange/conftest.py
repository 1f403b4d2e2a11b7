"""The exchange's cast: four members with seats, a volunteer, and questions in any state."""

from collections.abc import Callable
from datetime import date

import pytest

from forms.versions import store_shipped_form
from gremium.cases.demo.bringing_in import bring_in
from gremium.cases.models import Case, State
from gremium.exchange.answering import Words, agree, take_up, write_words
from gremium.exchange.asking import Asked, propose_question
from gremium.exchange.models import Question
from gremium.people.asking import actor_of
from gremium.people.models import Role, Seat, User
from tests.gremium.cases.taking_back import example
from tests.gremium.conftest import give_seat, make_person

ASKED = Asked("arbeit", "Zählt eine Ausbildung, die erst im August beginnt?", "Das fragen uns Betriebe oft.")
ANSWER = "Ja, wenn der Vertrag unterschrieben vorliegt."
MakeQuestion = Callable[..., Question]


@pytest.fixture
def board(renate: User, henrik: User, today: date) -> list[User]:
    """All four seats are held."""
    others = [make_person("milan", Role.MEMBER), make_person("amina", Role.MEMBER)]
    give_seat(others[0], Seat.Origin.WELFARE_2, today)
    give_seat(others[1], Seat.Origin.VOLUNTEER, today)
    return [renate, *others, henrik]


@pytest.fixture
def wiebke(db: None) -> User:
    """A registered volunteer, without any right to a case."""
    return make_person("wiebke", Role.VOLUNTEER)


@pytest.fixture
def make_question(board: list[User], marte: User) -> MakeQuestion:
    """Marte's question, as far as "proposed", "taken_up", "answered" or "released"."""

    def make(state: str = "proposed", asked: Asked = ASKED) -> Question:
        question = propose_question(asked, user=marte, by=actor_of(marte))
        return advance(question, board, state)

    return make


def advance(question: Question, board: list[User], state: str) -> Question:
    """Bring a proposed question further, by the ordinary acts."""
    by = actor_of(board[0])
    if state != "proposed":
        question = take_up(question, by=by)
    if state in ("answered", "released"):
        words = Words(question.topic, question.text, ANSWER)
        question = write_words(question, words, seen_version=question.version, by=by)
    if state == "released":
        for member in board:
            question = agree(question, member, seen_version=question.version, by=actor_of(member))
    return question


@pytest.fixture
def karvani(marte: User) -> Case:
    """A released case of a family who all agreed to P6; the application suggests a general question."""
    store_shipped_form()
    case = bring_in(example("C1"), by=actor_of(marte))
    Case.objects.filter(pk=case.pk).update(state=State.SCHEDULED)
    case.refresh_from_db()
    return case
