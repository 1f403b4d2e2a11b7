"""What a session must bring along: an enrolled second factor, opened with it, not too old, not left alone.

A session that was left alone is locked, not ended: one factor opens it again, because the second was given in it less
than eight hours ago.
"""

import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from forms.passes import last_held
from forms.person_views import last_read
from gremium.people.models import User

OPENED_AT = "opened_at"
SEEN_AT = "seen_at"
SEEN_STEP = 60
"""Seconds between two notes of "still here", so that reading does not write with each request."""
ASKED_BEFORE = 300
"""Seconds before the lock from which phones are asked for signs of life; before, nobody needs to know."""
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def start_session(request: HttpRequest) -> None:
    """Note when the session was opened; without this note it counts as expired."""
    request.session[OPENED_AT] = request.session[SEEN_AT] = time.time()


def has_ended(request: HttpRequest) -> bool:
    """True 8 hours after the second factor was given (settings, seconds): from then on both factors are asked."""
    return bool(time.time() - request.session.get(OPENED_AT, 0.0) > settings.SESSION_ABSOLUTE_AGE)


def is_locked(request: HttpRequest) -> bool:
    """True after 30 minutes without a sign of life (settings, seconds), until one factor is given again.

    A password or passkey that was confirmed since then is the sign of life that unlocks.
    """
    return seconds_until_locked(request) < 0


def seconds_until_locked(request: HttpRequest) -> float:
    """How long the session stays open from now on if nobody does anything; below 0 once it is locked."""
    locked_if_before = time.time() - settings.SESSION_IDLE_AGE
    seen = max(request.session.get(SEEN_AT, 0.0), _last_proof(request))
    if seen - locked_if_before < ASKED_BEFORE:
        seen = max(seen, _last_by_others(request))
    return float(seen - locked_if_before)


def _last_proof(request: HttpRequest) -> float:
    """When a factor was given last in this session."""
    records = get_authentication_records(request, request.user)
    return max((float(record.get("at", 0.0)) for record in records), default=0.0)


def _last_by_others(request: HttpRequest) -> float:
    """A person who reads along, or a phone that may send photos, is a sign of life at the desk that let them in."""
    if not isinstance(request.user, User):
        return 0.0
    ref = str(request.user.ref)
    return max((moment.timestamp() for moment in (last_read(ref), last_held(ref)) if moment), default=0.0)


def is_open(request: HttpRequest) -> bool:
    """Whether somebody is signed in, not too long ago, with a second factor, and the session is not locked."""
    user = request.user
    if not isinstance(user, User) or has_ended(request) or is_locked(request):
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
