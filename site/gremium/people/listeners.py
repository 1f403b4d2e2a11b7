"""What happens when somebody signs in, fails to, or adds a second factor."""

from collections.abc import Mapping

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from documents import journal
from documents.journal import Act
from gremium.people import factor_resets, groups, signing_in
from gremium.people.asking import NOBODY, actor_of
from gremium.people.blocking import end_sessions
from gremium.people.models import User
from gremium.people.to_do import waiting_people, waiting_releases
from gremium.people.waiting import register_waiting


@receiver(user_logged_in)
def start_session(sender: object, request: HttpRequest, user: User, **rest: object) -> None:
    signing_in.start_session(request)
    journal.record_account(actor=actor_of(user), act=Act.ACCOUNT_LOGIN, ref=str(user.ref))


@receiver(user_login_failed)
def note_wrong_password(sender: object, credentials: Mapping[str, str], **rest: object) -> None:
    """What was typed is never noted. An unknown account costs the same work, so that time does not tell them apart."""
    user = User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
    ref = str(user.ref) if user else ""
    journal.record_account(actor=NOBODY, act=Act.ACCOUNT_LOGIN_FAILED, ref=ref, details={"step": "password"})


@receiver(authentication_failed)
def note_wrong_code(sender: object, user: User, **rest: object) -> None:
    details = {"step": "second-factor"}
    journal.record_account(actor=NOBODY, act=Act.ACCOUNT_LOGIN_FAILED, ref=str(user.ref), details=details)


@receiver(authenticator_added)
def count_enrolment_as_use(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **rest: object
) -> None:
    """Enrolling asks for the password again and proves the factor; without this line the session would end.

    Stored at once, because a request that comes between would take this session for one that has skipped its factor.
    """
    if authenticator.type in signing_in.STRONG:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
        request.session.save()
        factor_resets.note_enrolment(user)


@receiver(post_save, sender=User)
def join_groups(sender: object, instance: User, *, raw: bool = False, **rest: object) -> None:
    if not raw:
        groups.join_groups(instance)


@receiver(post_save, sender=User)
def end_sessions_of_the_blocked(sender: object, instance: User, *, raw: bool = False, **rest: object) -> None:
    """A session of before does not come back when the account is opened again."""
    if not raw and not instance.is_active:
        end_sessions(instance)


register_waiting(waiting_people)
register_waiting(waiting_releases)
