"""Reminders of drafts that will be erased soon, 30 and 7 days before (domain 9.2): to whoever answers for the draft.

A reminder that is sent late puts the end off: nothing is erased within 7 days of the last one.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.translation import ngettext

from documents.jobs import call_worker
from documents.sweeping import round_done
from forms.drafts import Draft
from gremium.cases.neutral_mail import send_neutral_mail
from gremium.people.models import User

log = logging.getLogger(__name__)
TASK = "gremium.cases.tasks.remind_of_drafts"


def listen() -> None:
    round_done.connect(ring_if_due, dispatch_uid="cases.draft_reminders")


def ring_if_due(sender: object = None, **_others: Any) -> None:
    if Draft.objects.to_be_reminded_of(timezone.now()).exists():
        call_worker(TASK, queue="bulk")


def send_reminders(now: datetime) -> int:
    """One mail for all drafts of the same people; returns how many drafts were spoken of.

    The note that it was sent follows the mail, which holds no lock: what fails is tried again in the next round, and
    rather two mails go than none. Who took a draft over meanwhile is still to be reminded.
    """
    due = Draft.objects.to_be_reminded_of(now).order_by("changed_at")
    by_people: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in due:
        by_people[draft.organisation_ref, draft.owner_ref].append(draft)
    return sum(_remind(people, drafts, now) for people, drafts in by_people.items())


def _remind(people: tuple[str, str], drafts: Sequence[Draft], now: datetime) -> int:
    for draft in drafts:
        draft.reminded_at = now
    first = min(draft.kept_until for draft in drafts)
    try:
        send_neutral_mail(_answering(*people), _sentence(len(drafts), first))
    except (SMTPException, OSError) as error:
        log.warning("a reminder was not sent (%s)", type(error).__name__)
        return 0
    still = Draft.objects.to_be_reminded_of(now).filter(pk__in=[draft.pk for draft in drafts], owner_ref=people[1])
    return still.update(reminded_at=now)


def _answering(organisation_ref: str, owner_ref: str) -> list[User]:
    """Who answers for a draft; where that account is closed or works elsewhere, all who may go on with it."""
    filling = User.objects.who_fill_for(organisation_ref)
    return list(filling.filter(ref=owner_ref) or filling)


def _sentence(number: int, until: datetime) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        told = ngettext(
            "An entry that you look after will be deleted on %(day)s if nobody goes on with it before.",
            "%(number)s entries that you look after will be deleted, the first on %(day)s, "
            "if nobody goes on with them before.",
            number,
        )
        return told % {"number": number, "day": formats.date_format(timezone.localdate(until), "DATE_FORMAT")}
