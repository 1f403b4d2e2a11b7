"""Seals short texts that belong to no case, such as the seeds of second factors, under the key ring.

The key derives from the ring's lasting key by HKDF, one for each purpose, so that changing the wrapping keys of the
cases leaves these texts readable.
"""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from documents import keyring

FORMAT = b"\x01"
NONCE_BYTES = 12


class TextUnreadable(Exception):
    """The text was altered, moved to another purpose, or sealed with another key ring."""


def seal_text(purpose: str, text: str) -> str:
    """Sealed and printable; `purpose` names what the text is for, like ``people/second-factor``."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = FORMAT + nonce + AESGCM(_key(purpose)).encrypt(nonce, text.encode(), FORMAT + purpose.encode())
    return base64.b64encode(sealed).decode()


def unseal_text(purpose: str, sealed: str) -> str:
    """What `seal_text` was given. Raises TextUnreadable."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        nonce, rest = raw[1 : 1 + NONCE_BYTES], raw[1 + NONCE_BYTES :]
        return AESGCM(_key(purpose)).decrypt(nonce, rest, raw[:1] + purpose.encode()).decode()
    except (ValueError, InvalidTag) as error:
        raise TextUnreadable(purpose) from error


def _key(purpose: str) -> bytes:
    return HKDFExpand(SHA256(), 32, b"gremium text|" + purpose.encode()).derive(keyring.load().journal)
