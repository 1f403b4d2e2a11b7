"""What editors upload has been looked at by the virus scanner where one is set, and a picture can be drawn."""

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings
from wagtail.documents.models import Document
from wagtail.images import get_image_model

from tests.documents import scanner
from tests.documents.scanner import EICAR
from tests.pages.sounds import FILES

pytestmark = pytest.mark.django_db
PICTURES = get_image_model().objects


@pytest.fixture
def watched(settings: Settings) -> Iterator[None]:
    """An installation whose scanner works."""
    process = subprocess.Popen([sys.executable, scanner.__file__, "well"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    settings.CLAMD = process.stdout.readline().strip()
    yield
    process.kill()
    process.wait()
    process.stdout.close()


def picture(kind: str, *, noise: int = 0) -> bytes:
    drawn = BytesIO()
    Image.effect_noise((160, 120), 80 + noise).convert("RGB").save(drawn, kind)
    return drawn.getvalue()


def upload(editing: Client, kind: str, name: str, content: bytes) -> str:
    file = SimpleUploadedFile(name, content)
    return str(editing.post(f"/cms/{kind}/add/", {"title": "Datei", "file": file, "collection": "1"}).text)


@pytest.mark.parametrize(
    ("kind", "name", "content"), [("documents", "a.vtt", FILES["vtt"]), ("images", "a.png", picture("PNG"))]
)
def test_a_file_with_a_virus_is_refused_in_words(
    editing: Client, watched: None, kind: str, name: str, content: bytes
) -> None:
    assert "etwas Schädliches" in upload(editing, kind, name, content + EICAR)
    assert not Document.objects.exists()
    assert not PICTURES.exists()

    upload(editing, kind, name, content)

    assert Document.objects.exists() or PICTURES.exists()


def test_nothing_is_taken_while_the_scanner_is_away(editing: Client, settings: Settings) -> None:
    settings.CLAMD = "/nowhere/clamd.ctl"

    assert "gerade nicht auf Viren" in upload(editing, "images", "a.png", picture("PNG"))
    assert not PICTURES.exists()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_that_breaks_off_is_refused_in_words(editing: Client, kind: str) -> None:
    whole = picture(kind)

    answer = upload(editing, "images", f"a.{kind.lower()}", whole[: len(whole) // 2])

    assert "beschädigt" in answer
    assert not PICTURES.exists()
    upload(editing, "images", f"a.{kind.lower()}", whole)
    assert PICTURES.exists()
