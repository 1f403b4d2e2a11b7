"""What waits of the exchange: invitations to reply to; for the members questions to take up and words to agree to."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gremium.exchange.models import Approval, ExchangeEvent, Guest, Question, QuestionState
from gremium.exchange.who import is_on_the_board
from gremium.people.models import Role, User
from gremium.people.waiting import Waiting

INVITED = frozenset({Role.CASE_WORKER, Role.ORGANISATION_LEAD, Role.VOLUNTEER, Role.MEMBER})
"""Whom events invite, and nobody else (`events.Audience`)."""


def waiting_exchange(user: User) -> Iterator[Waiting]:
    if user.role not in INVITED:
        return
    now = timezone.now()
    coming = ExchangeEvent.objects.visible_to(user).filter(starts_at__gte=now, cancelled_at=None)
    for guest in Guest.objects.filter(user=user, reply="", event__in=coming).select_related("event"):
        day = timezone.localdate(guest.event.starts_at)
        yield Waiting(_("Say whether you come to the exchange"), guest.event.get_absolute_url(), day)
    if is_on_the_board(user):
        yield from _questions(user)


def _questions(user: User) -> Iterator[Waiting]:
    """All questions are reached from one page, so each kind is one line."""
    has_spoken = Exists(Approval.objects.filter(member=user, question=OuterRef("pk"), version=OuterRef("version")))
    found = Question.objects.aggregate(
        new=Count("pk", filter=Q(state=QuestionState.PROPOSED)),
        unread=Count("pk", filter=Q(~has_spoken, state=QuestionState.ANSWERED)),
    )
    new, unread = found["new"], found["unread"]
    desk = reverse("exchange:desk")
    if unread:
        told = ngettext("Agree to an answer of the exchange", "Agree to %(count)s answers of the exchange", unread)
        yield Waiting(told % {"count": unread}, desk)
    if new:
        told = ngettext("Decide on a new question", "Decide on %(count)s new questions", new)
        yield Waiting(told % {"count": new}, desk)
