"""Mails that must not get lost: a row in the transaction of what they tell of, sent after it, tried again for days.

A row holds codes alone; the words are made anew whenever it is tried. Who tries it claims it first, so that no two
processes send the same mail. A process that dies between sending and noting it leads to a second copy with the same
Message-ID: nearer to "once" SMTP does not come.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPConnectError, SMTPException, SMTPServerDisconnected
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from documents import vault
from documents.jobs import call_worker
from documents.sweeping import round_done
from gremium.people.models import User, WaitingMail
from gremium.people.neutral_mail import neutral_mail

log = logging.getLogger(__name__)
TASK = "gremium.people.tasks.send_waiting_mails"
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=10), timedelta(hours=6)
"""Until the second try, twice as long until each further one; longer than any sending takes."""
TRIED_FOR = timedelta(days=3)
"""So long at least; then people are told that it did not go."""
IS_AWAY = (ConnectionError, TimeoutError, SMTPConnectError, SMTPServerDisconnected)
"""The server itself does not answer, so that the next mail would only wait for it too."""

Say = Callable[[], str]
"""Says a sentence in the language of the moment."""
Build = Callable[[WaitingMail], EmailMessage | None]
"""Makes a mail of a row; None where there is nothing to tell any more."""
_sentences: dict[str, Say] = {}
_builders: dict[str, Build] = {}


def sentence(say: Say) -> Say:
    """A function that says what a mail can say; its name stands in the rows."""
    if _sentences.setdefault(say.__name__, say) is not say:
        raise ValueError(f"There is a sentence called {say.__name__} already.")
    return say


def words_of(mail: WaitingMail) -> str:
    """The sentence of a row, in the language of the moment."""
    return _sentences[mail.say]()


def register_mail(kind: str, build: Build) -> None:
    """How rows of this kind become mails; called once, when a floor starts."""
    _builders[kind] = build


def tell(people: Iterable[User], say: Say, *, desk: str) -> None:
    """Tell each of them alone that something waits at a desk, which needs no more than a sentence."""
    post(people, kind=PLAIN, say=say.__name__, desk=desk)


def post(
    people: Iterable[User],
    *,
    kind: str,
    say: str = "",
    about: object = "",
    desk: str = "",
    not_before: datetime | None = None,
) -> None:
    """Note a mail to each of them in the caller's transaction and send it after that, or from a later moment on."""
    when = not_before or timezone.now()
    rows = [
        WaitingMail(user=one, kind=kind, say=say, about=str(about), desk=desk, asked_at=when, next_try_at=when)
        for one in people
    ]
    WaitingMail.objects.bulk_create(rows)
    if rows and not_before is None:
        transaction.on_commit(partial(send, [row.pk for row in rows]))


def listen() -> None:
    round_done.connect(ring_if_due, dispatch_uid="people.outbox")


def ring_if_due(sender: object = None, **_others: Any) -> None:
    if WaitingMail.objects.due(timezone.now()).exists():
        call_worker(TASK, queue="bulk")


def send_due(now: datetime) -> int:
    """Try all whose time has come; returns how many went."""
    return send(list(WaitingMail.objects.due(now).values_list("pk", flat=True)), now=now)


def send(keys: Sequence[UUID], *, now: datetime | None = None) -> int:
    """Try these, each alone: an address that is refused keeps nobody else waiting. Returns how many went."""
    now, went, is_away = now or timezone.now(), 0, False
    connection = get_connection()
    try:
        for key in keys:
            mail = _claim(key, now)
            if mail is None or is_away:
                continue
            try:
                went += _send(mail, connection)
            except OSError as error:  # of which SMTPException is one
                is_away = isinstance(error, IS_AWAY)
                log.warning("a mail was not sent and is tried again (%s)", type(error).__name__)
            except (KeyError, *vault.UNREADABLE) as error:  # its sentence or its key is not there now
                log.warning("a mail cannot be made at present (%s)", type(error).__name__)
    finally:
        _close(connection)
    return went


@transaction.atomic
def try_again(mail: WaitingMail) -> None:
    """Somebody has mended what was in the way: it is tried at once, and for days."""
    now = timezone.now()
    WaitingMail.objects.filter(pk=mail.pk).update(asked_at=now, next_try_at=now, given_up_at=None)
    transaction.on_commit(partial(send, [mail.pk]))


@transaction.atomic
def _claim(key: UUID, now: datetime) -> WaitingMail | None:
    """The row, for this process alone until its next try; None where another one has it. The last try gives it up."""
    due = WaitingMail.objects.due(now).select_for_update(of=("self",))
    mail = due.select_related("user").filter(pk=key).first()
    if mail is None:
        return None
    mail.next_try_at = now + min(FIRST_WAIT * 2 ** min(mail.tries, 10), LONGEST_WAIT)
    mail.tries += 1
    mail.given_up_at = now if now - mail.asked_at >= TRIED_FOR else None
    mail.save(update_fields=["next_try_at", "tries", "given_up_at"])
    return mail


def _send(mail: WaitingMail, connection: Any) -> bool:
    """False where there was nothing to tell any more. The row goes in both cases."""
    with translation.override(settings.LANGUAGE_CODE):
        message = _builders[mail.kind](mail) if mail.user.anonymised_at is None else None
    if message is not None:
        message.extra_headers["Message-ID"] = f"<{mail.pk}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}>"
        connection.open()
        message.connection = connection
        message.send()
    mail.delete()
    return message is not None


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (SMTPException, OSError):
        log.warning("the mail server has hung up")


def _plain(mail: WaitingMail) -> EmailMessage:
    return neutral_mail(mail.user.email, words_of(mail), address=reverse(mail.desk))


PLAIN = "plain"
register_mail(PLAIN, _plain)
