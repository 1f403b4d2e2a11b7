"""What a new installation begins with: the German pages and words; the worker then enters the translations.

In demo mode invented things come along, each marked as invented: counselling offices, contacts, members, an event.
"""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from pages.models import HomePage
from pages.shipped.german import load_german


@transaction.atomic
def load() -> bool:
    """Create languages and the German content on an empty site; False (and nothing done) where pages exist."""
    if HomePage.objects.exists():
        return False
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    load_german()
    return True
