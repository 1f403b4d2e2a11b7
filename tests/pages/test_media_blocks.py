"""Recordings and films stand on a page with all a reader must know, and leave no trace where there are none."""

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from pages.media_blocks import RecordingBlock, SignVideoBlock, details_of
from tests.pages.sounds import document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]
PATH = "/de/so-laeuft-es-ab/"


def with_media(*media: tuple[str, dict[str, Any]]) -> None:
    page = Page.objects.get(slug="so-laeuft-es-ab", locale__language_code="de").specific
    page.media = list(media)
    page.save_revision().publish()


def test_a_page_without_media_shows_neither_player_nor_link(client: Client) -> None:
    html = client.get(PATH).text

    assert "<audio" not in html
    assert "<video" not in html


def test_a_recording_can_be_heard_and_sent_on_and_says_size_length_and_language(client: Client) -> None:
    file = document("mp3")
    with_media(("recording", {"audio": file}))

    html = client.get(PATH).text

    assert f'<audio controls preload="none" src="{file.url}"></audio>' in html
    assert f'<a href="{file.url}" download>' in html
    assert "(<bdi>MP3</bdi>, <bdi>2,3" in html
    assert "<bdi>2:31</bdi>)" in html
    assert '<span lang="de" dir="ltr">(Deutsch)</span>' in html


def test_a_film_has_captions_a_transcript_and_no_autoplay(client: Client) -> None:
    film, captions = document("mp4", "film"), document("vtt", "untertitel")
    video = {"title": "Gebärdensprache", "video": film, "captions": captions, "transcript": "<p>Wir erklären es.</p>"}
    with_media(("sign_video", video))

    html = client.get(PATH).text

    assert f'<video controls preload="none" playsinline width="640" height="480" src="{film.url}">' in html
    assert f'<track kind="captions" srclang="de" label="Deutsch" src="{captions.url}">' in html
    assert "Wir erklären es." in html
    assert "autoplay" not in html


def test_a_film_may_lie_at_an_address_of_this_site(client: Client) -> None:
    with_media(("sign_video", {"title": "Film", "address": "/media/film.mp4", "transcript": "<p>Text</p>"}))

    assert 'src="/media/film.mp4"' in client.get(PATH).text


def test_the_policy_lets_the_site_play_its_own_files_alone(client: Client) -> None:
    assert "media-src 'self'" in client.get(PATH).headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("block", "value"), [(RecordingBlock(), {"audio": "mp4"}), (SignVideoBlock(), {"video": "mp3", "captions": "pdf"})]
)
def test_a_slot_takes_only_its_kinds_of_file(block: Any, value: dict[str, str]) -> None:
    files = {name: document(extension, name) for name, extension in value.items()}
    whole = block.to_python({"title": "T", "transcript": "<p>T</p>", **{name: file.pk for name, file in files.items()}})

    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(whole)

    assert refused.value.block_errors.keys() == value.keys()


def test_a_file_that_does_not_tell_its_length_is_told_without() -> None:
    with override("en"):
        assert details_of(document("webm")) == ["WEBM", "44\xa0bytes"]
