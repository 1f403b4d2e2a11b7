"""What entering a case cost somebody's hands, and how long that takes at a person's speed.

The time is that of the keystroke-level model (Card, Moran, Newell: The keystroke-level model for user performance time
with interactive systems, Communications of the ACM 23(7), 1980): K = 0.28 s for each key of an average typist who is
no secretary (40 words a minute), Shift counted as a key of its own; M = 1.35 s to make up one's mind before each input
and each button; R, the time a person waits for a page, as it was measured. Hands that use keys alone never leave them,
so that H = 0.4 s is counted once a page: they come back from the papers. What is said at the desk, and reading the
questions to the person concerned, is not part of the model.
"""

from dataclasses import dataclass, field

KEY, MIND, HOMING = 0.28, 1.35, 0.4
"""Seconds; see above."""
SHIFTED = frozenset('!"§$%&/()=?*;:_>°')
"""Characters of a German keyboard that need Shift; capital letters do too."""


@dataclass(slots=True)
class Tally:
    """`presses` are keys that write nothing; `waited` is in seconds; `by_step` holds the inputs of each step."""

    inputs: int = 0
    characters: int = 0
    shifts: int = 0
    presses: int = 0
    buttons: int = 0
    pages: int = 0
    waited: float = 0.0
    by_step: dict[str, int] = field(default_factory=dict)

    def typed(self, text: str) -> None:
        self.characters += len(text)
        self.shifts += sum(one.isupper() or one in SHIFTED for one in text)

    @property
    def keys(self) -> int:
        return self.characters + self.shifts + self.presses

    @property
    def minutes(self) -> float:
        hands = KEY * self.keys + MIND * (self.inputs + self.buttons) + HOMING * self.pages
        return (hands + self.waited) / 60

    def __str__(self) -> str:
        return (
            f"{self.inputs} inputs, {self.characters} characters, {self.presses + self.shifts} other keys, "
            f"{self.buttons} buttons, {self.pages} pages ({self.waited:.1f} s waited): {self.minutes:.1f} minutes"
        )
