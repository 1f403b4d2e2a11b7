"""Finding pages, words, offices and released answers; mostly by the search of the database (SQLite, PostgreSQL)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from wagtail.models import Locale, Page

from pages.addresses import address_of
from pages.board_work import released_answers
from pages.models import CounsellingOffice, CounsellingPage, GeneralQuestionsPage, GlossaryPage, GlossaryTerm
from pages.word_forms import as_written, looking_for

LONGEST = 100  # characters of a search
MOST = 20  # hits of a kind


@dataclass(frozen=True, slots=True)
class Hit:
    """`address` stays in the reader's language, also where the words found are German."""

    address: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked for, the hits in the reader's language, then those in German."""

    words: str
    own: list[Hit] = field(default_factory=list)
    german: list[Hit] = field(default_factory=list)


def find(typed: str, language: str) -> Finding:
    """Quotes and signs are no words: whatever is typed, the search language of the database can read it."""
    words = " ".join(re.findall(r"\w+", as_written(typed[:LONGEST], language)))
    if not words:
        return Finding("")
    locales = dict(Locale.objects.values_list("language_code", "pk"))
    spoken = {pk: code for code, pk in locales.items() if code in (language, settings.LANGUAGE_CODE)}
    pages = _pages(words, spoken)
    known = {page.translation_key for code, page in pages if code == language}
    homes = _homes()
    terms = _terms(words, language, spoken, homes.get(GlossaryPage))
    own = [
        *(hit for code, hit in terms if code == language),
        *(_page_hit(page, language) for code, page in pages if code == language),
    ]
    german = [
        *(hit for code, hit in terms if code != language),
        *(_page_hit(page, language) for _code, page in pages if page.translation_key not in known),
        *_answers(words, language, homes.get(GeneralQuestionsPage)),
    ]
    offices = list(_offices(words, language, homes.get(CounsellingPage)))
    if language == settings.LANGUAGE_CODE:
        return Finding(words, own + german + offices)
    return Finding(words, own, german + offices)


def _pages(words: str, spoken: dict[int, str]) -> list[tuple[str, Page]]:
    """Each with its language. `spoken`: the languages by their locale."""
    found = Page.objects.live().public().filter(locale__in=list(spoken)).autocomplete(looking_for(words))[: 2 * MOST]
    return [(spoken[page.locale_id], page) for page in found]


def _page_hit(page: Page, language: str) -> Hit:
    return Hit(address_of(page.url_path, language), page.title, page.search_description)


def _homes() -> dict[type[Page], Page]:
    """The pages on which terms, offices and released answers are shown."""
    german = Page.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)
    return {page.specific_class: page for page in german.type(GlossaryPage, CounsellingPage, GeneralQuestionsPage)}


def _terms(words: str, language: str, spoken: dict[int, str], home: Page | None) -> list[tuple[str, Hit]]:
    """Each term once: in the reader's language where it was found there."""
    if home is None:
        return []
    address = address_of(home.url_path, language)
    found = [
        (spoken[term.locale_id], term)
        for term in GlossaryTerm.objects.filter(locale__in=list(spoken)).autocomplete(looking_for(words))[:MOST]
    ]
    own = {term.translation_key for code, term in found if code == language}
    return [
        (code, Hit(f"{address}#{term.anchor}", str(term), term.explanation))
        for code, term in found
        if code == language or term.translation_key not in own
    ]


def _answers(words: str, language: str, home: Page | None) -> list[Hit]:
    if home is None:
        return []
    address = address_of(home.url_path, language)
    found = [one for one in released_answers() if one.holds(words)][:MOST]
    return [Hit(f"{address}#{one.key}", one.question, one.topic_label) for one in found]


def _offices(words: str, language: str, home: Page | None) -> Iterator[Hit]:
    if home is None:
        return
    address = address_of(home.url_path, language)
    for office in CounsellingOffice.objects.filter(is_shown=True).autocomplete(looking_for(words))[:MOST]:
        yield Hit(f"{address}#{office.anchor}", office.name, f"{office.district}, {office.phone}")
