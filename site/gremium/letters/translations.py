"""Fixed sentences in other languages: catalogues by the German sentence, `locale/<language>/letters.po`.

The German sentence itself is the key. So an editor who changes one has no translation for it from then on, and German
stands alone: a wrong sentence is never shown beside it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

import polib
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from documents.actors import Actor
from forms import po_files
from forms.reading_languages import reading_languages
from gremium.letters.blocks import Body, placeholders_in, sentences_of
from gremium.letters.kinds import Kind, all_kinds
from gremium.letters.models import SentenceTranslation
from gremium.letters.own_words import OWN_WORDS
from gremium.letters.shipped import shipped_body

WIDTH = 118  # characters of a line


@dataclass(frozen=True, slots=True)
class Words:
    """What is said in one language: German -> other, and which of these a person has checked."""

    said: Mapping[str, str] = field(default_factory=dict)
    checked: frozenset[str] = frozenset()

    def says(self, german: str) -> str:
        """The sentence with its placeholders unfilled; "" where there is none."""
        return self.said.get(german, "")


def words_in(language: str) -> Words:
    """All that can be said in a language: what editors wrote, else what is shipped; nothing for German ("")."""
    if not language:
        return Words()
    own = SentenceTranslation.objects.filter(language=language)
    written = {one.german: one for one in own}
    said = {**_shipped(language), **{german: one.other for german, one in written.items()}}
    return Words(said, frozenset(german for german, one in written.items() if one.is_checked))


@cache
def _shipped(language: str) -> Mapping[str, str]:
    return {german: other for german, other in po_files.read(po_path(settings.BASE_DIR, language)).items() if other}


@transaction.atomic
def write_translation(language: str, german: str, other: str, *, is_checked: bool, by: Actor) -> None:
    """Keep a translation as an editor wrote or checked it. Raises OtherPlaceholders."""
    if sorted(placeholders_in(german)) != sorted(placeholders_in(other)):
        raise OtherPlaceholders(german)
    SentenceTranslation.objects.update_or_create(
        language=language,
        german_sha256=sha256(german.encode()).hexdigest(),
        defaults={
            "german": german,
            "other": other,
            "is_checked": is_checked,
            "written_by_ref": by.ref,
            "written_by": by.name,
            "written_at": timezone.now(),
        },
    )


class OtherPlaceholders(Exception):
    """The translation names other facts than the German sentence."""


def shipped_sentences() -> dict[str, list[str]]:
    """Each sentence that can stand beside another language, with the kinds that say it."""
    found: dict[str, list[str]] = {sentence: ["letters"] for sentence in OWN_WORDS}
    for kind in all_kinds():
        if kind.is_beside:
            for sentence in _sentences_of_kind(kind):
                places = found.setdefault(sentence, [])
                if kind.key not in places:
                    places.append(kind.key)
    return found


def _sentences_of_kind(kind: Kind) -> Iterator[str]:
    yield from sentences_beside(kind, shipped_body(kind.key))


def sentences_beside(kind: Kind, body: Body) -> Iterator[str]:
    """All fixed sentences a paper of this wording can say, whatever its facts."""
    yield kind.title
    for choice in kind.choices:
        for option in choice.options:
            yield from option.sentences
    yield from sentences_of(body)


def update(base: Path, language: str) -> list[str]:
    """Bring one catalogue up to date; tells in sentences what changed."""
    texts = (polib.POEntry(msgid=german, comment=", ".join(places)) for german, places in shipped_sentences().items())
    return po_files.renew(base, po_path(base, language), texts, language=language, width=WIDTH)


def problems(base: Path, language: str) -> list[str]:
    """Where a catalogue is stale, incomplete, or says other facts than the German."""
    path, wanted = po_path(base, language), shipped_sentences().keys()
    known = po_files.read(path)
    return [
        *po_files.out_of_step(path, wanted, language=language, what="sentence of a letter", whole="the letters"),
        *(
            f"{language}: sentence of a letter not translated, or with other placeholders: {text!r}"
            for text in sorted(wanted & known.keys())
            if not known[text] or sorted(placeholders_in(known[text])) != sorted(placeholders_in(text))
        ),
    ]


def po_path(base: Path, language: str) -> Path:
    return base / "locale" / language / "letters.po"


def untranslated(kind: Kind, body: Body) -> list[str]:
    """Sentences of a wording that some language of the site has no translation of: there German stands alone."""
    if not kind.is_beside:
        return []
    words = [words_in(one.code) for one in reading_languages()]
    said = dict.fromkeys(sentences_of(body))
    return [sentence for sentence in said if not all(one.says(sentence) for one in words)]
