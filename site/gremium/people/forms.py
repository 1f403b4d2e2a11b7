"""The forms of the second factor: allauth's own, with a code good for one use only."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from gremium.people import codes
from gremium.people.models import User


def _used_once(user: User, code: str) -> str:
    if not codes.use_up(user, code):
        raise get_adapter().validation_error("incorrect_code")
    return code


class AuthenticateForm(base.AuthenticateForm):
    def clean_code(self) -> str:
        return _used_once(self.user, super().clean_code())


class ReauthenticateForm(base.ReauthenticateForm):
    def clean_code(self) -> str:
        return _used_once(self.user, super().clean_code())


class ActivateForm(totp.ActivateTOTPForm):
    def clean_code(self) -> str:
        return _used_once(self.user, super().clean_code())


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    name = forms.CharField(label=_("Name of the device"), required=False, max_length=100)
    passwordless = forms.BooleanField(label=_("Works without a password too"), required=False, initial=True)
