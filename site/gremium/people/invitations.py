"""Accounts begin with an invitation: a mail with a link of one use that is good for seven days.

The secretariat invites; an organisation's lead proposes colleagues. Whoever could confirm as a second person, release
beside the secretariat, or read cases as a member of the board is invited by two persons, so that nobody makes a second
one of the own.
"""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import SYSTEM
from documents.journal import Act
from gremium.people import links
from gremium.people.accounts import create_account
from gremium.people.asking import actor_of
from gremium.people.confirming import GOOD_FOR
from gremium.people.models import Invitation, Organisation, Role, User
from gremium.people.neutral_mail import send_plain_mail
from gremium.people.second_person import SECOND_PERSONS, is_second_person

BY_TWO = SECOND_PERSONS | {Role.DATA_PROTECTION, Role.MEMBER}
"""Roles whose invitation needs a second person."""
OF_AN_ORGANISATION = frozenset({Role.CASE_WORKER, Role.ORGANISATION_LEAD})


class InvitationRefused(Exception):
    """Its text says to a person what stands in the way."""


@transaction.atomic
def invite(
    email: str, role: str, *, by: User, now: datetime, organisation: Organisation | None = None, profession: str = ""
) -> Invitation:
    """The secretariat invites somebody; for a role that stands beside it this only proposes it.

    Raises InvitationRefused; smtplib.SMTPException or OSError after the commit where the mail does not go.
    """
    if role in OF_AN_ORGANISATION and organisation is None:
        raise InvitationRefused(_("Please choose the organisation this person works for."))
    if role == Role.CASE_WORKER and not profession:
        raise InvitationRefused(_("Please choose the professional role."))
    found = {
        "organisation": organisation if role in OF_AN_ORGANISATION else None,
        "professional_role": profession if role == Role.CASE_WORKER else "",
    }
    invitation = _note(email, role=role, asked_by=by, asked_at=now, **found)
    if role not in BY_TWO:
        _send(invitation, by=by, now=now)
    return invitation


@transaction.atomic
def propose_colleague(email: str, *, profession: str, by: User, now: datetime) -> Invitation:
    """An organisation's lead names a colleague, employed in this profession; the secretariat sends the invitation."""
    found = {"organisation": by.organisation, "professional_role": profession, "is_confirmed": True}
    return _note(email, role=Role.CASE_WORKER, asked_by=by, asked_at=now, **found)


@transaction.atomic
def send_invitation(invitation: Invitation, *, by: User, now: datetime) -> None:
    """Send the link of a proposal, or a new one in place of one that was lost or too old. Raises as `invite`."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if needs_another_person(invitation, by):
        raise InvitationRefused(_("A second person has to send this invitation."))
    if invitation.organisation is not None and not invitation.organisation.is_recognised:
        raise InvitationRefused(_("This organisation is not on the list of recognised organisations."))
    _send(invitation, by=by, now=now)


def needs_another_person(invitation: Invitation, asking: User) -> bool:
    """Whether somebody else has to send it: a second person for those who will be one, else the secretariat."""
    if invitation.role in BY_TWO:
        return not is_second_person(asking) or (invitation.is_proposal and invitation.asked_by_id == asking.pk)
    return asking.role != Role.SECRETARIAT


def invite_from_the_machine(email: str, role: str, *, now: datetime) -> str:
    """The address of an invitation that goes by no mail: how the first account of an installation is made."""
    with transaction.atomic():
        Invitation.objects.filter(email=email.lower()).delete()
        invitation = _note(email, role=role, asked_at=now)
        token = _give_token(invitation, now)
        journal.record(actor=SYSTEM, act=Act.ACCOUNT_INVITED, subject=invitation.ref, details={"role": role})
    return settings.WAGTAILADMIN_BASE_URL + reverse("invitation", args=[token])


@transaction.atomic
def accept(token: str, *, display_name: str, password: str, phone: str, now: datetime) -> User:
    """Make the account; the link is used up. Raises Invitation.DoesNotExist for a link that is not good (any more)."""
    usable = Invitation.objects.select_for_update().usable(now)
    invitation = usable.select_related("organisation").get(token_digest=links.digest(token))
    user = create_account(
        email=invitation.email,
        display_name=display_name,
        role=invitation.role,
        password=password,
        organisation=invitation.organisation,
        professional_role=invitation.professional_role,
        phone=phone,
        confirmed_until=timezone.localdate(now) + GOOD_FOR if invitation.is_confirmed else None,
    )
    details = {"invitation": str(invitation.ref), "role": invitation.role}
    journal.record_account(actor=actor_of(user), act=Act.ACCOUNT_CREATED, ref=str(user.ref), details=details)
    invitation.delete()
    return user


def _note(email: str, **fields: object) -> Invitation:
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise InvitationRefused(_("There is an account with this e-mail address already."))
    if Invitation.objects.filter(email=email).exists():
        raise InvitationRefused(_("This address is invited or proposed already."))
    return Invitation.objects.create(email=email, **fields)


def _give_token(invitation: Invitation, now: datetime) -> str:
    token = links.new_token()
    invitation.token_digest, invitation.valid_until = links.digest(token), now + links.GOOD_FOR
    invitation.save(update_fields=["token_digest", "valid_until"])
    return token


def _send(invitation: Invitation, *, by: User, now: datetime) -> None:
    token = _give_token(invitation, now)
    details = {"role": invitation.role}
    journal.record(actor=actor_of(by), act=Act.ACCOUNT_INVITED, subject=invitation.ref, details=details)
    transaction.on_commit(partial(_mail, invitation.email, token))


def _mail(email: str, token: str) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _(
            "you are invited to open an account. The link works once and for seven days. "
            "You choose a password and set up a second factor; it takes about five minutes."
        )
        subject = _("Your invitation")
    send_plain_mail([email], sentence, address=reverse("invitation", args=[token]), subject=subject)
