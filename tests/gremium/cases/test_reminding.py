"""Who hears that a draft will be erased soon, when, and how little the mail says."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import formats, timezone

from documents.sweeping import tell_the_floors_above
from forms.drafts import Draft, hand_over, open_draft
from forms.expiring import erase_expired
from forms.versions import FormVersion
from gremium.cases import reminding, tasks
from gremium.cases.reminding import send_reminders
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = timedelta(days=1)
CANARY = "Zwetschgenkuchen"


@pytest.fixture
def draft(marte: User) -> Draft:
    draft = open_draft(FormVersion.objects.current("kurzantrag"), by=actor_of(marte))
    ledger = draft.ledger()
    ledger.values |= {"vornamen": CANARY, "familienname": CANARY}
    draft.put(ledger)
    draft.save()
    return draft


@pytest.fixture
def began(draft: Draft) -> datetime:
    return draft.changed_at


def test_the_owner_is_reminded_on_the_60th_and_the_83rd_day_and_never_twice(began: datetime) -> None:
    sent_on = [day for day in range(1, 95) if send_reminders(began + day * DAY) or send_reminders(began + day * DAY)]

    assert sent_on == [60, 83]
    assert [message.to for message in mail.outbox] == [["marte@example.org"]] * 2


def test_a_change_after_a_reminder_begins_the_count_anew(draft: Draft, began: datetime) -> None:
    send_reminders(began + 60 * DAY)
    Draft.objects.update(changed_at=began + 61 * DAY)

    sent_on = [day for day in range(62, 145) if send_reminders(began + day * DAY)]

    assert sent_on == [121, 144]


def test_a_draft_whose_reminders_were_missed_is_announced_and_erased_no_sooner_than_the_mail_says(
    draft: Draft, began: datetime
) -> None:
    late = began + 91 * DAY
    assert erase_expired(late) == 0

    assert send_reminders(late) == 1

    (message,) = mail.outbox
    assert formats.date_format(timezone.localdate(late + 7 * DAY), "DATE_FORMAT") in message.body
    assert erase_expired(late + 7 * DAY - timedelta(seconds=1)) == 0
    assert erase_expired(late + 7 * DAY) == 1


def test_a_colleague_who_takes_over_late_is_reminded_before_the_draft_is_erased(
    draft: Draft, began: datetime, marte: User, colleague: User
) -> None:
    send_reminders(began + 83 * DAY)
    hand_over(draft, to=actor_of(colleague), by=actor_of(marte))

    assert erase_expired(began + 90 * DAY) == 0
    assert send_reminders(began + 90 * DAY) == 1
    assert mail.outbox[-1].to == ["colleague@example.org"]
    assert erase_expired(began + 97 * DAY) == 1


def test_the_mail_has_the_day_and_a_link_and_nothing_of_the_case(draft: Draft, began: datetime) -> None:
    send_reminders(began + 83 * DAY)

    (message,) = mail.outbox
    whole = f"{message.subject}\n{message.body}\n{message.extra_headers}"
    assert "/de/antrag/\n" in message.body
    assert f"{draft.kept_until:%Y}" in message.body
    for secret in (CANARY, str(draft.pk), "Marte", "Träger Nord"):
        assert secret not in whole
    assert not any(word in message.subject.lower() for word in ("entwurf", "antrag", "härte", "bleiberecht", "lösch"))


def test_drafts_of_one_person_share_one_mail(draft: Draft, marte: User, began: datetime) -> None:
    second = open_draft(draft.form_version, by=actor_of(marte))
    Draft.objects.filter(pk=second.pk).update(changed_at=began)

    assert send_reminders(began + 60 * DAY) == 2

    (message,) = mail.outbox
    assert "2 " in message.body


def test_the_mail_of_a_closed_account_goes_to_the_colleagues(
    draft: Draft, marte: User, colleague: User, jonte: User, began: datetime
) -> None:
    marte.is_active = False
    marte.save()

    send_reminders(began + 60 * DAY)

    assert [message.to for message in mail.outbox] == [["colleague@example.org"]]


@pytest.fixture
def broken_mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    def fail(*_arguments: object) -> int:
        raise SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", fail)
        yield patched


def test_a_reminder_that_could_not_be_sent_is_tried_again(
    draft: Draft, began: datetime, broken_mail: pytest.MonkeyPatch
) -> None:
    assert send_reminders(began + 60 * DAY) == 0

    broken_mail.undo()

    assert send_reminders(began + 60 * DAY) == 1
    assert len(mail.outbox) == 1


def test_the_sweeper_rings_while_a_reminder_is_due(
    draft: Draft, began: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(reminding, "call_worker", lambda task, queue: rung.append(task))
    tell_the_floors_above()
    assert rung == []

    Draft.objects.update(changed_at=began - 61 * DAY)
    tell_the_floors_above()
    tasks.remind_of_drafts()
    tell_the_floors_above()

    assert rung == [tasks.remind_of_drafts.name]
    assert len(mail.outbox) == 1


def test_the_desk_says_on_which_day_a_draft_will_be_deleted(draft: Draft, marte: User, sign_in: SignIn) -> None:
    Draft.objects.update(changed_at=draft.changed_at - 59 * DAY)
    client = sign_in(marte)
    early = client.get("/de/antrag/").content.decode()
    Draft.objects.update(changed_at=draft.changed_at - 61 * DAY)
    late = client.get("/de/antrag/").content.decode()

    day = (draft.changed_at + 29 * DAY).astimezone().strftime("%-d.")
    assert f"Wird am {day}" in late
    assert "endet bald" in late
    assert "endet bald" not in early
