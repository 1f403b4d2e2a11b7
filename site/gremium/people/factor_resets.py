"""A lost second factor: one person of the secretariat proposes, a second person confirms, after a talk with the owner.

Then the factors are gone, every session has ended, and a mail holds the link with which a new factor is set up. The
password alone leads nowhere until then.
"""

from datetime import datetime
from functools import partial

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents import journal
from documents.journal import Act
from documents.journal_aliases import alias_of
from gremium.people import links
from gremium.people.asking import actor_of
from gremium.people.blocking import end_sessions
from gremium.people.models import FactorReset, Role, User
from gremium.people.neutral_mail import send_neutral_mail
from gremium.people.second_person import is_second_person

PASS = "enrolment"
"""Where a session keeps that it was opened with the link of the mail."""


class ResetRefused(Exception):
    """Its text says to a person what stands in the way."""


@transaction.atomic
def propose_reset(user: User, *, by: User, now: datetime) -> FactorReset:
    """The owner of the account has said that the second factor is lost. Raises ResetRefused."""
    if by.role != Role.SECRETARIAT or by.pk == user.pk:
        raise ResetRefused(_("Nobody takes away the own second factor here. Please ask a colleague."))
    if not user.is_active:
        raise ResetRefused(_("This account is blocked."))
    FactorReset.objects.filter(user=user).delete()
    reset = FactorReset.objects.create(user=user, proposed_by=by, proposed_at=now)
    journal.record_account(actor=actor_of(by), act=Act.ACCOUNT_SECOND_FACTOR_RESET_PROPOSED, ref=str(user.ref))
    return reset


def may_confirm(reset: FactorReset, asking: User) -> bool:
    """A second person: not the one who proposed, not the one it is about."""
    return is_second_person(asking) and asking.pk not in (reset.proposed_by_id, reset.user_id)


@transaction.atomic
def confirm_reset(reset: FactorReset, *, by: User, now: datetime) -> None:
    """Take the factors away and end every session; the owner gets the link by mail.

    Raises ResetRefused; smtplib.SMTPException or OSError after the commit where the mail does not go.
    """
    reset = FactorReset.objects.select_for_update().select_related("user", "proposed_by").get(pk=reset.pk)
    if not may_confirm(reset, by):
        raise ResetRefused(_("A second person has to confirm this."))
    if reset.confirmed_by_id is not None:
        raise ResetRefused(_("This was confirmed already."))
    token = links.new_token()
    reset.confirmed_by, reset.token_digest, reset.valid_until = by, links.digest(token), now + links.GOOD_FOR
    reset.save()
    _take_factors_away(reset.user)
    details = {"proposed_by": alias_of(str(reset.proposed_by.ref), now), "confirmed_by": alias_of(str(by.ref), now)}
    journal.record_account(
        actor=actor_of(by), act=Act.ACCOUNT_SECOND_FACTOR_RESET, ref=str(reset.user.ref), details=details
    )
    transaction.on_commit(partial(_mail, reset.user, token))


def refuse_reset(reset: FactorReset) -> None:
    """Nothing was lost, or somebody only said so: the proposal goes, the factors stay."""
    FactorReset.objects.filter(pk=reset.pk, confirmed_by=None).delete()


def note_link(request: HttpRequest, token: str) -> None:
    """The link of the mail was opened in this browser; it is used up once a factor is set up."""
    request.session[PASS] = links.digest(token)


def may_enrol(request: HttpRequest, user: User) -> bool:
    """Whether this session may set up a first factor: after a loss only with the link of the mail."""
    if not user.enrols_by_link:
        return True
    digest = request.session.get(PASS, "")
    usable = FactorReset.objects.filter(user=user, valid_until__gt=timezone.now()).exclude(token_digest="")
    return bool(digest) and usable.filter(token_digest=digest).exists()


def note_enrolment(user: User) -> None:
    """A new factor is set up: the link is used up."""
    FactorReset.objects.filter(user=user).exclude(confirmed_by=None).delete()
    if user.enrols_by_link:
        user.enrols_by_link = False
        user.save(update_fields=["enrols_by_link"])


def _take_factors_away(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()
    user.enrols_by_link = True
    user.save(update_fields=["enrols_by_link"])
    end_sessions(user)


def _mail(user: User, token: str) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _(
            "your second factor was taken away, as two persons of the secretariat or of the department office have "
            "agreed. You were signed out everywhere. With this link, which works once and for seven days, you set up a "
            "new one. If you did not ask for it, please call the secretariat at once."
        )
        subject = _("Your second factor was taken away")
    send_neutral_mail([user], sentence, address=reverse("enrolment_link", args=[token]), subject=subject)
