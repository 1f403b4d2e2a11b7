"""The forms of the second factor: allauth's own, with a code good for one use only."""

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from django.core.cache import cache

from gremium.people.models import User


def use_up(user: User, code: str) -> None:
    """Refuse a code a second time for as long as it could be valid.

    allauth remembers a code for one period, but with its tolerance accepts it for three.
    """
    lifetime = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    if not cache.add(f"second-factor:{user.pk}:{code.strip()}", "used", timeout=lifetime):
        raise get_adapter().validation_error("incorrect_code")


class AuthenticateForm(base.AuthenticateForm):
    def clean_code(self) -> str:
        code = str(super().clean_code())
        use_up(self.user, code)
        return code


class ReauthenticateForm(base.ReauthenticateForm):
    def clean_code(self) -> str:
        code = str(super().clean_code())
        use_up(self.user, code)
        return code


class ActivateForm(totp.ActivateTOTPForm):
    def clean_code(self) -> str:
        code = str(super().clean_code())
        use_up(self.user, code)
        return code
