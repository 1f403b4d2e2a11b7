"""Translations as PO files, for one text or all: what translators' programs read and write.

What comes back becomes suggestions; an editor takes them over text by text, so that nothing is published unread.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import polib
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue

from pages.editing.outside import suggest
from pages.editing.segments import Segment, segments_of, source_of
from pages.editing.texts import Text
from pages.editing.wording import problems
from pages.models import Origin

MOST_BYTES = 5 * 1024 * 1024
MOST_TOLD = 50
"""So many problems are listed; the rest is counted."""


class NotAPoFile(Exception):
    """The message says in a sentence what is wrong with the file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an upload brought: pieces that wait for an editor now, texts they belong to, and sentences on the rest."""

    taken: int
    texts: int
    told: Sequence[str]


def export(texts: Iterable[Text], language: str) -> polib.POFile:
    """Every piece of the texts with its translation; the context names text and place, the comment the page."""
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for text, segment in _pieces(texts, language):
        catalogue.append(
            polib.POEntry(
                msgctxt=f"{text.key.hex} {segment.path}",
                msgid=segment.german,
                msgstr=segment.translation,
                comment=f"{text.title}: {segment.label}",
                previous_msgid=segment.old.german if segment.old else None,
                flags=["fuzzy"] if segment.old and not segment.translation else [],
            )
        )
    return catalogue


def read_file(content: bytes) -> polib.POFile:
    """Raises NotAPoFile."""
    if len(content) > MOST_BYTES:
        raise NotAPoFile(_("The file is too large: at most 5 MB."))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotAPoFile(_("The file is not in UTF-8.")) from error
    if "msgid" not in text or "\n" not in text:  # without a line break polib would take the text for a file's name
        raise NotAPoFile(_("This is not a PO file."))
    try:
        return polib.pofile(text)
    except (OSError, ValueError, IndexError) as error:
        raise NotAPoFile(_("The PO file cannot be read.")) from error


@transaction.atomic
def take_in(catalogue: polib.POFile, texts: Iterable[Text], language: str) -> Outcome:
    """Keep what fits to today's German as suggestions and say what does not. Raises NotAPoFile for another language."""
    named = catalogue.metadata.get("Language", "")
    if named and named.replace("_", "-").lower() != language:
        raise NotAPoFile(_("The file is for another language: %(language)s") % {"language": named})
    known = {
        (f"{text.key.hex} {segment.path}", segment.german): (text, segment)
        for text, segment in _pieces(texts, language)
    }
    good: dict[UUID, dict[Segment, str]] = {}
    told: list[str] = []
    for entry in catalogue:
        if entry.obsolete or not entry.msgstr or entry.fuzzy:
            continue
        found = known.get((entry.msgctxt or "", entry.msgid))
        wrong = _wrong(entry) if found else [_("This is not in the German text of today.")]
        if wrong or found is None:
            told.append(f"{entry.msgid[:80]}: {' '.join(wrong)}")
        else:
            good.setdefault(found[0].key, {})[found[1]] = str(StringValue.from_translated_html(entry.msgstr).data)
    taken = {key: suggest(key, language, pieces, Origin.FILE) for key, pieces in good.items()}
    return Outcome(sum(taken.values()), sum(1 for count in taken.values() if count), _shortened(told))


def _pieces(texts: Iterable[Text], language: str) -> Iterator[tuple[Text, Segment]]:
    for text in texts:
        if source := source_of(text.key):
            yield from ((text, segment) for segment in segments_of(source, language))


def _wrong(entry: polib.POEntry) -> list[str]:
    try:
        StringValue.from_translated_html(entry.msgstr)
    except ValueError as error:
        return [str(error)]
    return problems(entry.msgid, entry.msgstr)


def _shortened(told: list[str]) -> list[str]:
    if len(told) <= MOST_TOLD:
        return told
    return [*told[:MOST_TOLD], _("and %(count)s more") % {"count": len(told) - MOST_TOLD}]
