"""The board takes a question up, writes the answer together and releases both jointly (seed R28, R29)."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal, vault
from documents.actors import Actor
from documents.journal import Act
from gremium.cases.life import NotPossible
from gremium.exchange import case_links
from gremium.exchange.asking import named, no_consent, unchecked
from gremium.exchange.models import Approval, Question, QuestionState
from gremium.exchange.name_check import CannotBeChecked
from gremium.exchange.signals import questions_changed
from gremium.exchange.telling import answer_waits, tell_asker, tell_board
from gremium.exchange.voices import may_be_released, voices
from gremium.people.models import User
from pages.forgetting import forget_after_commit

State = QuestionState


@dataclass(frozen=True, slots=True)
class Words:
    """What the members write together, and what becomes public."""

    topic: str
    text: str
    answer: str

    @classmethod
    def of(cls, question: Question) -> "Words":
        return cls(question.topic, question.text, question.answer)


class WrittenMeanwhile(Exception):
    """Somebody else has changed the words since they were shown; `question` is the row as it is now."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.pk)
        self.question = question


@transaction.atomic
def take_up(question: Question, *, by: Actor) -> Question:
    """Raises NotPossible where it was taken up or declined already."""
    held = _hold(question, State.PROPOSED)
    held.state = State.TAKEN_UP
    held.save()
    journal.record(actor=by, act=Act.GENERAL_QUESTION_TAKEN_UP, subject=held.pk)
    tell_asker(held, by=by)
    questions_changed.send(Question)
    return held


@transaction.atomic
def decline(question: Question, *, reason: str, by: Actor) -> Question:
    """Nobody can demand an answer; whoever asked learns why there is none. Raises NotPossible."""
    held = _hold(question, State.PROPOSED, State.TAKEN_UP, State.ANSWERED)
    if not reason.strip():
        raise NotPossible(_("Please say in one sentence why the question is not taken up."))
    held.state, held.reason = State.DECLINED, reason.strip()
    held.save()
    journal.record(actor=by, act=Act.GENERAL_QUESTION_DECLINED, subject=held.pk)
    tell_asker(held, by=by)
    questions_changed.send(Question)
    return held


@transaction.atomic
def write_words(question: Question, words: Words, *, seen_version: int, by: Actor) -> Question:
    """Change question or answer; all who had agreed are asked anew. The same words once more change nothing.

    Raises WrittenMeanwhile where the words are no longer those that were shown, NotPossible.
    """
    held = _hold(question, State.TAKEN_UP, State.ANSWERED)
    if words == Words.of(held):
        return held
    if held.version != seen_version:
        raise WrittenMeanwhile(held)
    _require_unnamed(held, words.text, words.answer)
    held.topic, held.text, held.answer = words.topic, words.text, words.answer
    held.version += 1
    held.state = State.ANSWERED if words.answer else State.TAKEN_UP
    held.save()
    journal.record(actor=by, act=Act.GENERAL_QUESTION_ANSWERED, subject=held.pk, details={"version": str(held.version)})
    if words.answer:
        tell_board(answer_waits, by=by)
    return held


@transaction.atomic
def agree(question: Question, member: User, *, seen_version: int, abstains: bool = False, by: Actor) -> Question:
    """Agree to these very words, or abstain; with the last voice that is needed they are public.

    Raises WrittenMeanwhile, NotPossible.
    """
    held = _hold(question, State.ANSWERED)
    if held.version != seen_version:
        raise WrittenMeanwhile(held)
    _require_unnamed(held, held.text, held.answer)
    said = {"version": held.version, "abstains": abstains, "at": timezone.now()}
    Approval.objects.update_or_create(question=held, member=member, defaults=said)
    details = {"version": str(held.version), "abstains": "yes" if abstains else "no"}
    journal.record(actor=by, act=Act.GENERAL_QUESTION_AGREED, subject=held.pk, details=details)
    if may_be_released(voices(held)):
        _release(held, by=by)
    return held


@transaction.atomic
def take_back(question: Question, *, by: Actor) -> Question:
    """Take released words off the public pages; releasing them once more needs everybody again. Raises NotPossible."""
    held = _hold(question, State.RELEASED)
    held.state, held.released_at = State.ANSWERED, None
    held.version += 1
    held.save()
    journal.record(actor=by, act=Act.GENERAL_QUESTION_TAKEN_BACK, subject=held.pk)
    forget_after_commit()
    questions_changed.send(Question)
    return held


def _release(held: Question, *, by: Actor) -> None:
    held.state, held.released_at = State.RELEASED, timezone.now()
    held.save()
    journal.record(actor=by, act=Act.GENERAL_QUESTION_RELEASED, subject=held.pk, details={"version": str(held.version)})
    forget_after_commit()
    tell_asker(held, by=by)
    questions_changed.send(Question)


def _hold(question: Question, *states: QuestionState) -> Question:
    """The row as it is now, locked until the transaction ends. Raises NotPossible where it stands elsewhere."""
    held = Question.objects.select_for_update().get(pk=question.pk)
    if held.state not in states:
        told = _("The question is in the state “%(state)s” now. This step does not belong there.")
        raise NotPossible(told % {"state": held.get_state_display()})
    return held


def _require_unnamed(question: Question, *texts: str) -> None:
    """A question drawn from a case goes on only while all agree, and never with anybody's name. Raises NotPossible."""
    if not question.is_from_case:
        return
    subject = case_links.case_of(question)
    try:
        if subject is None or not case_links.may_be_used(subject):
            raise NotPossible(no_consent())
        if case_links.names_its_people(subject, *texts):
            raise NotPossible(named())
    except (CannotBeChecked, *vault.UNREADABLE) as error:
        raise NotPossible(unchecked()) from error
