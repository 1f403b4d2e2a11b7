"""The demo's exchange: one question in each state, and an event that comes."""

from datetime import timedelta

from django.utils import timezone

from gremium.exchange.answering import Words, agree, take_up, write_words
from gremium.exchange.asking import Asked, propose_question
from gremium.exchange.events import Audience, Plan, create_event
from gremium.exchange.models import ExchangeEvent, Question, Topic
from gremium.exchange.who import board_today
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, User

COUNSELLOR, VOLUNTEER = "beratung@demo.example", "ehrenamt@demo.example"
RELEASED = (
    Asked(Topic.WORK, "Ab wann zählt ein Ausbildungsvertrag, der erst im August beginnt?"),
    "Maßgeblich ist der unterschriebene und eingetragene Vertrag. Legen Sie ihn vor, sobald er da ist.\n\n"
    "Ob in der Zeit bis zum Beginn eine Duldung erteilt wird, prüft die Ausländerbehörde in jedem Fall einzeln.",
)
ANSWERED = (
    Asked(Topic.PAPERS, "Welche Nachweise über Bemühungen um einen Pass werden anerkannt?"),
    "Terminbestätigungen, Schriftwechsel mit der Auslandsvertretung und Belege über Gebühren.",
)
TAKEN_UP = Asked(Topic.INTEGRATION, "Wie werden Unterbrechungen der Duldung von wenigen Wochen behandelt?")
PROPOSED = Asked(
    Topic.FAMILY,
    "Welche Unterlagen brauchen Paare, die hier heiraten wollen?",
    "Uns fragen das Menschen in der Begleitung immer wieder.",
)
EVENT = "Austausch: Ausbildung und Bleiberecht"


def open_exchange() -> None:
    """Make what is missing; once anything is there, nothing more is made. Needs the demo's people."""
    if Question.objects.exists() or ExchangeEvent.objects.exists():
        return
    board = board_today()
    for asked, answer in (RELEASED, ANSWERED):
        question = _answer(_ask(asked, COUNSELLOR), answer, board[0])
        voices = board if asked == RELEASED[0] else board[:1]
        for member in voices:
            agree(question, member, seen_version=question.version, by=actor_of(member))
    take_up(_ask(TAKEN_UP, COUNSELLOR), by=actor_of(board[0]))
    _ask(PROPOSED, VOLUNTEER)
    _plan(board[0])


def _ask(asked: Asked, email: str) -> Question:
    user = User.objects.get(email=email)
    return propose_question(asked, user=user, by=actor_of(user))


def _answer(question: Question, answer: str, member: User) -> Question:
    held = take_up(question, by=actor_of(member))
    words = Words(held.topic, held.text, answer)
    return write_words(held, words, seen_version=held.version, by=actor_of(member))


def _plan(member: User) -> None:
    starts_at = timezone.localtime().replace(hour=16, minute=0, second=0, microsecond=0) + timedelta(days=21)
    plan = Plan(
        title=EVENT,
        starts_at=starts_at,
        place="Rathaus (fiktiv), Raum 2",
        occasion="Im Sommer beginnen viele Ausbildungen. Wir besprechen, was Betriebe und Beratung wissen müssen.",
        is_public=True,
    )
    audience = Audience(list(Organisation.objects.all()), with_volunteers=True)
    create_event(plan, audience, questions=Question.objects.released(), by=actor_of(member))
