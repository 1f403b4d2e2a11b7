"""Codes of authenticator apps are good for one use.

allauth remembers a used code for one period, but with its tolerance accepts it for three; we remember it for all.
"""

from allauth.mfa import app_settings
from django.core.cache import cache

from gremium.people.models import User


def use_up(user: User, code: str) -> bool:
    """Remember the code as used; False where it already was."""
    lifetime = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    return bool(cache.add(_key(user, code), "used", timeout=lifetime))


def is_used_up(user: User, code: str) -> bool:
    return cache.get(_key(user, code)) is not None


def _key(user: User, code: str) -> str:
    return f"second-factor:{user.pk}:{''.join(code.split())}"
