"""Files and acts that were refused at a save, kept as codes: their sentences can be said in any language later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from documents import refusals
from forms import messages
from forms.messages import Say

WAITS_FOR_CONSENT = "waits_for_consent"
"""The paper tells of health or the like, and nobody has agreed yet that such data goes to the board."""
CHANGED_ELSEWHERE = "changed_elsewhere"
"""An entry that was to be taken out holds what somebody else wrote meanwhile."""
OWN: Mapping[str, Say] = {
    WAITS_FOR_CONSENT: messages.papers_wait,
    CHANGED_ELSEWHERE: messages.changed_elsewhere,
}
"""Reasons that only a form knows."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused file or entry: its name, the code of the reason, and the numbers that its sentence names."""

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
        told = OWN[self.code]() if self.code in OWN else refusals.sentence(self.code, self.facts)
        return f"„{self.name}“: {told}"
