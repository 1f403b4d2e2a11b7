"""What a session must bring along: an enrolled second factor, opened with it, not too old, not left alone.

A session that was left alone is locked, not ended: one factor opens it again, because the second was given in it less
than eight hours ago.
"""

import time
from datetime import UTC, datetime, timedelta

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from forms.passes import last_held
from forms.person_views import last_read
from gremium.people.models import Role, User

OPENED_AT = "opened_at"
SEEN_AT = "seen_at"
LOCKED_AT = "locked_at"
SEEN_STEP = 60
"""Seconds between two notes of "still here", so that reading does not write with each request."""
ASKED_BEFORE = 300
"""Seconds before the lock from which phones are asked for signs of life; before, nobody needs to know."""
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
BY_PROVIDER = "provider"
"""Kind of second factor where the city's or organisation's own sign-in has asked for it."""
PASSKEY_ROLES = frozenset({Role.MEMBER, Role.SECRETARIAT, Role.DEPARTMENT_OFFICE})
"""Board and office: for them a setting may ask for a passkey instead of codes."""


def start_session(request: HttpRequest) -> None:
    """Note when the session was opened; without this note it counts as expired."""
    request.session[OPENED_AT] = request.session[SEEN_AT] = time.time()
    request.session.pop(LOCKED_AT, None)


def has_ended(request: HttpRequest) -> bool:
    """True 8 hours after the second factor was given (settings, seconds): from then on both factors are asked."""
    return bool(time.time() - request.session.get(OPENED_AT, 0.0) > settings.SESSION_ABSOLUTE_AGE)


def is_locked(request: HttpRequest) -> bool:
    """True after 30 minutes without a sign of life (settings, seconds), until one factor is given again.

    A password or passkey that was confirmed since then is the only sign of life that unlocks.
    """
    return seconds_until_locked(request) < 0


def seconds_until_locked(request: HttpRequest) -> float:
    """How long the session stays open from now on if nobody does anything; below 0 once it is locked."""
    return float(_last_sign(request) + settings.SESSION_IDLE_AGE - time.time())


def _last_sign(request: HttpRequest) -> float:
    """When the desk last gave a sign of life, itself or through a phone; 0 where a lock was seen and not opened since.

    A phone lengthens an open session and never opens a locked one: what it did counts only within the 30 minutes that
    the desk's own last sign kept the session open.
    """
    proof = _last_proof(request)
    if proof < request.session.get(LOCKED_AT, 0.0):
        return 0.0
    own = max(float(request.session.get(SEEN_AT, 0.0)), proof)
    open_until = own + settings.SESSION_IDLE_AGE
    if open_until - time.time() >= ASKED_BEFORE:
        return own
    return max(own, _last_by_others(request, open_until))


def _last_proof(request: HttpRequest) -> float:
    """When a factor was given last in this session."""
    records = get_authentication_records(request, request.user)
    return max((float(record.get("at", 0.0)) for record in records), default=0.0)


def _last_by_others(request: HttpRequest, open_until: float) -> float:
    """A person who reads along, or a phone that may send photos, is a sign of life at the desk that let them in."""
    if not isinstance(request.user, User):
        return 0.0
    ref, until = str(request.user.ref), datetime.fromtimestamp(open_until, UTC)
    moments = (last_read(ref, until=until), last_held(ref, until=until))
    return max((moment.timestamp() for moment in moments if moment), default=0.0)


def is_open(request: HttpRequest) -> bool:
    """Whether somebody is signed in, not too long ago, with a second factor, and the session is not locked."""
    user = request.user
    if not isinstance(user, User) or has_ended(request) or is_locked(request):
        return False
    return was_opened_with_second_factor(request, user)


def note_sign_of_life(request: HttpRequest) -> None:
    """Somebody is at the desk."""
    _note_seen(request, time.time())


def note_sign_by_others(request: HttpRequest) -> None:
    """Keep what a phone did as the session's last sign of life, so that the next one is measured from there."""
    moment = _last_sign(request)
    if moment > _last_proof(request):  # a factor counts by itself
        _note_seen(request, moment)


def note_lock(request: HttpRequest) -> None:
    """The session was seen locked: from now on only a factor that is given later opens it."""
    if _last_proof(request) >= request.session.get(LOCKED_AT, 0.0):
        request.session[LOCKED_AT] = time.time()


def _note_seen(request: HttpRequest, moment: float) -> None:
    if moment - request.session[SEEN_AT] > SEEN_STEP:
        request.session[SEEN_AT] = moment


def has_second_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=STRONG).exists())


def was_opened_with_second_factor(request: HttpRequest, user: User) -> bool:
    records = get_authentication_records(request, user)  # without the user allauth finds nothing
    return any(record.get("method") == "mfa" for record in records)


def read_session_again(request: HttpRequest) -> None:
    """Take the session as it is stored by now: another request may have set up the second factor a moment ago."""
    request.session = type(request.session)(request.session.session_key)


def has_passkey(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists())


def can_unlock(user: User) -> bool:
    """Whether the account has one of the two factors that open a locked session."""
    return bool(user.has_usable_password()) or has_passkey(user)


def needs_passkey(user: User) -> bool:
    """Codes were enough for the first days of a board's or office's account only (a setting; 0 days: for ever)."""
    days = settings.MFA_PASSKEY_ONLY_AFTER_DAYS
    if not days or user.role not in PASSKEY_ROLES:
        return False
    return bool(user.date_joined + timedelta(days=days) <= timezone.now())


def was_opened_with_passkey(request: HttpRequest, user: User) -> bool:
    """With a passkey, or by a provider that answers for the second factor."""
    records = get_authentication_records(request, user)
    strong = {str(Authenticator.Type.WEBAUTHN), BY_PROVIDER}
    return any(record.get("method") == "mfa" and record.get("type") in strong for record in records)


def has_proved_lately(request: HttpRequest) -> bool:
    """Whether a factor was given within the last five minutes (settings, seconds), be it at a provider."""
    return time.time() - _last_proof(request) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
