"""One line of the performance table."""

from dataclasses import asdict, dataclass
from typing import Any


class NotMeasured(Exception):
    """A tool or a file is missing on this machine; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was measured, in its unit, against its goal; `ratio` compares with what was measured in the same run."""

    name: str
    value: float | None = None
    unit: str = ""
    goal: str = ""
    ratio: float | None = None
    note: str = ""

    @property
    def shown(self) -> str:
        return "–" if self.value is None else f"{self.value:g} {self.unit}".strip()

    def as_data(self) -> dict[str, Any]:
        return asdict(self)
