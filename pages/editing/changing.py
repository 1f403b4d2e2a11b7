"""Whether what has just gone live may mean something to translations."""

from datetime import timedelta

from wagtail.models import Page

from pages.facts import Edition
from pages.texts import german, key_of, language_of

SAME_MOMENT = timedelta(seconds=10)
"""Between noting the moment of publishing and writing the edition; a second publication takes a person longer."""


def may_mean_something(page: Page) -> bool:
    """Is it a German page with live translations whose words have changed with this publication?"""
    if language_of(page) != german() or not page.live or page.last_published_at is None:
        return False
    editions = Edition.objects.filter(text=key_of(page))
    if not editions.exclude(language=german()).exists():
        return False
    latest = editions.filter(language=german()).order_by("-pk").first()
    return latest is not None and latest.since >= page.last_published_at - SAME_MOMENT
