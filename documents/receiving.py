"""Files of a request, taken into memory and never onto the disk, because they are not sealed yet."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

LeftOut = MultiValueDict[str, str]
"""Names of the files that found no room in a request, by field."""


NO_FILES = "takes_no_files"


def take_no_files(request: HttpRequest) -> None:
    """Leave out every file that this request brings; to be said before anything of it is read."""
    setattr(request, NO_FILES, True)


class MemoryWithinLimit(MemoryFileUploadHandler):
    """Takes files up to the limit of the address; each one that passes it is left out, and its name is kept.

    Django's own handler would switch itself off for such a request, and all its files would vanish without a word.
    """

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:
        self.activated = True
        self.room = most_bytes(self.request)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.room -= len(raw_data)
        if self.room >= 0:
            return super().receive_data_chunk(raw_data, start)
        self.room += start + len(raw_data)
        self.file = BytesIO()
        assert self.request is not None
        left_out(self.request).appendlist(self.field_name or "", self.file_name or "")
        raise SkipFile


def most_bytes(request: HttpRequest | None) -> int:
    """Bytes of files that one request may bring: more only where the settings say so for its view."""
    if getattr(request, NO_FILES, False):
        return 0
    match = getattr(request, "resolver_match", None)
    return settings.UPLOAD_LIMITS.get(match.view_name if match else "", settings.FILE_UPLOAD_MAX_MEMORY_SIZE)


def left_out(request: HttpRequest) -> LeftOut:
    """Names of the request's files that found no room, by field; empty if all did."""
    names = vars(request).setdefault("files_left_out", LeftOut())
    assert isinstance(names, MultiValueDict)
    return names
