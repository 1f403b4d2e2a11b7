"""Links of one use that go by mail: 32 random bytes, of which the database keeps a digest alone."""

import secrets
from datetime import timedelta
from hashlib import sha256

GOOD_FOR = timedelta(days=7)


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Random enough to need no salt: nobody finds 256 bits by trying."""
    return sha256(token.encode()).hexdigest()
