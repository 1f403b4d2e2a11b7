"""How allauth behaves here: no sign-up, sealed seeds, and never an account without a second factor."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from documents.sealed_text import seal_text, unseal_text
from gremium.people.provider import sign_out_address

SEED = "people/second-factor"
"""Purpose the seeds of authenticator apps are sealed for."""


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Whoever came from a provider is signed out there too."""
        address = str(super().get_logout_redirect_url(request))
        return sign_out_address(request, back=resolve_url(address)) or address

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "gremium.people.provider.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """A locked session is opened by password or passkey; a code of the app is no first factor."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        is_locked = getattr(self.request, "is_locked", False)
        return [way for way in ways if way["id"] != "mfa_reauthenticate" or not is_locked]


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right or no longer valid. Please enter the newest code of your app."),
        "cannot_delete_authenticator": _(
            "This is your only second factor. Add another one first; after that you can remove this one."
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal_text(SEED, text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_text(SEED, encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if authenticator.type == Authenticator.Type.RECOVERY_CODES:
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    def _get_site_name(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)
