"""References of cases: ``BF-XXXX-XXXX``, seven random characters of Crockford's alphabet and a check character.

The check character (Luhn modulo 32) finds every mistyped character and every swap of two neighbours but one pair.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 7
_given: ContextVar[str] = ContextVar("given_reference", default="")


def draw() -> str:
    """A fresh reference; the caller makes sure it is not taken."""
    return _given.get() or _written("".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS)))


@contextmanager
def giving(reference: str) -> Iterator[None]:
    """Inside this block the next case gets `reference`; for the demo's cases, which are known by theirs."""
    token = _given.set(reference)
    try:
        yield
    finally:
        _given.reset(token)


def is_valid(reference: str) -> bool:
    """Whether form and check character are right; letters may be small, I and L stand for 1, O for 0."""
    text = normalised(reference)
    return len(text) == RANDOM_CHARACTERS + 1 and all(c in ALPHABET for c in text) and _check(text[:-1]) == text[-1]


def normalised(reference: str) -> str:
    """The eight characters as they count, without prefix and hyphens."""
    text = reference.upper().removeprefix("BF-").replace("-", "").replace(" ", "")
    return text.translate(str.maketrans("ILO", "110"))


def _written(body: str) -> str:
    text = body + _check(body)
    return f"BF-{text[:4]}-{text[4:]}"


def _check(body: str) -> str:
    size = len(ALPHABET)
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (1 if place % 2 else 2)
        total += value // size + value % size
    return ALPHABET[-total % size]
