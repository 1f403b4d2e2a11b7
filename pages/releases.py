"""Which languages readers are shown: in the demo all of them, else German and those an editor has released."""

from django.conf import settings

from pages import page_store
from pages.facts import LanguageRelease
from pages.languages import KNOWN, Language


def shown_codes() -> list[str]:
    """In the order of the settings; a query only after something public has changed."""
    offered = [code for code, _name in settings.LANGUAGES]
    if settings.DEMO:
        return offered
    released = page_store.remembered("released languages", _released)
    return [code for code in offered if code == settings.LANGUAGE_CODE or code in released]


def shown_languages() -> list[Language]:
    return [KNOWN[code] for code in shown_codes()]


def _released() -> list[str]:
    """The last line about a language counts."""
    said = dict(LanguageRelease.objects.order_by("pk").values_list("language", "is_released"))
    return [code for code, is_released in said.items() if is_released]
