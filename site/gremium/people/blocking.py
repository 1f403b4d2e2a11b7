"""Closing an account at once, opening it again, and leaving nothing of the person after twelve months (domain 9.2)."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from documents.retention import kept_for
from gremium.people.models import User

KEPT_FOR = kept_for("account")
NOBODY_KNOWN = "–"


def end_sessions(user: User) -> None:
    """Sign the account out everywhere, with the next request."""
    for session in UserSession.objects.filter(user=user):
        session.end()


@transaction.atomic
def block_account(user: User, *, now: datetime, by: Actor) -> None:
    """Nobody gets in with it from now on; what the account has written stays. A blocked one stays as it is."""
    if not User.objects.select_for_update().filter(pk=user.pk, is_active=True).exists():
        return
    user.is_active, user.blocked_at = False, now
    user.save(update_fields=["is_active", "blocked_at"])  # whoever hears of it ends the sessions
    journal.record_account(actor=by, act=Act.ACCOUNT_BLOCKED, ref=str(user.ref))


@transaction.atomic
def open_account(user: User, *, by: Actor) -> None:
    """A blocked account may be used again, with the same factors; not one that was anonymised."""
    if not User.objects.select_for_update().filter(pk=user.pk, is_active=False, anonymised_at=None).exists():
        return
    user.is_active, user.blocked_at = True, None
    user.save(update_fields=["is_active", "blocked_at"])
    journal.record_account(actor=by, act=Act.ACCOUNT_ACTIVATED, ref=str(user.ref))


def to_be_anonymised(now: datetime) -> Iterable[User]:
    """Accounts that have been blocked for twelve months."""
    return User.objects.filter(is_active=False, anonymised_at=None, blocked_at__lte=now - KEPT_FOR)


@transaction.atomic
def anonymise(user: User, *, now: datetime, by: Actor) -> None:
    """Only the reference, the role and the seats stay: with them lines of the journal keep their sense."""
    end_sessions(user)
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=user).delete()
    user.email, user.display_name, user.phone = f"{user.ref}@anonym.invalid", NOBODY_KNOWN, ""
    user.set_unusable_password()
    user.anonymised_at = now
    user.save()
    journal.record_account(actor=by, act=Act.ACCOUNT_ANONYMISED, ref=str(user.ref))
