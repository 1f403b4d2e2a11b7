"""Exchange events: any member sets one up, when there is an occasion (seed R5)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal, keystore, uploads
from documents.actors import Actor
from documents.intake import Limits, Refused
from documents.journal import Act
from documents.uploads import Upload
from gremium.cases.life import NotPossible
from gremium.exchange.inviting import send_invitations
from gremium.exchange.models import ExchangeEvent, Guest, Question
from gremium.exchange.who import board_today
from gremium.people.models import Organisation, Role, User
from pages.forgetting import forget_after_commit

PAPER = Limits(accept=("application/pdf",), max_bytes=10 * 1024 * 1024)
"""A paper goes through the gate like every file of somebody else."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is said of an event; `occasion` tells why it takes place now."""

    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    place: str = ""
    online: str = ""
    occasion: str = ""
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is invited, besides the board: people of these organisations, and the registered volunteers."""

    organisations: Collection[Organisation] = ()
    with_volunteers: bool = False

    def people(self) -> list[User]:
        asked = models.Q(role__in=[Role.CASE_WORKER, Role.ORGANISATION_LEAD], organisation__in=list(self.organisations))
        if self.with_volunteers:
            asked |= models.Q(role=Role.VOLUNTEER)
        return [*board_today(), *User.objects.filter(asked, is_active=True).order_by("pk")]


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF as it came."""

    name: str
    data: bytes


class PaperRefused(Exception):
    """A paper cannot be used; the message names it and says what to do."""

    def __init__(self, paper: Paper, refused: Refused) -> None:
        super().__init__(f"{paper.name}: {refused.message}")


def create_event(
    plan: Plan,
    audience: Audience,
    *,
    papers: Sequence[Paper] = (),
    questions: Iterable[Question] = (),
    by: Actor,
) -> ExchangeEvent:
    """Set up an event with its papers and invite to it, all at once.

    Papers are examined before anything is locked, because that takes a while. Raises PaperRefused.
    """
    pk = uuid4()
    sealed = _seal(pk, papers, by=by)
    with transaction.atomic():
        event = ExchangeEvent.objects.create(pk=pk, created_by_ref=by.ref, **_told(plan))
        journal.record(actor=by, act=Act.EXCHANGE_EVENT_CREATED, subject=pk)
        _give(event, sealed, questions, by=by)
        _invite(event, audience.people(), by=by)
        _show(event)
    return event


def change_event(
    event: ExchangeEvent,
    plan: Plan,
    audience: Audience,
    *,
    papers: Sequence[Paper] = (),
    questions: Iterable[Question] = (),
    by: Actor,
) -> ExchangeEvent:
    """Change what is said, add papers, invite further people; whoever was invited is told of a new date or place.

    Raises PaperRefused, NotPossible.
    """
    sealed = _seal(event.pk, papers, by=by)
    with transaction.atomic():
        held = _hold(event)
        was_public, is_moved = held.is_public, _is_moved(held, plan)
        for name, value in _told(plan).items():
            setattr(held, name, value)
        held.changes += is_moved
        held.save()
        journal.record(actor=by, act=Act.EXCHANGE_EVENT_CHANGED, subject=held.pk)
        _give(held, sealed, questions, by=by)
        if is_moved:
            send_invitations(held, _guests(held))
        _invite(held, audience.people(), by=by)
        _show(held, was_public=was_public)
    return held


@transaction.atomic
def change_words(event: ExchangeEvent, *, title: str, occasion: str, by: Actor) -> ExchangeEvent:
    """What editors may do to a public event: its words. Raises NotPossible."""
    held = _hold(event)
    held.title, held.occasion = title, occasion
    held.save()
    journal.record(actor=by, act=Act.EXCHANGE_EVENT_CHANGED, subject=held.pk)
    _show(held)
    return held


