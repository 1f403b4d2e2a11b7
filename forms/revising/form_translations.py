"""A form's texts beside German: what is translated, correcting a text, and marking texts as checked by a person.

One query a language, however long the form is. Whoever saves says what she saw, so that nobody's work is overwritten
and nothing is marked that changed unseen. The consent text is no part of this: `consent_translations` has it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from documents.actors import Actor
from forms.definition import FormDefinition
from forms.reading_languages import reading_languages
from forms.revising.word_diff import Piece, word_diff
from forms.translations import (
    CHECKED_FIELDS,
    State,
    Translation,
    keep_translation,
    now_after_all,
    translations_beside,
)
from forms.wordings import CONSENT, chapters, fingerprint

SHORT = 16
"""Hexadecimal characters of a fingerprint that tell two texts of one address apart."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One text in one language. `former` is the newest translation of an older German, which `former_german` is."""

    address: str
    chapter: str
    place: str
    german: str
    state: State
    text: str = ""
    former: str = ""
    former_german: str = ""
    checked_by: str = ""
    checked_at: datetime | None = None
    row: Translation | None = field(default=None, repr=False, compare=False)

    @property
    def proposal(self) -> str:
        """What the field begins with."""
        return self.text or self.former

    @property
    def seen(self) -> str:
        """Changes with the German and with what the field begins with."""
        return f"{fingerprint(self.german)[:SHORT]}-{fingerprint(self.proposal)[:SHORT]}"

    @property
    def difference(self) -> list[Piece]:
        """What changed in the German since it was translated; nothing where it was not."""
        return word_diff(self.former_german, self.german) if self.former_german else []

    @property
    def is_checkable(self) -> bool:
        """Whether there is a translation of this German that nobody has checked."""
        return self.state is State.DRAFT and bool(self.text)

    def says(self, words: str) -> bool:
        """Whether these words stand in the German, its translation or its address."""
        found = f"{self.german}\n{self.proposal}\n{self.address}".casefold()
        return words.casefold() in found


