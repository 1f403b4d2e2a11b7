"""A locked file opens with its password alone and holds what the plain one holds, under a key of its own."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String

from documents.locking import Finished, Measure, PasswordLock, written
from tests.documents import hostile

SECRET = "Anna Beispiel, Aktenzeichen 7"


def plain() -> bytes:
    """A page with a drawing whose dictionary, which stands outside of all streams, has a string in it."""
    with pikepdf.open(io.BytesIO(hostile.paper("Bescheid"))) as document:
        form = document.make_stream(b"0 0 m", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1])
        form["/LastModified"] = String(SECRET)
        document.pages[0].obj.Resources["/XObject"] = Dictionary(Gr=form)
        return written(document)


def locked(password: str = "geheim ü") -> bytes:
    return b"".join(Finished(plain(), password))


def test_it_opens_with_its_password_alone(check_pdf: Callable[[bytes, str], None]) -> None:
    pdf = locked()

    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(pdf))
    with pikepdf.open(io.BytesIO(pdf), password="geheim ü") as document:
        assert document.encryption.R == 6
        assert document.encryption.stream_method.name == document.encryption.string_method.name == "aesv3"
        assert document.pages[0].obj.Resources.XObject.Gr["/LastModified"] == SECRET
    check_pdf(pdf, "geheim ü")


def test_nothing_can_be_read_in_it_without_the_password() -> None:
    assert SECRET.encode() in plain()

    assert SECRET.encode() not in locked()
    assert SECRET.encode().hex().encode() not in locked()


def test_each_has_a_key_and_an_identifier_of_its_own() -> None:
    found = []
    for pdf in (locked(), locked()):
        with pikepdf.open(io.BytesIO(pdf), password="geheim ü") as document:
            found.append((document.encryption.encryption_key, bytes(document.trailer.ID[0])))

    assert found[0][0] != found[1][0]
    assert found[0][1] != found[1][1]


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 64 * 1024, 64 * 1024 + 1])
def test_data_of_any_length_is_as_long_as_was_told(length: int) -> None:
    lock = PasswordLock.for_password("geheim")

    assert sum(map(len, lock.locked(bytes(length)))) == lock.locked_length(length)
    assert sum(map(len, Measure(lock).locked(bytes(length)))) == lock.locked_length(length)


def test_digest_and_identifier_of_an_open_one_are_those_of_its_bytes() -> None:
    finished = Finished(plain())
    pdf = b"".join(finished)

    assert pdf == b"".join(Finished(plain()))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert bytes(document.trailer.ID[0]).hex() == finished.identifier
