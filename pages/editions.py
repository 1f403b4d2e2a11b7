"""Writing down what a text says each time it goes live, and which German a translation was made from."""

import hashlib
import html
import json
import re
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Model
from wagtail_localize.models import StringTranslation

from pages.facts import Edition
from pages.pieces import Piece, has_letters, pieces_of
from pages.texts import german, is_shown, key_of, language_of

Sources = dict[str, list[str]]
Memory = dict[tuple[str, str], list[str]]
"""(path, translated text) -> fingerprints of the German texts it translates there."""


def record(instance: Model) -> Edition | None:
    """Keep an edition of a live text; None where it is not live, or says what the last edition says."""
    if not is_shown(instance):
        return None
    text, language = key_of(instance), language_of(instance)
    latest = {edition.language: edition for edition in Edition.objects.newest([text], {language, german()})}
    pieces = pieces_of(instance)
    before, source = latest.get(language), latest.get(german())
    if language == german():
        edition = _edition(text, language, pieces, _meanings(pieces, before), [])
    else:
        edition = _edition(text, language, pieces, *_made_from(instance, pieces, before, source))
    if before and (before.marks_digest, before.sources_digest) == (edition.marks_digest, edition.sources_digest):
        return None
    edition.save()
    return edition


def digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:32]


def fingerprints(edition: Edition) -> Sources:
    return {path: marks for path, (_name, _number, marks, _is_words) in edition.marks.items()}


def _edition(text: UUID, language: str, pieces: dict[str, Piece], sources: Sources, left: list[str]) -> Edition:
    marks = {path: [piece.name, piece.number, piece.marks, piece.is_words] for path, piece in pieces.items()}
    return Edition(
        text=text,
        language=language,
        marks=marks,
        sources=sources,
        left_german=left,
        marks_digest=digest({path: piece.marks for path, piece in pieces.items()}),
        sources_digest=digest(sources),
    )


def _meanings(pieces: dict[str, Piece], before: Edition | None) -> Sources:
    """What did not change keeps its meaning, also where a minor edit had set it apart from the words."""
    if before is None:
        return {path: piece.marks for path, piece in pieces.items()}
    said = fingerprints(before)
    meanings = {path: piece.marks for path, piece in pieces.items() if said.get(path) != piece.marks}
    for path, meaning in before.sources.items():
        is_gone_since = path in said and path not in pieces
        if path not in meanings and not is_gone_since:
            meanings[path] = meaning
    return meanings


def _made_from(
    instance: Model, pieces: dict[str, Piece], before: Edition | None, source: Edition | None
) -> tuple[Sources, list[str]]:
    """The German each piece was made from, and the texts that still are German."""
    said = fingerprints(source) if source else {}
    memory = _memory_of(instance)
    left = _left_german(pieces, said, memory, before)
    shares_blocks = any("." in path and path in said for path in pieces) or not any("." in path for path in said)
    sources: Sources = {}
    for path in dict.fromkeys((*said, *(pieces if shares_blocks else ()))):
        if path in pieces:
            sources[path] = _source_of(path, pieces[path], said.get(path), memory, before)
        elif not shares_blocks:  # written anew by hand: made from what was German on that day
            sources[path] = said[path]
    return {path: marks for path, marks in sources.items() if marks}, left


def _source_of(path: str, piece: Piece, now: list[str] | None, memory: Memory, before: Edition | None) -> list[str]:
    known = [memory.get((path, plain(text)), []) for text in piece.texts]
    if now and _fits(piece, now, known):
        return now
    if before and fingerprints(before).get(path) == piece.marks:
        return list(before.sources.get(path, now or []))
    if any(known):
        return [marks[-1] if marks else mark for marks, mark in zip(known, piece.marks, strict=True)]
    return now or []  # none: an addition of the translation itself


def _fits(piece: Piece, now: list[str], known: list[list[str]]) -> bool:
    """Is every text of the piece the translation of what is German today in its place, or the same?"""
    return len(piece.texts) == len(now) and all(
        german_mark in marks or german_mark == mark
        for german_mark, marks, mark in zip(now, known, piece.marks, strict=True)
    )


def _left_german(pieces: dict[str, Piece], said: Sources, memory: Memory, before: Edition | None) -> list[str]:
    """Texts equal to the German that nobody entered as a translation (a name may well be the same in both)."""
    earlier = set(before.left_german) if before else set()
    left = []
    for path, piece in pieces.items():
        for text, mark in zip(piece.texts, piece.marks, strict=True) if piece.is_words else ():
            is_german = mark in said.get(path, ()) or text in earlier
            if is_german and has_letters(text) and mark not in memory.get((path, plain(text)), ()):
                left.append(text)
    return left


def _memory_of(instance: Model) -> Memory:
    memory: Memory = defaultdict(list)
    entries = StringTranslation.objects.filter(
        locale__language_code=language_of(instance), context__object_id=key_of(instance), has_error=False
    )
    for path, data, mark in entries.order_by("updated_at").values_list(
        "context__path", "data", "translation_of__data_hash"
    ):
        memory[path, plain(data)].append(mark.hex)
    return dict(memory)


def plain(text: str) -> str:
    """The words of a text with its tags, but without their attributes and without differences of spelling in HTML."""
    return " ".join(html.unescape(re.sub(r"<(\w+)[^>]*?(/?)>", r"<\1>", text)).split())


def is_untranslated(instance: Model) -> bool:
    """Is every word of a page in another language still German?"""
    source = Edition.objects.newest([key_of(instance)], [german()]).first()
    if source is None:
        return False
    pieces = {path: piece for path, piece in pieces_of(instance).items() if piece.is_words}
    worded = [text for piece in pieces.values() for text in piece.texts if has_letters(text)]
    return bool(worded) and len(_left_german(pieces, fingerprints(source), _memory_of(instance), None)) == len(worded)
