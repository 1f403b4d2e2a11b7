"""Where everybody who takes part in the exchange begins: questions and coming events."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gremium.exchange.models import ExchangeEvent, Guest, Question, QuestionState
from gremium.exchange.who import manages, may_ask
from gremium.people.areas import DESKS
from gremium.people.asking import SignedInRequest
from gremium.people.waiting import waiting_for

State = QuestionState
MOST_RELEASED = 50
HERE = "exchange:desk"
"""Whoever begins here learns here what waits; the others learn it at their own desk."""


@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    user, now = request.user, timezone.now()
    is_managing = manages(user)
    visible = Question.objects.visible_to(user).select_related("organisation")
    events = ExchangeEvent.objects.visible_to(user)
    replies = dict(Guest.objects.filter(user=user).values_list("event_id", "reply"))
    context = {
        "waiting": waiting_for(user) if DESKS[user.role] == HERE else (),
        "is_managing": is_managing,
        "may_ask": may_ask(user),
        "groups": _groups(visible.exclude(state=State.RELEASED)) if is_managing else [],
        "own": [] if is_managing else list(visible.filter(asked_by_ref=str(user.ref))),
        "released": list(visible.released()[:MOST_RELEASED]),
        "coming": [(event, event.pk in replies, replies.get(event.pk, "")) for event in events.coming(now)],
        "past": list(events.past(now)[:10]),
    }
    return render(request, "exchange/desk.html", context)


def _groups(questions: Iterable[Question]) -> list[tuple[str, list[Question]]]:
    """What waits for the board first."""
    titles = {
        State.ANSWERED: _("To be agreed"),
        State.PROPOSED: _("New questions"),
        State.TAKEN_UP: _("In work"),
        State.DECLINED: _("Not taken up"),
    }
    rows = list(questions)
    groups = [(title, [one for one in rows if one.state == state]) for state, title in titles.items()]
    return [(title, group) for title, group in groups if group]
