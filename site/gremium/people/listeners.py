"""What happens when somebody signs in or adds a second factor."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest

from gremium.people import groups, signing_in
from gremium.people.models import User


@receiver(user_logged_in)
def start_session(sender: object, request: HttpRequest, **rest: object) -> None:
    signing_in.start_session(request)


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
