"""Reading a sheet with a tool that did not make it, and a page in three languages."""

from typing import Any

import pytest
from wagtail.models import Locale, Page

from tests.documents.conftest import read_text

__all__ = ["read_text"]

PATH = "so-laeuft-es-ab"
TEXTS = {
    "ar": ("كيف تسير الأمور", "تجتمع اللجنة 4 مرات في السنة (عادةً)، ولا تشارك أنت؛ الهاتف: 0231 50-0."),
    "en": ("How it works", "The board meets up to 4 times a year (as a rule), you do not take part; phone 0231 50-0."),
}


@pytest.fixture
def translated(public_pages: None) -> dict[str, Any]:
    """The shipped page of steps and its home page, live in Arabic and English, checked by nobody."""
    home, process = (
        Page.objects.get(depth=depth, locale__language_code="de", slug=slug).specific
        for depth, slug in ((2, "start"), (3, PATH))
    )
    return {language: _translate(home, process, language) for language in TEXTS}


def _translate(home: Any, process: Any, language: str) -> Any:
    locale, _created = Locale.objects.get_or_create(language_code=language)
    title, text = TEXTS[language]
    for page in (home, process):
        copy = page.get_translation_or_none(locale) or page.copy_for_translation(locale)
        copy.title = copy.seo_title = title
        copy.lead = copy.search_description = text
        copy.body = []
        if page is process:
            copy.steps = [("step", {"title": title, "text": f"<p>{text}</p>"}) for _step in process.steps]
        copy.save_revision().publish()
    return copy.specific
