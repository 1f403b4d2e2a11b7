"""An organisation's lead says once a year who works for it in one of the two professions (seed R15).

Without that nobody submits; reading goes on until the account is blocked. The lead is reminded 30 and 7 days before.
"""

import logging
from collections import defaultdict
from datetime import date, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import ngettext

from documents import journal
from documents.jobs import call_worker
from documents.journal import Act
from documents.sweeping import round_done
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, Role, User
from gremium.people.neutral_mail import send_neutral_mail

log = logging.getLogger(__name__)
TASK = "gremium.people.tasks.remind_of_confirmations"
GOOD_FOR = timedelta(days=365)


@transaction.atomic
def confirm_role(colleague: User, *, professional_role: str, today: date, by: User) -> None:
    """The colleague is employed in this profession: may submit for a year from today."""
    colleague.professional_role = professional_role
    colleague.is_full_time = True
    colleague.confirmed_until = today + GOOD_FOR
    colleague.save(update_fields=["professional_role", "is_full_time", "confirmed_until"])
    details = {"until": colleague.confirmed_until.isoformat(), "role": professional_role}
    journal.record_account(actor=actor_of(by), act=Act.ACCOUNT_ROLE_CONFIRMED, ref=str(colleague.ref), details=details)


def listen() -> None:
    round_done.connect(ring_if_due, dispatch_uid="people.confirmations")


def ring_if_due(sender: object = None, **_others: Any) -> None:
    if User.objects.to_be_reminded_of_confirmation(timezone.localdate()):
        call_worker(TASK, queue="bulk")


def send_reminders(today: date) -> int:
    """One mail for each organisation; returns how many confirmations were spoken of.

    The note that it was sent follows the mail: what fails is tried again, and rather two mails go than none.
    """
    by_organisation: dict[Organisation, list[User]] = defaultdict(list)
    for user in User.objects.to_be_reminded_of_confirmation(today):
        assert user.organisation is not None
        by_organisation[user.organisation].append(user)
    return sum(_remind(organisation, staff, today) for organisation, staff in by_organisation.items())


def _remind(organisation: Organisation, staff: list[User], today: date) -> int:
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _sentence(len(staff), min(user.confirmed_until for user in staff if user.confirmed_until))
        address = reverse("people:staff")
    leads = User.objects.filter(role=Role.ORGANISATION_LEAD, organisation=organisation, is_active=True)
    try:
        send_neutral_mail(leads or staff, sentence, address=address)
    except (SMTPException, OSError) as error:
        log.warning("a reminder was not sent (%s)", type(error).__name__)
        return 0
    return User.objects.filter(pk__in=[user.pk for user in staff]).update(confirmation_reminded_on=today)


def _sentence(number: int, until: date) -> str:
    told = ngettext(
        "The confirmation of one account of your organisation ends on %(day)s. After that nothing can be submitted "
        "with it until the lead of the organisation confirms it anew.",
        "The confirmations of %(number)s accounts of your organisation end, the first on %(day)s. After that nothing "
        "can be submitted with them until the lead of the organisation confirms them anew.",
        number,
    )
    return told % {"number": number, "day": formats.date_format(until, "DATE_FORMAT")}
