"""What is new in a bundle since an issue before it, dossier by dossier."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from documents import vault
from documents.bundles import Bundle, BundleContent, Part
from documents.changes import Change, Changes, Kind, changes_between
from documents.dossiers import Dossier
from documents.page_numbers import Numbering
from documents.words import BUNDLE_WORDS


@dataclass(frozen=True, slots=True)
class News:
    """A dossier that the issue before had not, or had otherwise. Pages of `changes` count from 1 within the dossier.

    Without `changes` nobody can tell any more what is different, or all of it is new.
    """

    part: Part
    is_new: bool
    changes: tuple[Change, ...] = ()


def news_since(earlier: Mapping[UUID, UUID], parts: Sequence[Part]) -> list[News]:
    """Compare with an issue that held these dossiers, by the subject of each."""
    other = [part for part in parts if earlier.get(part.subject) != part.dossier]
    ids = {part.dossier for part in other} | {earlier[part.subject] for part in other if part.subject in earlier}
    found = Dossier.objects.in_bulk(ids) if ids else {}
    return [
        News(part, part.subject not in earlier, _changes(found.get(earlier.get(part.subject)), found.get(part.dossier)))
        for part in other
    ]


def changes_in(older: Bundle, newer: Bundle, *, is_printed: bool = False) -> Changes | None:
    """All that is new in an issue; None where that cannot be told.

    By its pages as they follow one another, or by the numbers printed on them (`is_printed`). Raises vault.SealBroken,
    keystore.KeyMissing, keystore.KeyUnreadable.
    """
    earlier = older.dossiers_by_subject()
    if not earlier or not newer.is_ready:
        return None
    parts, shares = newer.content().parts, list(newer.shares.all())
    first_pages = dict(zip((part.subject for part in parts), newer.first_pages, strict=False))
    if is_printed:
        first_pages = {share.subject: share.first_number for share in shares}
    lengths = {share.subject: share.pages for share in shares}
    news = news_since(earlier, parts)
    return Changes(tuple(change for one in news for change in _placed(one, first_pages, lengths)))


def told_news(content: BundleContent, numbering: Numbering, earlier: Bundle) -> Iterator[dict[str, Any]]:
    """The same as lines for the sheets in front, by page numbers: one a dossier, with its changed parts below."""
    before = earlier.numbering().dossiers
    known = earlier.dossiers_by_subject()
    for news in news_since(known, content.parts):
        span = numbering.dossiers[news.part.dossier]
        facts = {"reference": news.part.reference, "first": span.first, "last": span.last}
        if not news.is_new:
            facts["before"] = before[known[news.part.subject]].first
        line = BUNDLE_WORDS["news_added" if news.is_new else "news_anew"].format(**facts)
        parts = [
            BUNDLE_WORDS[f"news_{change.kind}"].format(title=change.title, pages=_pages(change, span.first - 1))
            for change in news.changes
        ]
        yield {"reference": news.part.reference, "text": line, "parts": parts}


def _pages(change: Change, before: int) -> str:
    first, last = before + change.first_page, before + change.first_page + change.pages - 1
    return str(first) if first == last else f"{first}–{last}"


def _placed(news: News, first_pages: Mapping[UUID, int], lengths: Mapping[UUID, int]) -> Iterator[Change]:
    subject, reference = news.part.subject, news.part.reference
    first = first_pages.get(subject, 1)
    if not news.changes:
        yield Change(Kind.NEW if news.is_new else Kind.CHANGED, reference, first, lengths.get(subject, 1))
    for change in news.changes:
        yield replace(change, title=f"{reference}, {change.title}", first_page=first + change.first_page - 1)


def _changes(older: Dossier | None, newer: Dossier | None) -> tuple[Change, ...]:
    try:
        found = changes_between(older, newer) if older and newer else None
    except vault.UNREADABLE:
        return ()
    return found.parts if found else ()
