"""A translation beside its German text: which pieces belong together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from documents.handouts import Box, Grid, Heading, Items, Piece, Row


def paired(own: Sequence[Piece], german: Sequence[Piece]) -> tuple[Row, ...]:
    """Rows in the order of both texts; pieces without a like one on the other side stand together in one row."""
    own, german = list(_single(own)), list(_single(german))
    matcher = SequenceMatcher(None, [_shape(piece) for piece in own], [_shape(piece) for piece in german], False)
    rows: list[Row] = []
    for _tag, start, end, german_start, german_end in matcher.get_opcodes():
        rows += _rows(own[start:end], german[german_start:german_end])
    return tuple(rows)


def _rows(own: Sequence[Piece], german: Sequence[Piece]) -> Iterator[Row]:
    if len(own) == len(german):
        yield from (Row(own=(one,), other=(other,)) for one, other in zip(own, german, strict=True))
    else:
        yield Row(own=tuple(own), other=tuple(german))


def _single(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Lists fall apart into their items, so that each stands beside its like."""
    for piece in pieces:
        if isinstance(piece, Items):
            yield from (
                replace(piece, items=(item,), first=piece.first + place) for place, item in enumerate(piece.items)
            )
        else:
            yield piece


def _shape(piece: Piece) -> tuple[str, ...]:
    """What is alike in a text and its translation."""
    if isinstance(piece, Heading):
        return (piece.kind, str(piece.level))
    if isinstance(piece, Items):
        return (piece.kind, str(piece.is_numbered), str(piece.are_steps))
    if isinstance(piece, Box):
        return (piece.kind, piece.tone)
    if isinstance(piece, Grid):
        return (piece.kind, str(len(piece.rows)))
    return (piece.kind,)
