"""Numbers from 1 to 4 could point to a person; neither they nor what tells them by difference is shown (domain 9.2).

Within one group, whose cells add up to a total: a small cell is shown as "under 5". Whoever knows the total could
still work it out from the others. So as long as total and shown cells leave only one value possible for a hidden cell,
the smallest cell still shown is not told either; where none is left, the total is not told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from pages.board_work import FigureGroup, FigureRow
from pages.figures import SMALL, UNDER, suppressed

NOT_TOLD = ""


@dataclass(frozen=True, slots=True)
class Count:
    """One cell: its German label and its true number, which never leaves this computation."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A group as it may be stored and read. `rows` are label and number; an empty number is not told."""

    title: str
    rows: tuple[tuple[str, str], ...]

    def as_data(self) -> dict[str, Any]:
        return {"title": self.title, "rows": [list(row) for row in self.rows]}

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Self:
        return cls(str(data["title"]), tuple((str(label), str(number)) for label, number in data["rows"]))

    @classmethod
    def public_groups(cls, stored: Sequence[Mapping[str, Any]]) -> tuple[FigureGroup, ...]:
        return tuple(
            FigureGroup(group.title, tuple(FigureRow(label, number) for label, number in group.rows))
            for group in map(cls.of_data, stored)
        )


def shown_group(title: str, cells: Sequence[Count], *, total: str = "") -> Shown:
    """`total`: the label of the sum, "" for a group whose cells do not add up to anything that is told."""
    numbers = [cell.number for cell in cells]
    hidden = _hidden(numbers) if total else {index for index, number in enumerate(numbers) if _is_small(number)}
    rows = [(cell.label, _written(cell.number, index in hidden)) for index, cell in enumerate(cells)]
    if total:
        is_told = not _tells(numbers, hidden)
        rows.append((total, suppressed(str(sum(numbers))) if is_told else NOT_TOLD))
    return Shown(title, tuple(rows))


def _hidden(numbers: Sequence[int]) -> set[int]:
    """Indices of the cells that are not told: the small ones, and as many others as protect them."""
    hidden = {index for index, number in enumerate(numbers) if _is_small(number)}
    others = sorted((index for index in range(len(numbers)) if index not in hidden), key=lambda one: numbers[one])
    for index in (one for one in others if numbers[one]):
        if not _tells(numbers, hidden):
            break
        hidden.add(index)
    return hidden


def _tells(numbers: Sequence[int], hidden: set[int]) -> bool:
    """Whether the sum leaves one value alone possible for a small cell.

    A small sum is told as "under 5" too; so many hidden cells as fit into it are then all ones.
    """
    rest = sum(numbers[index] for index in hidden)
    if sum(numbers) < SMALL:
        return len(hidden) == SMALL - 1
    low = {index: 1 if _is_small(numbers[index]) else SMALL for index in hidden}
    high = {index: SMALL - 1 if _is_small(numbers[index]) else rest for index in hidden}
    for index in hidden:
        if _is_small(numbers[index]):
            least = max(low[index], rest - sum(high[one] for one in hidden if one != index))
            most = min(high[index], rest - sum(low[one] for one in hidden if one != index))
            if least == most:
                return True
    return False


def _is_small(number: int) -> bool:
    return 0 < number < SMALL


def _written(number: int, is_hidden: bool) -> str:
    if not is_hidden:
        return str(number)
    return UNDER if _is_small(number) else NOT_TOLD
