"""Sealed files behind an S3 interface behave as in a folder; a server of its own answers."""

import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from uuid import UUID

import boto3
import pytest
from botocore.exceptions import BotoCoreError
from django.conf import settings as installed
from pytest_django.fixtures import Settings

from documents import health, sealed_files, vault
from documents.sealed_files import StoreAway
from gremium.stores import sealed_store

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BUCKET = "sealed"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Host and port of an S3 server in a process of its own."""
    if find_spec("moto") is None or find_spec("flask_cors") is None:
        pytest.skip("no S3 server is installed (moto with flask)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", place.rpartition(":")[2]]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _make_bucket(place)
        yield place
    finally:
        process.kill()
        process.wait()


def _make_bucket(place: str) -> None:
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{place}",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        region_name="eu-central-1",
    )
    patience = time.monotonic() + 120
    while True:
        try:
            client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
            return
        except BotoCoreError:
            if time.monotonic() > patience:
                raise
            time.sleep(0.2)


@pytest.fixture
def store(server: str, settings: Settings) -> None:
    use(settings, server)


def use(settings: Settings, place: str) -> None:
    address = f"s3://key:secret@{place}/{BUCKET}?secure=0&region=eu-central-1"
    settings.STORAGES = {**installed.STORAGES, "sealed": sealed_store(address, installed.DATA / "sealed")}


def test_a_file_comes_back_as_it_was_and_lies_there_sealed(store: None, subject: UUID) -> None:
    data = secrets.token_bytes(300_000)

    name = sealed_files.write(subject, "upload/1", data)

    assert sealed_files.read(subject, "upload/1", name) == data
    with sealed_files.storage().open(name) as file:
        assert data[:64] not in file.read()
    assert name in set(sealed_files.all_names())


def test_a_file_in_the_place_of_another_does_not_open(store: None, subject: UUID, other_subject: UUID) -> None:
    name = sealed_files.write(subject, "upload/1", b"x" * 100)

    with pytest.raises(vault.SealBroken):
        sealed_files.read(other_subject, "upload/1", name)


def test_a_removed_file_is_not_found(store: None, subject: UUID) -> None:
    name = sealed_files.write(subject, "upload/1", b"x")

    sealed_files.remove(name, name, "")

    with pytest.raises(FileNotFoundError):
        sealed_files.read(subject, "upload/1", name)
    assert name not in set(sealed_files.all_names())


def test_the_store_is_ready(store: None) -> None:
    health.probe_storage()

    assert not [name for name in sealed_files.all_names() if name.startswith(sealed_files.PROBES)]


def test_a_server_that_is_away_is_an_error_of_the_system(server: str, settings: Settings, subject: UUID) -> None:
    use(settings, "127.0.0.1:9")

    with pytest.raises(StoreAway):
        sealed_files.write(subject, "upload/1", b"x")
    assert issubclass(StoreAway, OSError)