@dataclass(frozen=True, slots=True)
class Typed:
    """What came back for one text: the words, what was `Beside.seen`, and whether it counts as checked."""

    text: str
    seen: str
    is_checked: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many texts were saved as drafts and marked as checked; addresses at which nothing was kept, and why."""

    drafts: int = 0
    checked: int = 0
    overtaken: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.overtaken and not self.empty


def texts_beside(form: FormDefinition, language: str) -> list[Beside]:
    """All texts of a form version in one language, in the order of the form."""
    rows = Translation.objects.into(form.key, language).exclude(address__startswith=f"{CONSENT}.")
    return _beside(form, list(rows.order_by("changed_at", "pk")))


def _beside(form: FormDefinition, rows: Sequence[Translation]) -> list[Beside]:
    by_chapter = chapters(form)
    german = {address: text for texts in by_chapter.values() for address, text in texts.items()}
    found = translations_beside(german, rows)
    newest = {row.address: row for row in rows}
    return [
        _one(address, chapter, text, found[address], newest.get(address), german)
        for chapter, texts in by_chapter.items()
        for address, text in texts.items()
    ]


def _one(
    address: str,
    chapter: str,
    text: str,
    found: tuple[Translation | None, State],
    newest: Translation | None,
    german: Mapping[str, str],
) -> Beside:
    row, state = found
    former = newest if row is None else None
    is_own = row is not None and row.address == address
    return Beside(
        address=address,
        chapter=chapter,
        place=told_place(address, german),
        german=text,
        state=state,
        text=row.text if row else "",
        former=former.text if former else "",
        former_german=former.source if former else "",
        checked_by=row.checked_by if row and is_own else "",
        checked_at=row.checked_at if row and is_own else None,
        row=row,
    )


def states_by_language(form: FormDefinition) -> dict[str, dict[str, Counter[State]]]:
    """How many texts are in each state, by language and chapter: one query for all languages."""
    rows = Translation.objects.filter(form_key=form.key).exclude(address__startswith=f"{CONSENT}.")
    by_language: dict[str, list[Translation]] = {language.code: [] for language in reading_languages()}
    for row in rows.order_by("changed_at", "pk").only("language", "address", "source_sha256", "state"):
        if row.language in by_language:
            by_language[row.language].append(row)
    by_chapter = chapters(form)
    german = {address: text for texts in by_chapter.values() for address, text in texts.items()}
    found: dict[str, dict[str, Counter[State]]] = {}
    for language, known in by_language.items():
        states = translations_beside(german, known)
        found[language] = {
            chapter: Counter(states[address][1] for address in texts) for chapter, texts in by_chapter.items()
        }
    return found


def told_place(address: str, german: Mapping[str, str]) -> str:
    """Where a text stands, in words: ``Answer to “Gibt es eine Frist?”``."""
    start, _dot, last = address.rpartition(".")
    first = address.partition(".")[0]
    code = start.partition(".")[2]
    match first, last:
        case "form", _last:
            return _("Title of the form")
        case "step", "title":
            return _("Title of the step")
        case "step", _last:
            return _("Introduction of the step")
        case "rule", _last:
            return _("Message of rule %(code)s") % {"code": code}
        case "exclusion", _last:
            return _("Ground for exclusion %(code)s") % {"code": code}
        case "purpose", _last:
            return _("Purpose %(code)s") % {"code": code}
        case "attachment", _last:
            return _("Type of attachment")
    if last == "label":
        return _("Question or group")
    asked = start.removesuffix(".option") if start.endswith(".option") else start
    sentence = _("Help text of “%(question)s”") if last == "help" and asked == start else _("Answer to “%(question)s”")
    return sentence % {"question": german.get(f"{asked}.label", asked)}


@transaction.atomic
def keep_texts(form: FormDefinition, language: str, typed: Mapping[str, Typed], *, by: Actor) -> Outcome:
    """Keep what an editor changed, as drafts or as checked, by address; what stayed as it was is left alone.

    Nothing is kept where German or translation changed since they were shown, or where an empty text is to be checked.
    """
    drafts = checked = 0
    overtaken, empty = [], []
    for one in _locked(form, language):
        came = typed.get(one.address)
        if came is None:
            continue
        text = _tidy(came.text)
        is_touched = fingerprint(text)[:SHORT] != came.seen.rpartition("-")[2]
        if not is_touched and not came.is_checked:
            continue
        if came.seen != one.seen:
            overtaken.append(one.address)
        elif not text:
            if came.is_checked:
                empty.append(one.address)
        elif is_touched or one.state is not State.RELEASED:
            state = State.RELEASED if came.is_checked else State.DRAFT
            keep_translation(
                form_key=form.key,
                language=language,
                address=one.address,
                german=one.german,
                text=text,
                by=by,
                state=state,
            )
            checked += came.is_checked
            drafts += not came.is_checked
    return Outcome(drafts, checked, tuple(overtaken), tuple(empty))


@transaction.atomic
def mark_checked(
    form: FormDefinition, language: str, addresses: Collection[str], *, seen: str, by: Actor
) -> int | None:
    """Mark every draft among these addresses as checked, and tell how many; None where `seen` tells of other texts."""
    wanted = [one for one in _locked(form, language) if one.address in addresses and one.is_checkable]
    if seen_of(wanted) != seen:
        return None
    now = now_after_all(form.key, language)
    own, new = [], []
    for one in wanted:
        assert one.row is not None
        row = one.row
        if row.address != one.address:  # translated at another place of the form, where the German is the same
            row = Translation(
                form_key=form.key,
                language=language,
                address=one.address,
                source=one.german,
                source_sha256=fingerprint(one.german),
                text=one.text,
                changed_by_ref=row.changed_by_ref,
            )
            new.append(row)
        else:
            own.append(row)
        row.check_off(by=by, at=now)
    Translation.objects.bulk_update(own, CHECKED_FIELDS, batch_size=100)
    Translation.objects.bulk_create(new, batch_size=500)
    return len(wanted)


def seen_of(texts: Iterable[Beside]) -> str:
    """A fingerprint of the drafts among these texts."""
    return fingerprint("\n".join(f"{one.address} {one.seen}" for one in texts if one.is_checkable))


def _locked(form: FormDefinition, language: str) -> list[Beside]:
    rows = Translation.objects.into(form.key, language).exclude(address__startswith=f"{CONSENT}.")
    return _beside(form, list(rows.select_for_update().order_by("changed_at", "pk")))


def _tidy(text: str) -> str:
    """As a page shows it again: one kind of line break, no blank ends."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
