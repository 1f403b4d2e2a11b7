"""Whether a wording can be used: every placeholder is known and stands where it may, and nothing needed is missing."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gremium.letters.blocks import FACT_KINDS, Block, BlockKind, Body, placeholders_in, sentences_of
from gremium.letters.kinds import Kind
from gremium.letters.sender import SITE_PLACEHOLDERS


def problems(kind: Kind, body: Body) -> list[str]:
    """What stops a wording from being released, in sentences that name the place."""
    found = [problem for number, block in enumerate(body, 1) for problem in _in_block(kind, block, number)]
    return [*found, *_missing(kind, body), *_unsaid(kind, body)]


def stops_printing(kind: Kind, body: Body) -> list[str]:
    """Those of the problems with which no paper can be set at all."""
    return [problem for number, block in enumerate(body, 1) for problem in _in_block(kind, block, number)]


def _in_block(kind: Kind, block: Block, number: int) -> Iterator[str]:
    place = {"number": number, "kind": BlockKind(block.kind).label}
    if block.kind in FACT_KINDS and not _knows(kind, block):
        yield _("Block %(number)s (%(kind)s) names nothing this letter has.") % place
    if block.kind not in FACT_KINDS and not block.sentences:
        yield _("Block %(number)s (%(kind)s) is empty.") % place
    for sentence in block.sentences:
        yield from _in_sentence(kind, sentence, place)


def _knows(kind: Kind, block: Block) -> bool:
    if block.kind == BlockKind.FREE:
        free = kind.placeholder(block.key)
        return free is not None and free.is_free
    found = {BlockKind.LIST: kind.fact_list, BlockKind.CHOICE: kind.choice, BlockKind.GROUP: kind.group}
    return found[BlockKind(block.kind)](block.key) is not None


def _in_sentence(kind: Kind, sentence: str, place: dict[str, object]) -> Iterator[str]:
    named = placeholders_in(sentence)
    known = {one.key for one in SITE_PLACEHOLDERS} | {one.key for one in kind.placeholders if not one.is_free}
    free = {one.key for one in kind.placeholders if one.is_free}
    for key in named:
        told = {**place, "key": f"{{{key}}}", "sentence": sentence}
        if key in free:
            yield (
                _(
                    "Block %(number)s (%(kind)s): %(key)s is a text written for the letter. It needs a block of its "
                    "own: “Text written for this letter”."
                )
                % told
            )
        elif key not in known:
            yield (_("Block %(number)s (%(kind)s): this letter has no placeholder %(key)s, in “%(sentence)s”.") % told)
    if sentence.count("{") != len(named) or sentence.count("}") != len(named):
        yield (
            _("Block %(number)s (%(kind)s): a curly bracket stands alone in “%(sentence)s”.")
            % {**place, "sentence": sentence}
        )


def _missing(kind: Kind, body: Body) -> Iterator[str]:
    said = {key for sentence in sentences_of(body) for key in placeholders_in(sentence)}
    said |= {block.key for block in body if block.kind in FACT_KINDS}
    needed = [(one.key, one.label) for one in kind.placeholders if not one.is_optional]
    needed += [(one.key, one.label) for one in kind.lists if not one.is_optional]
    needed += [(one.key, one.label) for one in kind.choices]
    needed += [(one.key, one.label) for one in kind.groups]
    for key, label in needed:
        if key not in said:
            yield (
                _("The letter must say this, and no block does: %(label)s (%(key)s).")
                % {"label": label, "key": f"{{{key}}}"}
            )


def _unsaid(kind: Kind, body: Body) -> Iterator[str]:
    said = set(sentences_of(body))
    for sentence in kind.must_say:
        if sentence not in said:
            yield _("This sentence must stand in the letter as it is: “%(sentence)s”") % {"sentence": sentence}
