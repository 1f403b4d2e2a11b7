"""What a withdrawal of consent means for questions drawn from a case, in the same transaction (domain T18).

And what the sweeper asks: which uploads are papers of events.
"""

from uuid import UUID

from django.dispatch import receiver

from documents import journal, uploads, vault
from documents.actors import Actor
from documents.journal import Act
from gremium.cases.models import Case
from gremium.cases.signals import case_cut, case_withdrawn
from gremium.exchange import case_links
from gremium.exchange.events import named_papers
from gremium.exchange.models import Question, QuestionState
from gremium.exchange.signals import questions_changed
from gremium.exchange.to_do import waiting_exchange
from gremium.people.waiting import register_waiting


@receiver(case_withdrawn)
def drop_questions(sender: object, case: Case, by: Actor, **others: object) -> None:
    forget_questions(case.pk, by=by)


@receiver(case_cut)
def drop_questions_without_consent(sender: object, case: Case, by: Actor, **others: object) -> None:
    try:
        may_stay = case_links.may_be_used(case.pk)
    except vault.UNREADABLE:
        may_stay = False
    if not may_stay:
        forget_questions(case.pk, by=by)


def forget_questions(subject: UUID, *, by: Actor) -> None:
    """What is not released yet goes; a released one names nobody and stays, without its link to the case."""
    for question in case_links.drawn_from(subject):
        if question.state == QuestionState.RELEASED:
            question.case_link = b""
            question.save(update_fields=["case_link"])
        else:
            journal.record(actor=by, act=Act.GENERAL_QUESTION_DROPPED, subject=question.pk)
            question.delete()
            questions_changed.send(Question)


uploads.register_naming(named_papers)
register_waiting(waiting_exchange)
