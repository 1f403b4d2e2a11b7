"""Every text in every language at one glance: its state in words and a sign, and the next step."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Subquery, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import StringSegment, StringTranslation

from pages.editing.texts import Text, all_texts, target_languages
from pages.facts import LanguageRelease
from pages.languages import Language
from pages.models import Suggestion
from pages.texts import german
from pages.translations import State, TranslationState, states_of


class Sign(TextChoices):
    """What a cell shows: the state readers meet, or that something of an editor waits. The label is the word."""

    WAITING = "waiting", _("handed in, to be checked")
    MISSING = "missing", _("missing")
    BEGUN = "begun", _("begun")
    READY = "ready", _("ready to publish")
    OUTDATED = "outdated", _("outdated")
    LEGAL = "legal", _("outdated by law")
    PARTLY = "partly", _("partly German")
    DRAFT = "draft", _("not checked")
    CURRENT = "current", _("current")

    @property
    def mark(self) -> str:
        return MARKS[self]

    @property
    def next_step(self) -> str:
        return str(NEXT_STEPS[self])


MARKS = {
    Sign.WAITING: "✉",
    Sign.MISSING: "○",
    Sign.BEGUN: "◔",
    Sign.READY: "◕",
    Sign.OUTDATED: "↻",
    Sign.LEGAL: "§",
    Sign.PARTLY: "◑",
    Sign.DRAFT: "?",
    Sign.CURRENT: "✓",
}
NEXT_STEPS = {
    Sign.WAITING: _("check"),
    Sign.MISSING: _("translate"),
    Sign.BEGUN: _("continue"),
    Sign.READY: _("publish"),
    Sign.OUTDATED: _("update"),
    Sign.LEGAL: _("update"),
    Sign.PARTLY: _("continue"),
    Sign.DRAFT: _("check"),
    Sign.CURRENT: _("view"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    language: Language
    sign: Sign
    address: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    text: Text
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A language with how many of its texts have each sign."""

    language: Language
    counts: Counter[Sign]

    @property
    def done(self) -> int:
        return self.counts[Sign.CURRENT]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Wish:
    """What an editor wants to see; empty: everything."""

    sign: str = ""
    language: str = ""
    kind: str = ""
    words: str = ""

    def keeps(self, row: Row) -> bool:
        is_kind = self.kind in ("", row.text.kind)
        is_found = self.words.casefold() in row.text.title.casefold()
        return is_kind and is_found and any(self.sign in ("", cell.sign) for cell in row.cells)


@dataclass(frozen=True)
class Matrix:
    columns: Sequence[Column]
    rows: Sequence[Row]
    kinds: Sequence[str]


def matrix(wish: Wish = Wish()) -> Matrix:
    """The counts of a column speak of all texts, whatever the wish leaves to see."""
    texts = [text for text in all_texts() if text.is_live]
    languages = [language for language in target_languages() if wish.language in ("", language.code)]
    states = states_of([text.german for text in texts], [language.code for language in languages])
    entered = _entered([text.key for text in texts])
    waiting = _waiting()
    rows = [_row(text, languages, states, entered, waiting) for text in texts]
    return Matrix(
        columns=[_column(number, language, rows) for number, language in enumerate(languages)],
        rows=[row for row in rows if wish.keeps(row)],
        kinds=sorted({text.kind for text in texts}),
    )


def address_of(key: UUID, language: str) -> str:
    """Where one text is translated into one language."""
    return reverse("editing:translate", args=[key, language])


def released_languages() -> set[str]:
    """The languages of which the last word was that readers may see them."""
    said = dict(LanguageRelease.objects.order_by("pk").values_list("language", "is_released"))
    return {code for code, is_released in said.items() if is_released}


def _entered(keys: list[UUID]) -> dict[tuple[UUID, str], tuple[int, int]]:
    """How many pieces of a text have a translation, and how many there are; nothing where none has. One query."""
    segments = StringSegment.objects.filter(source__locale__language_code=german())
    stands = segments.filter(string_id=OuterRef("translation_of_id"), context_id=OuterRef("context_id"))
    about = segments.filter(source__object_id=OuterRef("context__object_id")).order_by()
    total = Subquery(about.values("source__object_id").annotate(number=Count("pk")).values("number"))
    done = StringTranslation.objects.filter(Exists(stands), context__object_id__in=keys, has_error=False)
    rows = done.values("context__object_id", "locale__language_code").annotate(done=Count("pk"), total=total)
    return {
        (row["context__object_id"], row["locale__language_code"]): (row["done"], row["total"])
        for row in rows.order_by()
    }


def _waiting() -> set[tuple[UUID, str]]:
    return set(Suggestion.objects.values_list("text", "language").distinct())


def _row(
    text: Text,
    languages: Iterable[Language],
    states: dict[tuple[UUID, str], TranslationState],
    entered: dict[tuple[UUID, str], tuple[int, int]],
    waiting: set[tuple[UUID, str]],
) -> Row:
    cells = []
    for language in languages:
        state = states[text.key, language.code]
        done, total = entered.get((text.key, language.code), (0, 0))
        sign = Sign.WAITING if (text.key, language.code) in waiting else sign_of(state, done, total)
        detail = state.line if sign in (Sign.OUTDATED, Sign.LEGAL) else ""
        cells.append(Cell(language, sign, address_of(text.key, language.code), detail))
    return Row(text, cells)


def sign_of(state: TranslationState, done: int, total: int) -> Sign:
    """`done` of `total` pieces of today's German have a translation, published or not."""
    if state.is_legally_outdated:
        return Sign.LEGAL
    is_ready = 0 < total <= done
    match state.state:
        case State.MISSING:
            return Sign.READY if is_ready else Sign.BEGUN if done else Sign.MISSING
        case State.OUTDATED:
            return Sign.READY if is_ready else Sign.OUTDATED
        case State.PARTLY:
            return Sign.READY if is_ready else Sign.PARTLY
        case State.DRAFT:
            return Sign.DRAFT
    return Sign.CURRENT


def _column(number: int, language: Language, rows: Sequence[Row]) -> Column:
    counts = Counter(row.cells[number].sign for row in rows)
    return Column(language, counts)
