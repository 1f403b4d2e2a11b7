"""From a template and its facts to a paper: German, and beside it the fixed sentences in the person's language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from documents.bilingual import Answer, Framed, Letterhead, Paper, Piece, Point, Said, Title
from documents.directions import LEFT, has_right_to_left
from forms.consent_paper import tongue_of
from forms.paper_words import Pair
from forms.presentation import display_date
from gremium.letters import own_words
from gremium.letters.blocks import Block, BlockKind, Body, filled, is_left_out, sentences_of
from gremium.letters.kinds import FactGroup, Kind, Placeholder
from gremium.letters.sender import sender_lines, site_facts
from gremium.letters.translations import words_in
from pages.figures import SMALL, UNDER, suppressed

SIZE, SIZE_BESIDE = 10.5, 9.5
"""Points."""
NOT_TOLD = "nicht genannt"
"""In the place of a count that would tell a small one by difference."""
Group = Mapping[str, str | Sequence[str]]


class FactMissing(Exception):
    """A letter needs a fact that was not given; `keys` name them."""

    def __init__(self, kind: Kind, keys: Sequence[str]) -> None:
        super().__init__(f"{kind.key}: {', '.join(keys)}")
        self.keys = tuple(keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one letter tells: single facts, lists, and groups of facts, all German plain text."""

    single: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    groups: Mapping[str, Sequence[Group]] = field(default_factory=dict)


def missing_facts(kind: Kind, facts: Facts) -> list[str]:
    """Keys of what the kind needs and was not given."""
    needed = [one.key for one in kind.placeholders if not one.is_optional and not facts.single.get(one.key, "").strip()]
    needed += [one.key for one in kind.lists if not one.is_optional and not facts.lists.get(one.key)]
    needed += [one.key for one in kind.choices if one.option(facts.single.get(one.key, "")) is None]
    return [*needed, *(key for group in kind.groups for key in _missing_in(group, facts.groups.get(group.key, ())))]


def _missing_in(group: FactGroup, entries: Sequence[Group]) -> Iterator[str]:
    for number, entry in enumerate(entries, 1):
        for one in group.placeholders:
            if not one.is_optional and not str(entry.get(one.key, "")).strip():
                yield f"{group.key}.{number}.{one.key}"


def compose(kind: Kind, body: Body, facts: Facts, *, language: str, day: date, marks: str = "") -> Paper:
    """The paper as it is printed. `language` is "" for German alone. Raises FactMissing."""
    missing = missing_facts(kind, facts)
    if missing:
        raise FactMissing(kind, missing)
    return _Composing(kind, body, facts, language if kind.is_beside else "", day).paper(marks)


