"""What a session must bring along: an enrolled second factor, opened with it, not too old, not left alone."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from forms.person_views import last_read
from gremium.people.models import User

OPENED_AT = "opened_at"
SEEN_AT = "seen_at"
SEEN_STEP = 60
"""Seconds between two notes of "still here", so that reading does not write with each request."""
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def start_session(request: HttpRequest) -> None:
    """Note when the session was opened; without this note it counts as expired."""
    request.session[OPENED_AT] = request.session[SEEN_AT] = time.time()


def has_expired(request: HttpRequest) -> bool:
    """True after 30 minutes without a sign of life or 8 hours in all (settings, seconds)."""
    now = time.time()
    opened = request.session.get(OPENED_AT, 0.0)
    seen = request.session.get(SEEN_AT, 0.0)
    if now - opened > settings.SESSION_ABSOLUTE_AGE:
        return True
    return bool(now - seen > settings.SESSION_IDLE_AGE and now - _last_read(request) > settings.SESSION_IDLE_AGE)


def _last_read(request: HttpRequest) -> float:
    """A person who reads along on a phone is a sign of life at the desk. Asked only where there is no other."""
    read_at = last_read(str(request.user.ref)) if isinstance(request.user, User) else None
    return read_at.timestamp() if read_at else 0.0


def is_open(request: HttpRequest) -> bool:
    """Whether somebody is signed in, not too long ago and with a second factor."""
    user = request.user
    if not isinstance(user, User) or has_expired(request):
        return False
    return was_opened_with_second_factor(request, user)


def note_sign_of_life(request: HttpRequest) -> None:
    if time.time() - request.session[SEEN_AT] > SEEN_STEP:
        request.session[SEEN_AT] = time.time()


def has_second_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=STRONG).exists())


def was_opened_with_second_factor(request: HttpRequest, user: User) -> bool:
    records = get_authentication_records(request, user)  # without the user allauth finds nothing
    return any(record.get("method") == "mfa" for record in records)
