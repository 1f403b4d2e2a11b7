"""Short codes that stand for something without naming it: only who knows it already can tell that it is meant."""

import hmac
from hashlib import sha256

from documents import keyring

DIGITS = 20
"""Hexadecimal digits of a code."""


def code_for(text: str) -> str:
    """The same for the same text in one installation; under the journal's key, so that guessing does not find it."""
    return hmac.new(keyring.load().journal, b"code|" + text.encode(), sha256).hexdigest()[:DIGITS]