class _Composing:
    def __init__(self, kind: Kind, body: Body, facts: Facts, language: str, day: date) -> None:
        self.kind, self.body, self.facts, self.day = kind, body, facts, day
        self.other = tongue_of(language)
        self.language = language if self.other else ""
        self.words = words_in(self.language)
        self.shown_day = display_date(day.isoformat())
        self.single = {
            **site_facts(),
            "today": self.shown_day,
            **{key: value.strip() for key, value in facts.single.items() if value.strip()},
        }
        self.missing = frozenset(one.key for one in kind.placeholders if one.key not in self.single)

    def paper(self, marks: str) -> Paper:
        reference = self.single.get("reference", "")
        return Paper(
            title=self.kind.title,
            pieces=tuple(self._pieces()),
            day=self.day.isoformat(),
            other=self.other,
            foot=" · ".join(filter(None, (self.kind.title, reference))),
            marks=marks,
            size=SIZE_BESIDE if self.other else SIZE,
            letterhead=Letterhead(sender=sender_lines(), filed=tuple(self._filed(reference))),
            running=self.kind.running,
        )

    def _filed(self, reference: str) -> Iterator[Answer]:
        if reference:
            yield Answer(**self._pair(own_words.REFERENCE), value=reference)
        yield Answer(**self._pair(own_words.DATE), value=self.shown_day)

    def _pieces(self) -> Iterator[Piece]:
        yield Title(**self._pair(self.kind.title), level=1)
        if self.other:
            yield from self._about_the_help()
        for index, block in enumerate(self.body):
            if not self._is_empty(block) and not (block.kind == BlockKind.HEADING and self._leads_nowhere(index)):
                yield from self._block(block)

    def _leads_nowhere(self, index: int) -> bool:
        """Whether all that stands below a heading, up to the next one, is left out."""
        below = list(takewhile(lambda one: one.kind != BlockKind.HEADING, self.body[index + 1 :]))
        return bool(below) and all(self._is_empty(one) for one in below)

    def _about_the_help(self) -> Iterator[Piece]:
        yield Said(**self._pair(own_words.HELP), is_quiet=True)
        said = [
            self.kind.title,
            *self._said(),
            *(one for choice in self.kind.choices for one in self._option(choice.key)),
        ]
        if not self.words.checked.issuperset(said):
            yield Said(**self._pair(own_words.UNCHECKED), is_quiet=True)
        if not all(self.words.says(sentence) for sentence in said):
            yield Said(**self._pair(own_words.PARTLY), tone="attention")

    def _said(self) -> Iterator[str]:
        return (one for one in sentences_of(self.body) if not is_left_out(one, self.missing))

    def _option(self, key: str) -> tuple[str, ...]:
        """The sentences of the value that was chosen."""
        choice = self.kind.choice(key)
        option = choice.option(self.single[key]) if choice else None
        return option.sentences if option else ()

    def _is_empty(self, block: Block) -> bool:
        if block.kind == BlockKind.FREE:
            return block.key in self.missing
        if block.kind == BlockKind.LIST:
            return not self.facts.lists.get(block.key)
        if block.kind == BlockKind.GROUP:
            return not self.facts.groups.get(block.key)
        return block.kind != BlockKind.CHOICE and all(is_left_out(one, self.missing) for one in block.sentences)

    def _block(self, block: Block) -> Iterator[Piece]:
        said = [one for one in block.sentences if not is_left_out(one, self.missing)]
        if block.kind == BlockKind.HEADING:
            yield from (Title(**self._pair(one)) for one in said)
        elif block.kind == BlockKind.PARAGRAPH:
            yield from (Said(**self._pair(one)) for one in said)
        elif block.kind == BlockKind.POINTS:
            yield from (Point(**self._pair(one)) for one in said)
        elif block.kind == BlockKind.BOX:
            yield Framed(sentences=tuple(Said(**self._pair(one)) for one in said))
        elif block.kind == BlockKind.CHOICE:
            yield from self._choice(block)
        else:
            yield from (Said(**self._pair(one), keeps=True) for one in said)
            yield from self._from_facts(block)

    def _choice(self, block: Block) -> Iterator[Piece]:
        pairs = [self._pair(sentence) for sentence in self._option(block.key)]
        said = (Said(**pair, bold=(pair["german"],) if number == 0 else ()) for number, pair in enumerate(pairs))
        yield Framed(sentences=tuple(said), tone="plain")

    def _from_facts(self, block: Block) -> Iterator[Piece]:
        if block.kind == BlockKind.FREE:
            yield from self._marked(own_words.FREE_TEXT)
            yield Said(german=self.single[block.key], is_free=True)
        elif block.kind == BlockKind.LIST:
            yield from self._marked(own_words.FREE_LIST)
            listed = self.kind.fact_list(block.key)
            yield from _points(self.facts.lists[block.key], is_numbered=bool(listed and listed.is_numbered))
        else:
            group = self.kind.group(block.key)
            assert group is not None
            for entry in self.facts.groups[block.key]:
                yield from _entry(group, entry)

    def _marked(self, sentence: str) -> Iterator[Piece]:
        if self.other:
            yield Said(**self._pair(sentence), is_quiet=True, keeps=True)

    def _pair(self, sentence: str) -> Pair:
        other = self.words.says(sentence)
        facts = {key: _apart(value) for key, value in self.single.items()} if other else {}
        return Pair(german=filled(sentence, self.single), other=filled(other, facts))


def _apart(fact: str) -> str:
    """A fact keeps its own order in a line that runs the other way."""
    return fact if has_right_to_left(fact) else f"{LEFT}{fact}{LEFT}"


def _points(lines: Sequence[str], *, is_numbered: bool = False) -> Iterator[Piece]:
    yield from (Point(german=line, number=number if is_numbered else 0) for number, line in enumerate(lines, 1))


def _entry(group: FactGroup, entry: Group) -> Iterator[Piece]:
    """One entry of a group: its heading, then each fact it has with its label."""
    single = {key: value for key, value in entry.items() if isinstance(value, str)}
    if group.counts:
        yield Answer(german=single["label"], value=" ".join(_count(single[key]) for key in group.counts), is_row=True)
        return
    if group.heading:
        yield Title(german=filled(group.heading, single), level=3)
    for one in group.placeholders:
        value = single.get(one.key, "").strip()
        if value and f"{{{one.key}}}" != group.heading:
            yield Answer(german=one.label, value=value, is_row=True)
    for listed in group.lists:
        lines = entry.get(listed.key, ())
        if lines and not isinstance(lines, str):
            yield Said(german=f"{listed.label}:", keeps=True)
            yield from _points(lines)


def _count(typed: str) -> str:
    """A count as it may be shown: small ones could point to a person (domain, 9.2)."""
    if typed == NOT_TOLD:
        return typed
    shown = suppressed(typed)
    return f"unter {SMALL}" if shown == UNDER else shown


def examples(kind: Kind, chosen: Mapping[str, str] | None = None) -> Facts:
    """Invented facts for a preview; `chosen` sets choices."""
    chosen = chosen or {}
    single = {one.key: one.example for one in kind.placeholders}
    single |= {one.key: chosen.get(one.key, one.example or one.options[0].value) for one in kind.choices}
    return Facts(
        single=single,
        lists={one.key: one.examples for one in kind.lists},
        groups={one.key: _example_entries(one.placeholders, one.repeats) for one in kind.groups},
    )


def _example_entries(placeholders: Sequence[Placeholder], repeats: int) -> Sequence[Group]:
    return [{one.key: one.example for one in placeholders} for _number in range(repeats)]
