"""The forms of the second factor: allauth's own, with a code good for one use only."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp

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
