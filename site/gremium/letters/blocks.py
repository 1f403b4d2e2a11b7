"""The body of a template: blocks in order, kept as plain JSON, with placeholders such as ``{reference}``.

Fixed sentences are German and carry placeholders of single facts. What somebody wrote freely, lists and groups stand
in blocks of their own, because they stay German whatever the reader's language is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class BlockKind(models.TextChoices):
    HEADING = "heading", _("Heading")
    PARAGRAPH = "paragraph", _("Paragraph")
    POINTS = "points", _("Points")
    BOX = "box", _("Box that stands out")
    FREE = "free", _("Text written for this letter")
    LIST = "list", _("List from the facts")
    CHOICE = "choice", _("Fixed sentences (result, ground)")
    GROUP = "group", _("Repeated entries (cases, figures)")


TEXT_KINDS = frozenset({BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.POINTS, BlockKind.BOX})
FACT_KINDS = frozenset(BlockKind) - TEXT_KINDS


@dataclass(frozen=True, slots=True)
class Block:
    """`sentences` are fixed German texts; in blocks from facts the first introduces what `key` names."""

    kind: str
    sentences: tuple[str, ...] = ()
    key: str = ""

    def as_data(self) -> dict[str, Any]:
        return {**asdict(self), "sentences": list(self.sentences)}


Body = tuple[Block, ...]


class MalformedBody(ValueError):
    """The stored data is no body of a template."""


def read_body(data: Sequence[Mapping[str, Any]]) -> Body:
    """The blocks of stored data. Raises MalformedBody."""
    return tuple(_read_block(one) for one in data)


def _read_block(data: Mapping[str, Any]) -> Block:
    try:
        kind, said, key = BlockKind(data["kind"]), data.get("sentences", ()), str(data.get("key", ""))
    except (KeyError, ValueError) as error:
        raise MalformedBody(data) from error
    if not isinstance(said, list | tuple) or not all(isinstance(one, str) for one in said):
        raise MalformedBody(data)
    return Block(kind.value, tuple(" ".join(one.split()) for one in said if one.strip()), key)


def body_data(body: Body) -> list[dict[str, Any]]:
    """The other way round, as it is stored."""
    return [block.as_data() for block in body]


def placeholders_in(text: str) -> list[str]:
    return PLACEHOLDER.findall(text)


def sentences_of(body: Body) -> Iterator[str]:
    """All fixed sentences in order."""
    for block in body:
        yield from block.sentences


def is_left_out(sentence: str, missing: frozenset[str]) -> bool:
    """A sentence that names an optional fact that is missing is not said."""
    return not missing.isdisjoint(placeholders_in(sentence))


def filled(sentence: str, facts: Mapping[str, str]) -> str:
    """The sentence with its facts. Raises KeyError where one is unknown."""
    return PLACEHOLDER.sub(lambda found: facts[found[1]], sentence)
