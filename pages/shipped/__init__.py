"""What a new installation begins with: the German pages and words, then their translations in `locale/`.

In demo mode invented things come along, each marked as invented: counselling offices, contacts, members, an event.
"""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from pages.models import HomePage
from pages.shipped.german import load_german
from pages.shipped.translating import load_translations, translations_file


@transaction.atomic
def load() -> bool:
    """Create languages, pages and translations on an empty site; False (and nothing done) where pages exist."""
    if HomePage.objects.exists():
        return False
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    texts = load_german()
    for language in (code for code, _name in settings.LANGUAGES if translations_file(code).exists()):
        load_translations(texts, Locale.objects.get(language_code=language))
    return True
