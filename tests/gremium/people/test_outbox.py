"""Mails are not lost when the mail server is away: they wait as codes, go once, and after days people are told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from documents.actors import SYSTEM
from documents.sweeping import round_done
from gremium.cases import notices
from gremium.people import outbox
from gremium.people.models import Organisation, User, WaitingMail
from gremium.people.waiting import waiting_for
from tests.gremium.conftest import MakeCase, SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Switch = Callable[[bool], None]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Switch:
    """Switches the mail server on and off."""
    sent = mail.EmailMessage.send

    def switch(is_on: bool) -> None:
        def send(message: mail.EmailMessage, *options: object) -> int:
            if not is_on:
                raise ConnectionRefusedError
            return sent(message)

        monkeypatch.setattr(mail.EmailMessage, "send", send)

    return switch


@pytest.fixture
def told_in_vain(
    make_case: MakeCase, north: Organisation, ulrike: User, server: Switch, django_capture_on_commit_callbacks: Any
) -> WaitingMail:
    """The secretariat was to be told of a case while the mail server was away."""
    case = make_case(north)
    server(False)
    with django_capture_on_commit_callbacks(execute=True):
        notices.tell_secretariat(case, by=SYSTEM)
    return WaitingMail.objects.get()


def test_a_mail_that_did_not_go_waits_and_goes_once_later(
    told_in_vain: WaitingMail, server: Switch, ulrike: User
) -> None:
    assert (mail.outbox, told_in_vain.tries) == ([], 1)
    server(True)
    later = told_in_vain.next_try_at

    assert [outbox.send_due(later - timedelta(seconds=1)), outbox.send_due(later), outbox.send_due(later)] == [0, 1, 0]

    [sent] = mail.outbox
    assert sent.to == [ulrike.email]
    assert str(told_in_vain.pk) in sent.message()["Message-ID"]
    assert not WaitingMail.objects.exists()


def test_the_row_holds_no_word_of_what_is_told(told_in_vain: WaitingMail) -> None:
    row = WaitingMail.objects.filter(pk=told_in_vain.pk).values().get()

    words = {row["kind"], row["say"], row["desk"]}
    assert words == {"case", "news", "cases:secretariat_desk"}
    assert row.keys() == {"id", "user_id", "kind", "say", "about", "desk", "asked_at", "tries", "next_try_at"} | {
        "given_up_at"
    }


def test_who_tries_a_mail_has_it_for_itself(told_in_vain: WaitingMail, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second process that comes while the first one is sending finds nothing to send."""
    now = told_in_vain.next_try_at
    came_second: list[int] = []

    def send(message: mail.EmailMessage, *options: object) -> int:
        came_second.append(outbox.send_due(now))
        return 1

    monkeypatch.setattr(mail.EmailMessage, "send", send)

    assert outbox.send_due(now) == 1
    assert came_second == [0]


def test_it_is_tried_for_three_days_and_then_shown_on_the_desks(
    told_in_vain: WaitingMail, server: Switch, ulrike: User, bea: User, sign_in: SignIn
) -> None:
    tries: list[datetime] = []
    while told_in_vain.given_up_at is None:
        now = told_in_vain.next_try_at
        outbox.send_due(now)
        tries.append(now)
        told_in_vain.refresh_from_db()

    assert tries[-1] - told_in_vain.asked_at >= timedelta(days=3)
    assert 10 < len(tries) < 30
    [told] = [one for one in waiting_for(ulrike) if "E-Mail" in one.text]
    assert ulrike.display_name in sign_in(ulrike).get(told.address).content.decode()
    desk = sign_in(bea).get("/de/technik/").content.decode()
    assert "1 E-Mail konnte drei Tage lang nicht zugestellt werden" in desk
    assert ulrike.email not in desk


def test_the_secretariat_tries_again_or_tells_it_otherwise(
    told_in_vain: WaitingMail, server: Switch, ulrike: User, sign_in: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    WaitingMail.objects.update(given_up_at=timezone.now())
    other = WaitingMail.objects.create(user=ulrike, kind="plain", given_up_at=timezone.now())
    server(True)
    client = sign_in(ulrike)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/de/geschaeftsstelle/personen/post/{told_in_vain.pk}/erneut/")
    client.post(f"/de/geschaeftsstelle/personen/post/{other.pk}/gesagt/")

    assert len(mail.outbox) == 1
    assert not WaitingMail.objects.exists()


def test_an_address_that_is_refused_holds_nobody_up_but_a_server_that_is_away_is_asked_once(
    make_case: MakeCase, north: Organisation, marte: User, ulrike: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuse(error: OSError) -> Callable[..., int]:
        def send(message: mail.EmailMessage, *options: object) -> int:
            asked.append(message.to[0])
            raise error

        return send

    case, two = make_case(north), [marte, ulrike]
    outbox.post(two, kind="case", say="news", about=case.pk, desk="cases:own_desk")
    for error in (SMTPRecipientsRefused({}), ConnectionRefusedError()):
        monkeypatch.setattr(mail.EmailMessage, "send", refuse(error))
        outbox.send_due(timezone.now() + timedelta(days=1))
        WaitingMail.objects.update(next_try_at=timezone.now())

    assert (set(asked[:2]), len(asked)) == ({marte.email, ulrike.email}, 3)
    assert set(WaitingMail.objects.values_list("tries", flat=True)) == {2}


def test_the_sweeper_rings_for_mails_whose_time_has_come(
    told_in_vain: WaitingMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(outbox, "call_worker", lambda task, **options: rung.append(task))
    round_done.send_robust(sender=None)
    WaitingMail.objects.update(next_try_at=timezone.now())

    round_done.send_robust(sender=None)

    assert rung == [outbox.TASK]


def test_a_mail_about_something_that_is_gone_is_not_sent(told_in_vain: WaitingMail, server: Switch) -> None:
    WaitingMail.objects.update(about="00000000-0000-0000-0000-000000000000")
    server(True)

    assert outbox.send_due(told_in_vain.next_try_at) == 0

    assert (mail.outbox, WaitingMail.objects.exists()) == ([], False)


def test_a_mail_that_cannot_be_made_holds_no_other_up(told_in_vain: WaitingMail, server: Switch, marte: User) -> None:
    WaitingMail.objects.update(say="a sentence of another version")
    outbox.tell([marte], notices.news, desk="cases:own_desk")
    server(True)

    assert outbox.send_due(told_in_vain.next_try_at) == 1

    assert (mail.outbox[0].to, WaitingMail.objects.get().pk) == ([marte.email], told_in_vain.pk)
