"""Sealing: AES-256-GCM under the subject's own key, bound to the subject and to what the bytes are for.

Nothing here is invented: HKDF (RFC 5869) gives each purpose its key; short values are one AES-GCM message; files are
the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015) in chunks of 64 KiB, whose nonce holds the chunk's
number and a flag on the last, so that a cut at any border shows. A format byte and the key's id stand first.
"""

import hmac
import io
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from documents import keystore

VALUE_FORMAT = b"\x01"
STREAM_FORMAT = b"\x02"
NONCE_BYTES = 12
TAG_BYTES = 16
SALT_BYTES = 16
PREFIX_BYTES = 7
CHUNK_BYTES = 64 * 1024
CHUNKS_HELD = 16
"""Chunks of a file that stay in memory while it is read here and there."""
LAST_CHUNK = 2**32 - 1
HEADER_BYTES = 1 + keystore.KEY_ID_BYTES + SALT_BYTES + PREFIX_BYTES


class SealBroken(Exception):
    """The bytes are not what was sealed for this subject and purpose: altered, cut, moved, or another's."""


UNREADABLE = (SealBroken, keystore.KeyMissing, keystore.KeyUnreadable)
"""What `unseal` raises where a row or its key was damaged or erased; a list of many shows the others all the same."""


class Readable(Protocol):
    """An open binary file."""

    def read(self, size: int, /) -> bytes: ...


class Seekable(Readable, Protocol):
    """One that is read from any place on."""

    def seek(self, offset: int, whence: int, /) -> int: ...

    def close(self) -> None: ...


def seal(subject: UUID, purpose: str, plain: bytes) -> bytes:
    """Seal a short value; `purpose` names the place it belongs to, like ``draft/<pk>/answers``.

    Raises keystore.KeyMissing, keystore.KeyUnreadable.
    """
    key = keystore.data_key(subject)
    head = VALUE_FORMAT + key.key_id
    nonce = secrets.token_bytes(NONCE_BYTES)
    return head + nonce + AESGCM(_value_key(key, purpose)).encrypt(nonce, plain, _binding(head, subject, purpose))


def unseal(subject: UUID, purpose: str, sealed: bytes | memoryview) -> bytes:
    """What `seal` was given. Raises SealBroken, keystore.KeyMissing, keystore.KeyUnreadable."""
    sealed = bytes(sealed)
    key = keystore.data_key(subject)
    head = VALUE_FORMAT + key.key_id
    if not sealed.startswith(head) or len(sealed) < len(head) + NONCE_BYTES + TAG_BYTES:
        raise SealBroken(purpose)
    nonce, rest = sealed[len(head) : len(head) + NONCE_BYTES], sealed[len(head) + NONCE_BYTES :]
    try:
        return AESGCM(_value_key(key, purpose)).decrypt(nonce, rest, _binding(head, subject, purpose))
    except InvalidTag as error:
        raise SealBroken(purpose) from error


def subject_of(sealed: bytes | memoryview, purpose: str) -> UUID | None:
    """Who a short value was sealed for, told by the key store alone; None once that subject's key is gone."""
    key_id = bytes(sealed)[1 : 1 + keystore.KEY_ID_BYTES]
    for subject in keystore.subjects_with(key_id) if key_id else ():
        try:
            unseal(subject, purpose, sealed)
        except UNREADABLE:
            continue
        return subject
    return None


def seal_json(subject: UUID, purpose: str, value: Any) -> bytes:
    """Seal a JSON value; equal values give equal plain text."""
    return seal(subject, purpose, canonical(value))


def unseal_json(subject: UUID, purpose: str, sealed: bytes | memoryview) -> Any:
    return json.loads(unseal(subject, purpose, sealed))


def canonical(value: Any) -> bytes:
    """One JSON text for equal values: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fingerprint(subject: UUID, *parts: bytes) -> str:
    """HMAC-SHA-256 of the parts under the subject's key, in hex; tells nothing outside the case."""
    key = keystore.data_key(subject)
    mac = hmac.new(_value_key(key, "fingerprint"), digestmod=sha256)
    for part in parts:
        mac.update(len(part).to_bytes(8, "big"))
        mac.update(part)
    return mac.hexdigest()


