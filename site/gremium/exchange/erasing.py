"""Erasing what is kept of the exchange: events with guests and papers, questions that were not taken up, and who asked.

Released questions and answers name nobody and stay.
"""

from datetime import datetime
from uuid import UUID

from django.db import models, transaction

from documents import journal
from documents.actors import Actor
from documents.erasing import erase_subject
from documents.journal import Act
from gremium.exchange.models import Approval, ExchangeEvent, Question, QuestionState
from pages.forgetting import forget_after_commit


def declined_before(moment: datetime) -> models.QuerySet[Question]:
    return Question.objects.filter(state=QuestionState.DECLINED, changed_at__lte=moment)


def with_names_before(moment: datetime) -> models.QuerySet[Question]:
    """Released questions of which it is still known who asked, and who agreed."""
    known = ~models.Q(asked_by_ref="") | models.Exists(Approval.objects.filter(question=models.OuterRef("pk")))
    return Question.objects.released().filter(known, released_at__lte=moment)


@transaction.atomic
def erase_event(subject: UUID, *, by: Actor) -> bool:
    """Destroy the key of an event's papers, then the papers, the guests with their replies, and the event itself."""
    event = ExchangeEvent.objects.select_for_update().filter(pk=subject).first()
    if event is None:
        return False
    erase_subject(subject, by=by)
    was_public = event.is_public
    event.delete()
    if was_public:
        forget_after_commit()
    return True


@transaction.atomic
def erase_question(subject: UUID, *, by: Actor) -> bool:
    """Delete a question that was not taken up; False where it is gone or was taken up after all."""
    count, _details = Question.objects.filter(pk=subject, state=QuestionState.DECLINED).delete()
    if count:
        journal.record(actor=by, act=Act.ERASURE_EXECUTED, subject=subject)
    return count > 0


@transaction.atomic
def forget_who_asked(subject: UUID, *, by: Actor) -> bool:
    """The question stays; who asked, for which organisation, and who agreed is gone."""
    held = Question.objects.select_for_update(of=("self",)).released().filter(pk=subject).first()
    if held is None:
        return False
    held.approvals.all().delete()
    Question.objects.filter(pk=subject).update(asked_by_ref="", organisation=None, case_link=b"")
    journal.record(actor=by, act=Act.ERASURE_EXECUTED, subject=subject, details={"kept": "question"})
    return True
