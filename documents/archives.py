"""Archives of a backup: one tar file, written and read as a stream, encrypted to offline recipients (age) where set.

Whoever holds the archive and the private identity can read it with the plain programs `age` and `tar`, too.
"""

import os
import tarfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pyrage

PART = ".part"
ENCRYPTED = ".age"
BLOCK = 1024 * 1024


class ArchiveUnreadable(Exception):
    """The message says in a sentence why the archive cannot be read."""


def read_recipients(texts: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    """Recipients like ``age1…``. Raises ValueError."""
    try:
        return [pyrage.x25519.Recipient.from_str(text.strip()) for text in texts]
    except pyrage.RecipientError as error:
        raise ValueError("A recipient of backups is not written like age1….") from error


def make_identity(path: Path) -> str:
    """Write a new private identity and return the recipient that belongs to it. Raises FileExistsError."""
    identity = pyrage.x25519.Identity.generate()
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(f"{identity}\n")
    return str(identity.to_public())


def read_identity(path: Path) -> pyrage.x25519.Identity:
    """The private identity in a file of ours or of `age-keygen`. Raises ArchiveUnreadable."""
    try:
        lines = [line.strip() for line in path.read_text().splitlines() if line.startswith("AGE-SECRET-KEY-")]
        return pyrage.x25519.Identity.from_str(lines[0])
    except (OSError, UnicodeDecodeError, IndexError, pyrage.IdentityError) as error:
        raise ArchiveUnreadable(f"{path} holds no identity like AGE-SECRET-KEY-….") from error


@contextmanager
def writing(path: Path, recipients: Sequence[pyrage.x25519.Recipient]) -> Iterator[tarfile.TarFile]:
    """A tar file to add to; on leaving it lies whole at `path`, after an error nothing does."""
    part = path.with_name(path.name + PART)
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            with _encrypting(file, recipients) as sink, tarfile.open(fileobj=sink, mode="w|") as tar:
                yield tar
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def reading(path: Path, identity: pyrage.x25519.Identity | None) -> Iterator[tarfile.TarFile]:
    """The tar file's members in order, as a stream. Raises ArchiveUnreadable."""
    if path.suffix == ENCRYPTED and identity is None:
        raise ArchiveUnreadable(f"{path.name} is encrypted. Give the private identity: --identity FILE")
    try:
        with path.open("rb") as file, _decrypting(file, identity) as source:
            with tarfile.open(fileobj=source, mode="r|") as tar:
                yield tar
            while source.read(BLOCK):  # what stands behind is proved, too
                pass
    except (tarfile.TarError, EOFError, pyrage.DecryptError) as error:
        raise ArchiveUnreadable(f"{path.name} is damaged, or encrypted for another identity.") from error


@contextmanager
def _encrypting(file: IO[bytes], recipients: Sequence[pyrage.x25519.Recipient]) -> Iterator[IO[bytes]]:
    """What is written goes through a pipe to a thread that encrypts; a failure of the thread is raised here."""
    if not recipients:
        yield file
        return
    exit_end, entrance_end = os.pipe()

    def encrypt() -> None:
        with os.fdopen(exit_end, "rb") as source:
            pyrage.encrypt_io(source, file, list(recipients))

    work = _Work(encrypt)
    try:
        with os.fdopen(entrance_end, "wb") as entrance:
            yield entrance
    except BrokenPipeError:
        work.finish()
        raise
    except BaseException:
        work.wait()
        raise
    work.finish()


@contextmanager
def _decrypting(file: IO[bytes], identity: pyrage.x25519.Identity | None) -> Iterator[IO[bytes]]:
    """What is read comes through a pipe from a thread that decrypts; a damaged file is raised at the end."""
    if identity is None or not file.name.endswith(ENCRYPTED):
        yield file
        return
    exit_end, entrance_end = os.pipe()

    def decrypt() -> None:
        with suppress(BrokenPipeError), os.fdopen(entrance_end, "wb") as entrance:  # whoever reads may stop early
            try:
                pyrage.decrypt_io(file, entrance, [identity])
            except OSError as error:
                if error.errno is None:  # the library's word for a stream that was changed or cut
                    raise EOFError from error
                raise

    work = _Work(decrypt)
    with os.fdopen(exit_end, "rb") as source:
        try:
            yield source
        except BaseException:
            source.close()
            work.wait()
            raise
    work.finish()


class _Work:
    """A thread whose failure is raised where its end is waited for."""

    def __init__(self, act: Callable[[], None]) -> None:
        self._failure: BaseException | None = None
        self._act = act
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._act()
        except BaseException as failure:
            self._failure = failure

    def wait(self) -> None:
        self._thread.join()

    def finish(self) -> None:
        self.wait()
        if self._failure is not None:
            raise self._failure
