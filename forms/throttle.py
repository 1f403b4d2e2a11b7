"""A limit on how often something may be tried, counted in the cache that all processes share."""

from django.core.cache import cache

MINUTE = 60


def may_try(what: str, who: str, *, most: int, seconds: int = MINUTE) -> bool:
    """Count one more try of `what` by `who`; False once there were more than `most` within `seconds`."""
    key = f"tries:{what}:{who}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two lines
        return True
