"""What an editor uploads is what its name says, and no larger than its kind may be."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.documents.models import Document

from pages.file_kinds import KINDS, check_file
from tests.pages.sounds import FILES, MPEG_FRAME


@pytest.mark.parametrize("extension", KINDS)
def test_each_kind_is_known_by_its_first_bytes(extension: str) -> None:
    check_file(ContentFile(FILES[extension], f"a.{extension.upper()}"))


@pytest.mark.parametrize("extension", KINDS)
@pytest.mark.parametrize("content", [b"", b"<html><script>", b"MZ\x90\x00" + bytes(60), b"\xff\xd8\xff\xe0JFIF"])
def test_what_only_borrows_the_name_is_refused(extension: str, content: bytes) -> None:
    with pytest.raises(ValidationError, match=r"something else|etwas anderes"):
        check_file(ContentFile(content, f"a.{extension}"))


@pytest.mark.parametrize("content", [b"ID3\x04" + bytes(60), MPEG_FRAME, b"\xff\xf3\x40" + bytes(60)])
def test_a_recording_may_begin_with_a_tag_or_at_once(content: bytes) -> None:
    check_file(ContentFile(content, "a.mp3"))


def test_each_kind_has_its_own_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    file = ContentFile(FILES["vtt"] + bytes(KINDS["vtt"].largest), "a.vtt")

    with pytest.raises(ValidationError, match=r"at most|höchstens"):
        check_file(file)


def test_other_kinds_are_refused_by_name() -> None:
    with pytest.raises(ValidationError, match="mp3, m4a, ogg, opus, mp4, webm, vtt"):
        check_file(ContentFile(b"MZ", "a.exe"))


@pytest.mark.django_db
def test_the_editors_form_says_what_is_wrong_and_keeps_nothing(editing: Client) -> None:
    fake = SimpleUploadedFile("a.mp3", b"<html>", content_type="audio/mpeg")

    response = editing.post("/cms/documents/add/", {"title": "Aufnahme", "file": fake, "collection": "1"})

    assert "etwas anderes" in response.text
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_a_film_larger_than_any_picture_can_be_uploaded(editing: Client, settings: object, tmp_path: Path) -> None:
    film = SimpleUploadedFile("a.mp4", FILES["mp4"] + bytes(13 * 1024 * 1024), content_type="video/mp4")

    response = editing.post("/cms/documents/add/", {"title": "Film", "file": film, "collection": "1"})

    assert response.status_code == 302
    assert Document.objects.get().content_type == "video/mp4"
