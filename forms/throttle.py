"""A limit on how often something may be tried from one place, counted in the cache that all processes share."""

from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MINUTE = 60


def may_try(what: str, request: HttpRequest, *, most: int, seconds: int = MINUTE) -> bool:
    """Count one more try of `what` from where the request comes, by the proxies that the settings trust.

    False once there were more than `most` within `seconds`. Addresses are counted by their digests.
    """
    address = sha256(get_adapter().get_client_ip(request).encode()).hexdigest()
    key = f"tries:{what}:{address}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two lines
        return True
