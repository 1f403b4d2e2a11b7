"""Making an account: by the secretariat only, its e-mail counts as proved."""

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
) -> User:
    """A new account; without a password it gets one by the reset mail. Its second factor comes at the first sign-in."""
    user = User.objects.create_user(
        email,
        password,
        display_name=display_name,
        role=role,
        organisation=organisation,
        professional_role=professional_role,
        phone=phone,
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user
