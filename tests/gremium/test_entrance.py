"""Foreign alphabets and loads too large are turned away in words, before anything is read."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory

from gremium.entrance import EDITORS_MOST_BYTES, MEGABYTE, MOST_BYTES, Entrance

pytestmark = pytest.mark.django_db
PLAIN = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("charset", ["utf-7", "UTF-16", "rot13", "idna", "no-such-alphabet"])
def test_a_foreign_charset_is_a_bad_request(charset: str, client: Client) -> None:
    answer = client.generic("POST", "/accounts/login/", b"login=a&password=b", f"{PLAIN}; charset={charset}")

    assert answer.status_code == 400


@pytest.mark.parametrize("content_type", [PLAIN, f"{PLAIN}; charset=UTF-8", f'{PLAIN}; charset="utf-8"'])
def test_utf_8_is_read(content_type: str, client: Client) -> None:
    answer = client.post("/accounts/login/", b"login=a&password=b", content_type=content_type)

    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/accounts/login/", "/de/antrag/neu/", "/de/", "/no/such/page/", "/healthz"])
def test_three_megabytes_are_enough_for_every_other_address(path: str, client: Client) -> None:
    answer = client.post(path, {"file": SimpleUploadedFile("f.bin", b"x" * MOST_BYTES)})

    assert answer.status_code == 413
    assert "zu viel auf einmal" in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "browser", "language", "direction", "words"),
    [
        ("/ar/", "de", "ar", "rtl", "دفعة واحدة"),
        ("/accounts/login/", "tr", "tr", "ltr", "bir seferde"),
        ("/en/pruefen/", "de", "en", "ltr", "too much at once"),
    ],
)
def test_what_is_too_much_is_told_in_the_readers_language_with_german_beside_it(
    path: str, browser: str, language: str, direction: str, words: str, client: Client
) -> None:
    answer = client.post(
        path, {"file": SimpleUploadedFile("f.bin", b"x" * MOST_BYTES)}, headers={"Accept-Language": browser}
    )

    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}" dir="{direction}">' in answer.text
    assert words in answer.text
    assert '<p lang="de" dir="ltr">Diese Seite nimmt so viel' in answer.text


@pytest.mark.parametrize("path", ["/de/", "/de-simple/"])
def test_german_readers_are_told_once(path: str, client: Client) -> None:
    answer = client.post(path, {"file": SimpleUploadedFile("f.bin", b"x" * MOST_BYTES)})

    assert answer.text.count("Diese Seite nimmt so viel") == 1


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/cms/images/add/", EDITORS_MOST_BYTES - MEGABYTE, 302),  # to the sign-in
        ("/de/antrag/6d1d1d64-4b4b-4f6c-9a60-0d5f7c3f0f7a/anlagen/", EDITORS_MOST_BYTES, 403),  # asks to sign in again
    ],
)
def test_pictures_and_attachments_may_be_larger(path: str, size: int, status: int, client: Client) -> None:
    answer = client.post(path, {"file": SimpleUploadedFile("f.bin", b"x" * size)})

    assert answer.status_code == status


def test_a_signed_sheet_may_be_as_large_as_the_photos_of_a_phone(client: Client) -> None:
    address = "/de/antrag/6d1d1d64-4b4b-4f6c-9a60-0d5f7c3f0f7a/boegen/"

    answer = client.post(address, {"sheet": SimpleUploadedFile("bogen.pdf", b"x" * EDITORS_MOST_BYTES)})

    assert answer.status_code == 302  # to the sign-in, which takes none of it


def test_what_proves_too_much_while_it_is_read_is_told_like_what_is_too_much_at_once(client: Client) -> None:
    answer = client.post("/accounts/login/", dict.fromkeys(map(str, range(5001)), ""))

    assert answer.status_code == 413
    assert "zu viel auf einmal" in answer.content.decode()


class Gone(io.RawIOBase):
    """A browser that stops in the middle."""

    def read(self, _size: int = -1) -> bytes:
        raise ConnectionResetError


def test_whoever_stops_sending_what_is_too_much_leaves_no_error(rf: RequestFactory) -> None:
    request = rf.post("/healthz", CONTENT_LENGTH=str(MOST_BYTES + 1), **{"wsgi.input": Gone()})

    assert Entrance(lambda _request: HttpResponse())(request).status_code == 413


def test_an_editors_picture_has_its_limit_too(client: Client) -> None:
    answer = client.post("/cms/images/add/", {"file": SimpleUploadedFile("f.bin", b"x" * EDITORS_MOST_BYTES)})

    assert answer.status_code == 413
