"""Files of a request stay in memory, within the limit of the address, and none vanishes without a word."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import ResolverMatch

from documents.receiving import left_out, take_no_files

Receive = Callable[..., Any]


@pytest.fixture
def receive(settings: Any) -> Receive:
    """A request to some view that brings files of these sizes."""
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    settings.UPLOAD_LIMITS = {"roomy": 1000}

    def received(view: str, *sizes: int) -> Any:
        files = [SimpleUploadedFile(f"{number}.bin", b"x" * size) for number, size in enumerate(sizes)]
        request = RequestFactory().post("/", {"word": "stays", "files": files})
        request.resolver_match = ResolverMatch(print, (), {}, url_name=view)
        return request

    return received


def test_files_within_the_limit_are_all_there(receive: Receive) -> None:
    request = receive("plain", 60, 40)

    assert [len(file.read()) for file in request.FILES.getlist("files")] == [60, 40]
    assert not left_out(request)


def test_a_file_beyond_the_limit_is_named_and_the_others_stay(receive: Receive) -> None:
    request = receive("plain", 60, 50, 40)

    assert [file.name for file in request.FILES.getlist("files")] == ["0.bin", "2.bin"]
    assert left_out(request).getlist("files") == ["1.bin"]
    assert request.POST["word"] == "stays"


def test_a_view_may_have_more_room(receive: Receive) -> None:
    request = receive("roomy", 600)

    assert [file.size for file in request.FILES.getlist("files")] == [600]


def test_where_no_files_are_taken_each_is_named_and_the_words_stay(receive: Receive) -> None:
    request = receive("roomy", 60, 300_000)

    take_no_files(request)

    assert not request.FILES
    assert left_out(request).getlist("files") == ["0.bin", "1.bin"]
    assert request.POST["word"] == "stays"


def test_large_files_of_many_chunks_are_counted_whole(receive: Receive) -> None:
    request = receive("plain", 300_000, 90)

    assert [file.size for file in request.FILES.getlist("files")] == [90]
    assert left_out(request).getlist("files") == ["0.bin"]


def test_nothing_is_written_to_the_disk(receive: Receive, tmp_path: Any, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)

    list(receive("roomy", 900, 900).FILES.values())

    assert list(tmp_path.iterdir()) == []