@transaction.atomic
def cancel_event(event: ExchangeEvent, *, by: Actor) -> ExchangeEvent:
    """Call it off; the calendars of all who were invited learn it. Raises NotPossible."""
    held = _hold(event)
    held.cancelled_at = timezone.now()
    held.changes += 1
    held.save()
    journal.record(actor=by, act=Act.EXCHANGE_EVENT_CANCELLED, subject=held.pk)
    send_invitations(held, _guests(held))
    _show(held)
    return held


@transaction.atomic
def reply(event: ExchangeEvent, user: User, *, comes: bool, by: Actor) -> Guest:
    """Raises NotPossible for whoever was not invited, and when it is too late."""
    guest = Guest.objects.select_for_update(of=("self",)).select_related("event").filter(event=event, user=user).first()
    if guest is None or not guest.event.takes_replies:
        raise NotPossible(_("This invitation takes no reply any more."))
    guest.reply = Guest.Reply.COMES if comes else Guest.Reply.STAYS_AWAY
    guest.replied_at = timezone.now()
    guest.save()
    journal.record(actor=by, act=Act.EXCHANGE_EVENT_REPLIED, subject=event.pk)
    return guest


def papers_of(event: ExchangeEvent) -> list[Upload]:
    return list(Upload.objects.of(event.pk))


def named_papers(subject: UUID) -> set[str] | None:
    """Ids of the papers of an event: all it has; None for whatever is no event."""
    if not ExchangeEvent.objects.filter(pk=subject).exists():
        return None
    return {str(pk) for pk in Upload.objects.of(subject).values_list("pk", flat=True)}


def _seal(subject: UUID, papers: Sequence[Paper], *, by: Actor) -> list[Upload]:
    if papers:
        keystore.create_key(subject)
    sealed: list[Upload] = []
    for paper in papers:
        try:
            upload = uploads.seal_upload(subject=subject, name=paper.name, data=paper.data, limits=PAPER, by=by)
        except Refused as refused:
            for one in sealed:
                uploads.drop_sealed(one)
            raise PaperRefused(paper, refused) from refused
        sealed.append(upload)
    return sealed


def _give(event: ExchangeEvent, sealed: Iterable[Upload], questions: Iterable[Question], *, by: Actor) -> None:
    for upload in sealed:
        uploads.keep_upload(upload, by=by)
    event.questions.set(questions)


def _invite(event: ExchangeEvent, people: Iterable[User], *, by: Actor) -> None:
    """Nobody twice, and not whoever sets it up, who is a guest all the same."""
    known = set(event.guests.values_list("user_id", flat=True))
    fresh = [one for one in people if one.pk not in known]
    guests = [Guest(event=event, user=one, reply=Guest.Reply.COMES if str(one.ref) == by.ref else "") for one in fresh]
    Guest.objects.bulk_create(guests)
    if fresh:
        details = {"number": str(len(fresh))}
        journal.record(actor=by, act=Act.EXCHANGE_EVENT_INVITED, subject=event.pk, details=details)
        send_invitations(event, [one for one in fresh if str(one.ref) != by.ref])


def _guests(event: ExchangeEvent) -> list[User]:
    return [guest.user for guest in event.guests.select_related("user") if guest.user.is_active]


def _is_moved(event: ExchangeEvent, plan: Plan) -> bool:
    return any(getattr(event, name) != getattr(plan, name) for name in ("starts_at", "ends_at", "place", "online"))


def _told(plan: Plan) -> dict[str, object]:
    return {field.name: getattr(plan, field.name) for field in fields(plan)}


def _hold(event: ExchangeEvent) -> ExchangeEvent:
    held = ExchangeEvent.objects.select_for_update().get(pk=event.pk)
    if held.cancelled_at is not None:
        raise NotPossible(_("This event was called off. Please set up a new one."))
    return held


def _show(event: ExchangeEvent, *, was_public: bool = False) -> None:
    if event.is_public or was_public:
        forget_after_commit()
