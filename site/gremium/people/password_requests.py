"""The mail for a forgotten password goes through the queue, so that the answer's time tells nobody who has an account.

The message to the worker names nobody; the row does.
"""

import logging
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPException
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from documents.jobs import call_worker
from documents.sweeping import round_done
from gremium.people.models import PasswordRequest, User

log = logging.getLogger(__name__)
TASK = "gremium.people.tasks.send_password_links"
TOO_LATE = timedelta(hours=1)


@transaction.atomic
def note_request(user: User | None) -> None:
    """Somebody has asked, for an account or for an address without one: the work is the same."""
    PasswordRequest.objects.create(user=user)
    transaction.on_commit(partial(call_worker, TASK, queue="interactive"))


def listen() -> None:
    round_done.connect(ring_if_waiting, dispatch_uid="people.password_requests")


def ring_if_waiting(sender: object = None, **_others: Any) -> None:
    if PasswordRequest.objects.exists():
        call_worker(TASK, queue="interactive")


def send_links(now: datetime) -> int:
    """Send what was asked for and forget it; returns how many mails went. Nobody waits longer than an hour for one."""
    PasswordRequest.objects.filter(user=None).delete()
    PasswordRequest.objects.filter(asked_at__lt=now - TOO_LATE).delete()
    return sum(_send(request) for request in PasswordRequest.objects.select_related("user"))


def _send(request: PasswordRequest) -> bool:
    if request.user is not None and request.user.is_active:
        try:
            _mail(request.user)
        except (SMTPException, OSError) as error:
            log.warning("a link for a new password was not sent (%s)", type(error).__name__)
            return False
    request.delete()
    return True


def _mail(user: User) -> None:
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    address = settings.WAGTAILADMIN_BASE_URL + reverse("account_reset_password_from_key", kwargs=key)
    with translation.override(settings.LANGUAGE_CODE):
        subject = render_to_string("account/email/password_reset_key_subject.txt").strip()
        body = render_to_string("account/email/password_reset_key_message.txt", {"password_reset_url": address})
    EmailMessage(subject, body, to=[user.email]).send()
