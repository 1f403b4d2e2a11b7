"""Whoever asks for a new password hears the same, as fast, whether there is an account or not."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.sweeping import tell_the_floors_above
from gremium.celery import app
from gremium.people import confirming, password_requests, tasks
from gremium.people.models import PasswordRequest, User

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def ask(address: str) -> None:
    Client().post("/accounts/password/reset/", {"email": address})


def test_a_known_and_an_unknown_address_cost_the_same_work(marte: User) -> None:
    """Counted, not timed: the same writes, at most one row read more, and no mail before the answer."""
    ask(marte.email)
    spent = []
    for address in (marte.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            ask(address)
        spent.append([query["sql"].split()[0] for query in queries if "cache" not in query["sql"]])

    writes = [[word for word in words if word != "SELECT"] for words in spent]
    assert writes[0] == writes[1]
    assert abs(spent[0].count("SELECT") - spent[1].count("SELECT")) <= 1
    assert mail.outbox == []


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_the_worker_is_called_for_both_and_told_nothing(marte: User, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[tuple[str, str]] = []
    monkeypatch.setattr(password_requests, "call_worker", lambda task, queue: called.append((task, queue)))

    for address in (marte.email, "nobody@example.org"):
        ask(address)

    assert called == [(password_requests.TASK, "interactive")] * 2


def test_the_workers_know_what_people_ring_for() -> None:
    app.loader.import_default_modules()

    assert {password_requests.TASK, confirming.TASK} <= app.tasks.keys()


def test_one_mail_goes_to_the_known_address_and_nothing_stays(marte: User) -> None:
    ask(marte.email)
    ask("nobody@example.org")

    tasks.send_password_links()

    assert [message.to for message in mail.outbox] == [[marte.email]]
    assert not PasswordRequest.objects.exists()


def test_a_mail_that_fails_goes_in_the_next_round(marte: User, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(marte.email)
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", lambda *_messages: (_ for _ in ()).throw(OSError))
        tasks.send_password_links()
    rung: list[str] = []
    monkeypatch.setattr(password_requests, "call_worker", lambda task, queue: rung.append(task))
    tell_the_floors_above()
    tasks.send_password_links()

    assert rung == [password_requests.TASK]
    assert len(mail.outbox) == 1


def test_an_old_request_is_forgotten(marte: User) -> None:
    ask(marte.email)
    PasswordRequest.objects.update(asked_at=timezone.now() - timedelta(hours=2))

    tasks.send_password_links()

    assert mail.outbox == []
    assert not PasswordRequest.objects.exists()


def test_a_blocked_account_gets_no_link(marte: User) -> None:
    ask(marte.email)
    User.objects.update(is_active=False)

    tasks.send_password_links()

    assert mail.outbox == []
