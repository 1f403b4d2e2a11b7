"""Codes of authenticator apps are good for one use, and only so many may be tried.

allauth remembers a used code for one period, but with its tolerance accepts it for three; we remember it for all. It
also counts wrong codes by reading and writing back, so that processes side by side let more through; we take places.
"""

from allauth.mfa import app_settings
from django.core.cache import cache

from gremium.people.models import User

MOST_TRIES = 5
TRIES_SECONDS = 300


def take_try(user: User) -> str:
    """Take one of the five places for a code within five minutes, over all processes; empty where all are taken.

    A place that is given back was for a right code; the others come free by themselves.
    """
    places = (f"second-factor-try:{user.pk}:{number}" for number in range(MOST_TRIES))
    return next((place for place in places if cache.add(place, "taken", timeout=TRIES_SECONDS)), "")


def give_back(place: str) -> None:
    cache.delete(place)


def use_up(user: User, code: str) -> bool:
    """Remember the code as used; False where it already was."""
    lifetime = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    return bool(cache.add(_key(user, code), "used", timeout=lifetime))


def is_used_up(user: User, code: str) -> bool:
    return cache.get(_key(user, code)) is not None


def _key(user: User, code: str) -> str:
    return f"second-factor:{user.pk}:{''.join(code.split())}"
