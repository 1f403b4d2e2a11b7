"""Files reach browsers with their type, and in any part a player asks for."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.pages.sounds import FILES, document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("extension", "content_type"),
    [
        *(("mp3", "audio/mpeg"), ("m4a", "audio/mp4"), ("ogg", "audio/ogg"), ("opus", "audio/ogg")),
        *(("mp4", "video/mp4"), ("webm", "video/webm"), ("vtt", "text/vtt"), ("pdf", "application/pdf")),
    ],
)
def test_each_kind_has_its_type_and_is_never_guessed(client: Client, extension: str, content_type: str) -> None:
    response = client.get(document(extension).url)

    assert response.headers["Content-Type"] == content_type
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    assert response.headers["Content-Disposition"] == "inline"
    assert response.headers["Accept-Ranges"] == "bytes"
    assert not response.cookies
    assert b"".join(response.streaming_content) == FILES[extension]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "told", "expected"),
    [
        ("bytes=0-3", "bytes 0-3/10", b"0123"),
        ("bytes=4-", "bytes 4-9/10", b"456789"),
        ("bytes=-3", "bytes 7-9/10", b"789"),
        ("bytes=8-99", "bytes 8-9/10", b"89"),
        ("bytes=-99", "bytes 0-9/10", b"0123456789"),
    ],
)
def test_a_player_gets_the_part_it_asks_for(client: Client, asked: str, told: str, expected: bytes) -> None:
    file = document("mp3", content=b"0123456789")

    response = client.get(file.url, headers={"Range": asked})

    assert response.status_code == 206
    assert response.headers["Content-Range"] == told
    assert response.headers["Content-Length"] == str(len(expected))
    assert b"".join(response.streaming_content) == expected  # type: ignore[attr-defined]


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=99-100", "bytes=-0", "bytes=5-3"])
def test_a_part_that_is_not_there_is_refused_with_the_size(client: Client, asked: str) -> None:
    response = client.get(document("mp3", content=b"0123456789").url, headers={"Range": asked})

    assert response.status_code == 416
    assert response.headers["Content-Range"] == "bytes */10"


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "bytes=-", "pieces=0-1", "bytes=a-b", "", f"bytes={5000 * '9'}-"])
def test_what_is_no_single_part_gets_the_whole(client: Client, asked: str) -> None:
    response = client.get(document("mp3", content=b"0123456789").url, headers={"Range": asked})

    assert response.status_code == 200


def test_a_file_that_has_changed_since_is_sent_whole_and_an_unchanged_one_not_at_all(client: Client) -> None:
    file = document("mp3")
    etag = client.get(file.url).headers["ETag"]

    changed = client.get(file.url, headers={"Range": "bytes=0-1", "If-Range": '"old"'})
    same = client.get(file.url, headers={"Range": "bytes=0-1", "If-Range": etag})
    unchanged = client.get(file.url, headers={"If-None-Match": etag})

    assert [changed.status_code, same.status_code, unchanged.status_code] == [200, 206, 304]


def test_a_file_that_an_editor_deletes_is_gone(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    file = document("mp3")
    address, stored = file.url, Path(file.file.path)
    assert stored.exists()

    with django_capture_on_commit_callbacks(execute=True):
        file.delete()

    assert not stored.exists()
    assert client.get(address).status_code == 404


def test_a_wrong_name_is_missing(client: Client) -> None:
    file = document("mp3")

    assert client.get(f"/documents/{file.pk}/other.mp3").status_code == 404
