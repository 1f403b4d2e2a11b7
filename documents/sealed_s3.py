"""Sealed files behind an S3 interface. What goes there is sealed; the server never sees plain bytes or a key."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

from documents.sealed_files import StoreAway

IN_MEMORY = 8 * 1024 * 1024
"""Bytes of one file that are held in memory on their way; larger ones pass through the folder for temporary files."""


class SealedS3Storage(S3Storage):
    """Whole or absent: an object appears when all of it has arrived. Other errors of the server are `OSError`s."""

    def get_default_settings(self) -> dict[str, Any]:
        client = Config(
            connect_timeout=5,
            read_timeout=60,
            retries={"total_max_attempts": 3},
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",  # servers of other makers know the newer ones not all
        )
        return {**super().get_default_settings(), "client_config": client, "max_memory_size": IN_MEMORY}

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as whole:
            for chunk in content.chunks():
                whole.write(chunk)
            whole.seek(0)
            with _told():
                return str(super()._save(name, File(whole, name)))

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _told():
            opened = super()._open(name, mode)
            opened.file.seek(0)  # it comes whole, before the first byte is used
            return opened

    def delete(self, name: str) -> None:
        with _told():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _told():
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _told():
            folders, files = super().listdir(path)
            return list(folders), list(files)

    def get_modified_time(self, name: str) -> datetime:
        with _told():
            moment = super().get_modified_time(name)
            assert isinstance(moment, datetime)
            return moment


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in ("404", "NoSuchKey"):
            raise FileNotFoundError from error
        raise StoreAway(type(error).__name__) from error
    except BotoCoreError as error:
        raise StoreAway(type(error).__name__) from error
