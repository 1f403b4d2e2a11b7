"""What happens when somebody signs in, fails to, or adds a second factor."""

from collections.abc import Mapping
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from documents import journal
from documents.journal import Act
from gremium.people import groups, signing_in
from gremium.people.asking import NOBODY, actor_of
from gremium.people.models import User

NO_ACCOUNT = UUID(int=0)
"""Subject of a failed sign-in that names no account."""


@receiver(user_logged_in)
def start_session(sender: object, request: HttpRequest, user: User, **rest: object) -> None:
    signing_in.start_session(request)
    journal.record(actor=actor_of(user), act=Act.ACCOUNT_LOGIN, subject=user.ref)


@receiver(user_login_failed)
def note_wrong_password(sender: object, credentials: Mapping[str, str], **rest: object) -> None:
    """What was typed is never noted. An unknown account costs the same work, so that time does not tell them apart."""
    user = User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
    subject = user.ref if user else NO_ACCOUNT
    journal.record(actor=NOBODY, act=Act.ACCOUNT_LOGIN_FAILED, subject=subject, details={"step": "password"})


@receiver(authentication_failed)
def note_wrong_code(sender: object, user: User, **rest: object) -> None:
    journal.record(actor=NOBODY, act=Act.ACCOUNT_LOGIN_FAILED, subject=user.ref, details={"step": "second-factor"})


@receiver(authenticator_added)
def count_enrolment_as_use(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **rest: object
) -> None:
    """Enrolling asks for the password again and proves the factor; without this line the session would end."""
    if authenticator.type in signing_in.STRONG:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


@receiver(post_save, sender=User)
def join_groups(sender: object, instance: User, *, raw: bool = False, **rest: object) -> None:
    if not raw:
        groups.join_groups(instance)


@receiver(post_save, sender=User)
def end_sessions_of_the_blocked(sender: object, instance: User, *, raw: bool = False, **rest: object) -> None:
    """A session of before does not come back when the account is opened again."""
    if not raw and not instance.is_active:
        for session in UserSession.objects.filter(user=instance):
            session.end()
