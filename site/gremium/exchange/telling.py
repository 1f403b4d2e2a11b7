"""Who is told that a question has moved on: by neutral mails with a link, once it is certain."""

from django.utils.translation import gettext as _

from documents.actors import Actor
from gremium.exchange.models import Question
from gremium.exchange.who import board_today
from gremium.people.models import User
from gremium.people.outbox import Say, sentence, tell

DESK = "exchange:desk"


@sentence
def new_question() -> str:
    return _("A new general question waits for the board.")


@sentence
def answer_waits() -> str:
    return _("The answer to a general question waits for your agreement.")


@sentence
def question_moved() -> str:
    return _("There is news about a question you have put.")


def tell_board(say: Say, *, by: Actor) -> None:
    """Tell all who hold a seat, but not whoever acts."""
    tell([one for one in board_today() if str(one.ref) != by.ref], say, desk=DESK)


def tell_asker(question: Question, *, by: Actor) -> None:
    if question.asked_by_ref != by.ref:
        tell(User.objects.filter(ref=question.asked_by_ref, is_active=True), question_moved, desk=DESK)
