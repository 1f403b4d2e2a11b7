"""allauth's forms with our rules: a code is good for one use, few may be tried, and mails tell nobody by their time."""

from textwrap import wrap
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.forms import ResetPasswordForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gremium.people import codes, password_requests, signing_in
from gremium.people.models import User


class OneOfFew(base.BaseAuthenticateForm):
    """A code that is checked only while the account has tries left, and that works once."""

    code = forms.CharField(
        label=_("Code from the app"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        if signing_in.needs_passkey(self.user) and signing_in.has_passkey(self.user):
            raise forms.ValidationError(_("Your role signs in with a passkey. Please use the button below."))
        place = codes.take_try(self.user)
        if not place:
            raise get_account_adapter().validation_error("too_many_login_attempts")
        code = _used_once(self.user, super().clean_code())
        codes.give_back(place)
        return code


def _used_once(user: User, code: str) -> str:
    if not codes.use_up(user, code):
        raise get_adapter().validation_error("incorrect_code")
    return code


class AuthenticateForm(OneOfFew, base.AuthenticateForm):
    pass


class ReauthenticateForm(OneOfFew, base.ReauthenticateForm):
    pass


class ForgottenForm(ResetPasswordForm):
    def save(self, request: HttpRequest, **options: Any) -> str:
        password_requests.note_request(self.users[0] if self.users else None)
        return str(self.cleaned_data["email"])


class ActivateForm(totp.ActivateTOTPForm):
    code = forms.CharField(
        label=_("The six digits that the app shows"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    @property
    def typed_secret(self) -> str:
        """In groups of four, to be typed in without losing the place; apps take it with the gaps."""
        return " ".join(wrap(self.secret, 4))

    def clean_code(self) -> str:
        return _used_once(self.user, super().clean_code())


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    name = forms.CharField(label=_("Name of the device"), required=False, max_length=100)
    passwordless = forms.BooleanField(label=_("Works without a password too"), required=False, initial=True)
