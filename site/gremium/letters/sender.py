"""Whom a letter is from and whom it says to call: settings and contacts of the site, never a template's text."""

from collections.abc import Mapping

from django.conf import settings

from gremium.letters.kinds import Placeholder
from pages.contact_roles import ContactRole
from pages.models import Contact

SITE_PLACEHOLDERS = (
    Placeholder(key="board", label="Name des Gremiums", example="Gremium „Bleiberechte fördern“"),
    Placeholder(key="city", label="Stadt", example="Stadt Dortmund"),
    Placeholder(key="secretariat", label="Geschäftsführung: Telefon und E-Mail", example="0231 5550100"),
    Placeholder(key="today", label="Datum des Schreibens", example="26.11.2026"),
)
"""Facts every letter has without being given them."""


def sender_lines() -> tuple[str, ...]:
    """The board, the city, and the secretariat with its address, phone and e-mail."""
    contact = _secretariat()
    own = (settings.WAGTAIL_SITE_NAME, settings.SITE_OWNER)
    if contact is None:
        return own
    address = (line.strip() for line in contact.address.splitlines())
    return tuple(line for line in (*own, contact.name, *address, contact.phone, contact.email) if line)


def site_facts() -> Mapping[str, str]:
    """Of `SITE_PLACEHOLDERS` those that stand in settings."""
    contact = _secretariat()
    reached = [] if contact is None else [one for one in (contact.phone, contact.email) if one]
    return {
        "board": settings.WAGTAIL_SITE_NAME,
        "city": settings.SITE_OWNER,
        "secretariat": ", ".join(reached) or settings.SITE_OWNER,
    }


def _secretariat() -> Contact | None:
    return Contact.objects.filter(role=ContactRole.SECRETARIAT).first()
