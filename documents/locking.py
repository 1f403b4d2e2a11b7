"""Writing a document out: the same bytes each time, or encrypted with AES-256."""

import hashlib
import io
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self

import pikepdf
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC
from pikepdf import Pdf

from documents.file_objects import SHORT, Buffer, Laid, Lock, Writing, number_of, plain_string, said_of

IDENTIFIER_BYTES = 16
_BLOCK = 16


@dataclass(frozen=True, slots=True)
class PasswordLock:
    """Encrypts one file with a key of its own, which the password opens (AES-256, ISO 32000-2, 7.6, revision 6).

    `identifier` is the one by which the file is known.

    qpdf makes key and `opening`. The data it would encrypt block by block, at ten times the cost of doing it at once.

    Printing and copying text, also for screen readers, stay permitted; changing pages does not.
    """

    key: bytes
    opening: bytes
    identifier: bytes

    @classmethod
    def for_password(cls, password: str) -> Self:
        empty = io.BytesIO()
        with pikepdf.new() as made:
            made.save(empty, encryption=_encryption(password))
        with pikepdf.open(empty, password=password) as opened:
            said = said_of(opened.trailer.Encrypt, number_of, plain_string)
            return cls(opened.encryption.encryption_key, said, secrets.token_bytes(IDENTIFIER_BYTES))

    def locked(self, data: Buffer) -> Iterator[bytes]:
        """CBC behind a random block, padded to whole blocks (7.6.3)."""
        start = secrets.token_bytes(_BLOCK)
        cipher = Cipher(AES256(self.key), CBC(start)).encryptor()
        yield start
        whole = memoryview(data)
        for at in range(0, len(whole), SHORT):
            yield cipher.update(whole[at : at + SHORT])
        missing = _BLOCK - len(whole) % _BLOCK
        yield cipher.update(bytes([missing]) * missing)

    def locked_length(self, length: int) -> int:
        return _BLOCK + length - length % _BLOCK + _BLOCK


@dataclass(frozen=True, slots=True)
class Measure:
    """Stands in for a lock where only the length of the file is asked for: all is as long, and nothing is encrypted."""

    lock: Lock

    @property
    def opening(self) -> bytes:
        return self.lock.opening

    @property
    def identifier(self) -> bytes:
        return self.lock.identifier

    def locked(self, data: Buffer) -> Iterator[bytes]:
        yield bytes(self.locked_length(len(data)))

    def locked_length(self, length: int) -> int:
        return self.lock.locked_length(length)


def written(target: Pdf) -> bytes:
    """The file's bytes, not encrypted.

    Each document has an identifier of its own, which other programs keep: the one of what it was made from goes.
    """
    result = io.BytesIO()
    if "/ID" in target.trailer:
        del target.trailer["/ID"]
    target.save(result, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return result.getvalue()


class Finished:
    """What `written` gave, in pieces; encrypted with a password, and then different each time.

    `put_in` may exchange data. `sha256` and `identifier` (both in hex) are those of the file once it was given out.
    """

    def __init__(self, plain: bytes, password: str = "", put_in: Callable[[bytes], bytes] | None = None) -> None:
        self._plain, self._password, self._put_in = plain, password, put_in
        self._digest = hashlib.sha256()
        self.identifier = ""

    def __iter__(self) -> Iterator[Buffer]:
        plain = io.BytesIO(self._plain)
        with pikepdf.open(plain) as document:
            laid = Laid.of(plain, document)
            lock = PasswordLock.for_password(self._password) if self._password else None
            writing = Writing(lock=lock)
            yield from self._counted(writing.moved(laid, put_in=self._put_in))
            own = lock.identifier if lock else self._digest.digest()[:IDENTIFIER_BYTES]
            yield from self._counted(writing.rest(laid, laid.size, own))
            self.identifier = own.hex()

    def _counted(self, pieces: Iterator[Buffer]) -> Iterator[Buffer]:
        for piece in pieces:
            self._digest.update(piece)
            yield piece

    @property
    def sha256(self) -> str:
        assert self.identifier, "the file was not given out to its end"
        return self._digest.hexdigest()


def _encryption(password: str) -> pikepdf.Encryption:
    return pikepdf.Encryption(
        user=password,
        owner=secrets.token_urlsafe(24),
        R=6,
        allow=pikepdf.Permissions(
            accessibility=True,
            extract=True,
            modify_annotation=False,
            modify_assembly=False,
            modify_form=False,
            modify_other=False,
            print_lowres=True,
            print_highres=True,
        ),
    )
