"""How long records are kept: one table of days, from the settings (domain 9.2)."""

from datetime import timedelta

from django.conf import settings


def kept_for(record: str) -> timedelta:
    """How long records of this class are kept after their start. Raises KeyError for a class that has no period."""
    return timedelta(days=settings.GREMIUM_RETENTION[record])
