from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client

from documents.sweeping import tell_the_floors_above
from gremium.people.models import Role, User
from pages import tasks
from pages.editing import rounds
from pages.editing.reminding import duties, send_weekly_mail
from pages.models import Finding, FindingKind, InfoPage, Round
from tests.pages.editing.conftest import Publish
from tests.pages.editors import new_editor

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
BERLIN = ZoneInfo("Europe/Berlin")


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=BERLIN)


def a_finding(kind: FindingKind) -> None:
    Finding.objects.create(
        text="11111111-1111-4111-8111-111111111111", language="de", title="x", edit_url="/cms/", kind=kind, detail="y"
    )


def test_nothing_is_due_on_a_fresh_site(page: InfoPage) -> None:
    assert duties(MONDAY) == []


def test_each_duty_is_one_short_line_with_its_address(translated: InfoPage, publish: Publish) -> None:
    german = publish(lead="Wir sind am Dienstag da.", review_on=MONDAY)
    a_finding(FindingKind.UNKNOWN_PHONE)
    a_finding(FindingKind.OTHER_PHONE)
    a_finding(FindingKind.DEAD_LINK)

    assert [(duty.sentence, duty.path) for duty in duties(MONDAY)] == [
        ("1 Text ist in anderen Sprachen veraltet", "/cms/uebersetzungen/?zustand=outdated"),
        ("1 Link führt ins Leere", "/cms/berichte/links-und-nummern/#links"),
        ("2 Telefonnummern passen nicht", "/cms/berichte/links-und-nummern/#phones"),
        ("Wieder zu lesen: Öffnungszeiten", f"/cms/pages/{german.pk}/edit/"),
    ]


def test_a_page_is_due_from_its_day_on(publish: Publish) -> None:
    publish(review_on=MONDAY)

    assert duties(MONDAY - timedelta(days=1)) == []
    assert len(duties(MONDAY)) == 1


def test_every_editor_gets_one_german_mail_a_week_that_names_no_person(
    editor: User, second_editor: User, publish: Publish, settings: Any
) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://board.example"
    new_editor("technik@example.org", Role.TECHNICIAN)
    blocked = new_editor("weg@example.org")
    blocked.is_active = False
    blocked.save()
    german = publish(review_on=MONDAY)

    assert send_weekly_mail(MONDAY)
    assert not send_weekly_mail(MONDAY + timedelta(days=6))

    sent = mail.outbox[0]
    assert len(mail.outbox) == 1
    assert sent.to == []
    assert sorted(sent.bcc) == ["eins@example.org", "zwei@example.org"]
    assert sent.subject == "Diese Woche auf den Seiten zu tun: 1"
    assert f"https://board.example/cms/pages/{german.pk}/edit/" in sent.body
    assert "eins" not in sent.body
    assert send_weekly_mail(MONDAY + timedelta(days=7))


def test_a_week_without_anything_to_do_brings_no_mail(editor: User, page: InfoPage) -> None:
    assert send_weekly_mail(MONDAY)

    assert mail.outbox == []


def test_a_mail_that_fails_is_tried_again(editor: User, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(review_on=MONDAY)

    def fail(self: Any, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", fail)
        with pytest.raises(ConnectionRefusedError):
            send_weekly_mail(MONDAY)

    assert send_weekly_mail(MONDAY)
    assert len(mail.outbox) == 1


def test_the_round_is_due_from_monday_morning_until_it_is_done(page: InfoPage) -> None:
    assert not rounds.is_due(at(23, 5))
    assert rounds.is_due(at(23, 6))
    assert rounds.is_due(at(26, 3))

    rounds.run(at(23, 6))
    rounds.run(at(24, 6))

    assert not rounds.is_due(at(26, 3))
    done = Round.objects.filter(week="2026-W48", duty__in=("check", "mail"))
    assert done.count() == 2


def test_the_sweeper_rings_for_a_round_that_is_due(page: InfoPage, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(rounds, "call_worker", lambda task, queue: rung.append(task))
    monkeypatch.setattr(rounds, "timezone", SimpleNamespace(localtime=lambda: at(23, 7)))

    tell_the_floors_above()
    assert rung == [tasks.weekly_round.name]

    rounds.run(at(23, 7))
    tell_the_floors_above()
    assert len(rung) == 1


def test_the_start_page_of_the_cms_says_what_is_due(editing: Client, publish: Publish) -> None:
    publish(review_on=date(2020, 1, 1))

    assert "Wieder zu lesen: Öffnungszeiten" in editing.get("/cms/").text
    assert "Öffnungszeiten" in editing.get("/cms/berichte/wiedervorlage/").text
