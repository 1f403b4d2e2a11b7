"""Whoever takes part in the exchange learns at the own desk what waits there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gremium.exchange.answering import agree
from gremium.exchange.events import reply
from gremium.exchange.models import ExchangeEvent, Guest
from gremium.people.asking import actor_of
from gremium.people.models import User
from gremium.people.waiting import waiting_for
from tests.gremium.conftest import SignIn
from tests.gremium.exchange.conftest import MakeQuestion

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_an_invitation_waits_at_the_desk_of_each_guest_until_the_reply(
    marte: User, wiebke: User, sign_in: SignIn
) -> None:
    starts_at = timezone.now() + timedelta(days=3)
    event = ExchangeEvent.objects.create(title="Austausch", starts_at=starts_at, place="Rathaus")
    for guest in (marte, wiebke):
        Guest.objects.create(event=event, user=guest)
    desks = {"/de/antrag/": sign_in(marte), "/de/austausch/": sign_in(wiebke)}
    for address, client in desks.items():
        assert [one.address for one in client.get(address).context["waiting"]] == [event.get_absolute_url()]

    reply(event, marte, comes=False, by=actor_of(marte))

    assert waiting_for(marte) == []
    assert len(waiting_for(wiebke)) == 1


def test_new_questions_and_answers_wait_for_the_members(make_question: MakeQuestion, board: list[User]) -> None:
    make_question()
    answered = make_question("answered")
    assert len(waiting_for(board[1])) == 2

    agree(answered, board[1], seen_version=answered.version, by=actor_of(board[1]))

    assert len(waiting_for(board[1])) == 1
    assert len(waiting_for(board[2])) == 2
