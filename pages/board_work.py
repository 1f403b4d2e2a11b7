"""What the board has released for the public pages; the floors above tell it, and it stays German.

Kept as plain data until something public changes (`page_store`); whoever releases or takes back calls
`forgetting.forget_after_commit`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Self

from django.utils import timezone

from pages import page_store
from pages.word_forms import as_written

LONGEST = 100  # characters of a search


class Answer(NamedTuple):
    """A professional question with its answer; `topic` is a code, `topic_label` German."""

    key: str
    topic: str
    topic_label: str
    question: str
    answer: str
    released_at: str

    def holds(self, words: str) -> bool:
        """Every word, or a part of one, stands somewhere in question, answer or topic."""
        text = f"{self.question} {self.answer} {self.topic_label}".casefold()
        return all(word in text for word in words.casefold().split())


class Exchange(NamedTuple):
    """An exchange event that is public; times in ISO form."""

    starts_at: str
    ends_at: str
    title: str
    place: str
    online: str
    occasion: str

    @property
    def begins(self) -> datetime:
        return datetime.fromisoformat(self.starts_at)

    @property
    def is_over(self) -> bool:
        return datetime.fromisoformat(self.ends_at) < timezone.now()


@dataclass(frozen=True, slots=True)
class FigureRow:
    """`number` is written as `figures.suppressed` gives it, or empty where it is not told."""

    label: str
    number: str


@dataclass(frozen=True, slots=True)
class FigureGroup:
    title: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class FiguresOfYear:
    year: int
    groups: tuple[FigureGroup, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The answers a reader has asked for. `topics` are those that have any, as code and German label."""

    answers: tuple[Answer, ...]
    has_any: bool
    topics: tuple[tuple[str, str], ...] = field(default=())
    topic: str = ""
    words: str = ""

    @classmethod
    def asked(cls, asked: Mapping[str, str], language: str) -> Self:
        answers = released_answers()
        topics = tuple(dict.fromkeys((one.topic, one.topic_label) for one in answers))
        topic = asked.get("thema", "") if asked.get("thema", "") in dict(topics) else ""
        words = as_written(asked.get("wort", "")[:LONGEST], language).strip()
        found = tuple(one for one in answers if topic in ("", one.topic) and one.holds(words))
        return cls(found, bool(answers), topics, topic, words)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.topic or self.words)


Answers = Callable[[], Sequence[Answer]]
Exchanges = Callable[[], Sequence[Exchange]]
Figures = Callable[[], Sequence[FiguresOfYear]]
_told: dict[str, Callable[[], Any]] = {}


def register(*, answers: Answers, exchanges: Exchanges, figures: Figures) -> None:
    """Let a floor above tell what is released; called once, when it starts."""
    _told.update(answers=answers, exchanges=exchanges, figures=figures)


def released_answers() -> list[Answer]:
    return [Answer(*one) for one in page_store.remembered("released answers", lambda: _ask("answers"))]


def public_exchanges() -> list[Exchange]:
    return [Exchange(*one) for one in page_store.remembered("public exchanges", lambda: _ask("exchanges"))]


def released_figures() -> list[FiguresOfYear]:
    """The newest year first."""
    kept = page_store.remembered("released figures", lambda: [asdict(one) for one in _ask("figures")])
    return [FiguresOfYear(one["year"], tuple(_group(group) for group in one["groups"])) for one in kept]


def _group(kept: Mapping[str, Any]) -> FigureGroup:
    return FigureGroup(kept["title"], tuple(FigureRow(**row) for row in kept["rows"]))


def _ask(what: str) -> list[Any]:
    return [one if what == "figures" else tuple(one) for one in (_told[what]() if what in _told else ())]
