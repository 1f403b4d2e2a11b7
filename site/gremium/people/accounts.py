"""Making an account: by invitation only, its e-mail counts as proved."""

from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction

from gremium.people.models import Organisation, User


@transaction.atomic
def create_account(
    *,
    email: str,
    display_name: str,
    role: str,
    password: str | None = None,
    organisation: Organisation | None = None,
    professional_role: str = "",
    phone: str = "",
    confirmed_until: date | None = None,
) -> User:
    """A new account; without a password it gets one by the reset mail. Its second factor comes at the first sign-in.

    `confirmed_until`: the organisation's lead has confirmed the professional role until that day.
    """
    user = User.objects.create_user(
        email,
        password,
        display_name=display_name,
        role=role,
        organisation=organisation,
        professional_role=professional_role,
        phone=phone,
        is_full_time=confirmed_until is not None,
        confirmed_until=confirmed_until,
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user