def seal_stream(subject: UUID, purpose: str, pieces: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    """Seal a file of any length; memory stays at two chunks. Pieces may have any size."""
    key = keystore.data_key(subject)
    salt, prefix = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(PREFIX_BYTES)
    head = STREAM_FORMAT + key.key_id + salt + prefix
    cipher = AESGCM(_file_key(key, salt, purpose))
    binding = _binding(head, subject, purpose)
    yield head
    for number, (chunk, is_last) in enumerate(_marking_last(_evenly(pieces))):
        yield cipher.encrypt(_nonce(prefix, number, is_last=is_last), chunk, binding)


def unseal_stream(subject: UUID, purpose: str, file: Readable) -> Iterator[bytes]:
    """The plain chunks of a sealed file, each proved before it is given out.

    A file cut at a chunk's border gives its whole chunks and then raises: use nothing before the end is reached.
    Raises SealBroken, keystore.KeyMissing, keystore.KeyUnreadable.
    """
    seal_of = _Seal.of(subject, purpose, file)
    for number, (chunk, is_last) in enumerate(_marking_last(_sealed_chunks(file))):
        yield seal_of.unsealed(chunk, number, is_last=is_last)


class UnsealedFile(io.RawIOBase):
    """The plain bytes of a sealed file, from any place in it on; each chunk is proved before it is given out.

    Opening proves the last one, so that a file that was cut does not open. Opening and reading raise what
    `unseal_stream` raises; closing closes the sealed file too.
    """

    def __init__(self, subject: UUID, purpose: str, file: Seekable) -> None:
        self._file = file
        self._seal = _Seal.of(subject, purpose, file)
        sealed = file.seek(0, io.SEEK_END) - HEADER_BYTES
        self._last = max(sealed - 1, 0) // (CHUNK_BYTES + TAG_BYTES)
        self._length = sealed - (self._last + 1) * TAG_BYTES
        self._place = 0
        self._held: dict[int, bytes] = {}
        self._chunk(self._last)

    def _chunk(self, number: int) -> bytes:
        if number not in self._held:
            self._file.seek(HEADER_BYTES + number * (CHUNK_BYTES + TAG_BYTES), io.SEEK_SET)
            sealed = self._file.read(CHUNK_BYTES + TAG_BYTES)
            if len(self._held) == CHUNKS_HELD:
                self._held.pop(next(iter(self._held)))
            self._held[number] = self._seal.unsealed(sealed, number, is_last=number == self._last)
        return self._held[number]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._length}[whence]
        if place < 0:
            raise ValueError("no place before the beginning of a file")
        self._place = place
        return place

    def readinto(self, buffer: Any, /) -> int:
        """As files do, of one chunk at most."""
        if self._place >= self._length:
            return 0
        number, start = divmod(self._place, CHUNK_BYTES)
        found = memoryview(self._chunk(number))[start : start + len(buffer)]
        buffer[: len(found)] = found
        self._place += len(found)
        return len(found)

    def close(self) -> None:
        self._file.close()
        super().close()


@dataclass(frozen=True, slots=True)
class _Seal:
    """How the chunks of one sealed file open."""

    cipher: AESGCM
    prefix: bytes
    binding: bytes
    purpose: str

    @classmethod
    def of(cls, subject: UUID, purpose: str, file: Readable) -> Self:
        """Reads the file's head."""
        key = keystore.data_key(subject)
        head = file.read(HEADER_BYTES)
        if not head.startswith(STREAM_FORMAT + key.key_id) or len(head) != HEADER_BYTES:
            raise SealBroken(purpose)
        salt, prefix = head[-SALT_BYTES - PREFIX_BYTES : -PREFIX_BYTES], head[-PREFIX_BYTES:]
        return cls(AESGCM(_file_key(key, salt, purpose)), prefix, _binding(head, subject, purpose), purpose)

    def unsealed(self, chunk: bytes, number: int, *, is_last: bool) -> bytes:
        try:
            return self.cipher.decrypt(_nonce(self.prefix, number, is_last=is_last), chunk, self.binding)
        except InvalidTag as error:
            raise SealBroken(self.purpose) from error


def _evenly(pieces: Iterable[bytes | memoryview]) -> Iterator[bytes]:
    """The same bytes in chunks of one size; only the last is shorter, and an empty file is one empty chunk."""
    waiting = bytearray()
    is_empty = True
    for piece in pieces:
        for start in range(0, len(piece), CHUNK_BYTES):
            waiting += piece[start : start + CHUNK_BYTES]
            if len(waiting) >= CHUNK_BYTES:
                yield bytes(waiting[:CHUNK_BYTES])
                del waiting[:CHUNK_BYTES]
                is_empty = False
    if waiting or is_empty:
        yield bytes(waiting)


def _sealed_chunks(file: Readable) -> Iterator[bytes]:
    yield file.read(CHUNK_BYTES + TAG_BYTES)
    while chunk := file.read(CHUNK_BYTES + TAG_BYTES):
        yield chunk


def _marking_last(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    held = next(chunks)
    for chunk in chunks:
        yield held, False
        held = chunk
    yield held, True


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    if number > LAST_CHUNK:
        raise ValueError("A sealed file may not be longer than 2^32 chunks.")
    return prefix + number.to_bytes(4, "big") + (b"\x01" if is_last else b"\x00")


def _value_key(key: keystore.DataKey, purpose: str) -> bytes:
    return HKDFExpand(SHA256(), 32, b"gremium value|" + purpose.encode()).derive(key.secret)


def _file_key(key: keystore.DataKey, salt: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt, b"gremium file|" + purpose.encode()).derive(key.secret)


def _binding(head: bytes, subject: UUID, purpose: str) -> bytes:
    return head + subject.bytes + purpose.encode()
