"""Files that were refused at a save, kept as codes, so that their sentences can be said in any language later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from documents import refusals


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused file: its name, the code of the reason, and the numbers that its sentence names."""

    name: str
    code: str
    facts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def from_data(cls, data: Sequence[Any]) -> "Refusal":
        name, code, facts = data
        return cls(str(name), str(code), dict(facts))

    def as_data(self) -> list[Any]:
        return [self.name, self.code, dict(self.facts)]

    def __str__(self) -> str:
        """The sentence in the language that is active now."""
        return f"„{self.name}“: {refusals.sentence(self.code, self.facts)}"
