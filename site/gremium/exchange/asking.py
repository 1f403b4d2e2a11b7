"""Putting a professional question, without any case (seed R29) or drawn from one (seed R28)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from documents import journal, vault
from documents.actors import Actor
from documents.journal import Act
from gremium.cases.life import NotPossible
from gremium.cases.models import Case
from gremium.exchange import case_links
from gremium.exchange.models import Origin, Question
from gremium.exchange.name_check import CannotBeChecked
from gremium.exchange.telling import new_question, tell_board
from gremium.people.models import Role, User


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, in German."""

    topic: str
    text: str
    background: str = ""


@transaction.atomic
def propose_question(asked: Asked, *, user: User, by: Actor) -> Question:
    """Put a question without a case; nobody has to be a professional for it."""
    return _propose(_unsaved(asked, user, _origin_of(user)), by=by)


@transaction.atomic
def draw_question(asked: Asked, case: Case, *, user: User, by: Actor) -> Question:
    """Put a question that a case gives rise to. The journal's line does not name the case. Raises NotPossible."""
    require_unnamed(case, asked)
    question = _unsaved(asked, user, Origin.CASE)
    case_links.link(question, case.pk)
    return _propose(question, by=by)


def require_unnamed(case: Case, asked: Asked) -> None:
    """Raises NotPossible where somebody of the case does not agree, or is named."""
    try:
        if not case_links.may_be_used(case.pk):
            raise NotPossible(no_consent())
        if case_links.names_its_people(case.pk, asked.text, asked.background):
            raise NotPossible(named())
    except (CannotBeChecked, *vault.UNREADABLE) as error:
        raise NotPossible(unchecked()) from error


def no_consent() -> str:
    return _("Not every adult of this case agrees that a general question is made from it (point P6 of the consent).")


def named() -> str:
    return _("The text holds a name or a date of birth from this case. Please write it so that nobody is recognised.")


def unchecked() -> str:
    return _("It cannot be checked at present whether the text names somebody of the case. So it is not taken.")


def _unsaved(asked: Asked, user: User, origin: Origin) -> Question:
    return Question(
        topic=asked.topic,
        text=asked.text,
        background=asked.background,
        origin=origin,
        organisation=user.organisation,
        asked_by_ref=str(user.ref),
    )


def _propose(question: Question, *, by: Actor) -> Question:
    question.save(force_insert=True)
    journal.record(
        actor=by, act=Act.GENERAL_QUESTION_PROPOSED, subject=question.pk, details={"origin": question.origin}
    )
    tell_board(new_question, by=by)
    return question


def _origin_of(user: User) -> Origin:
    if user.role == Role.MEMBER:
        return Origin.MEMBER
    return Origin.VOLUNTEER if user.role == Role.VOLUNTEER else Origin.COUNSELLOR
