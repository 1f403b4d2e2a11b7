"""`/healthz` answers always; `/readyz` names what is missing."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from documents import binding, jobs
from documents.jobs import Job

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def bound(db: None) -> None:
    binding.bind()


def test_alive_costs_no_query_and_sets_no_cookie(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies


def test_a_whole_installation_is_ready(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    parts = {"database", "key_store", "queue", "storage", "sweeping", "libreoffice", "clamav", "tesseract"}
    assert {name for name, part in answer.json().items() if part["ok"]} == parts


def test_a_missing_key_ring_shows(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.DEMO, settings.KEYRING = False, tmp_path / "none.json"

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["key_store"] == {"ok": False, "why": "KeyRingUnsafe"}


def test_jobs_that_wait_too_long_show(client: Client) -> None:
    job = jobs.order(key="x", task="t", subject=uuid4())
    assert client.get("/readyz").status_code == 200
    Job.objects.filter(pk=job.pk).update(due_at=timezone.now() - timedelta(minutes=2))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert not answer.json()["queue"]["ok"]


def test_a_store_that_cannot_be_written_shows(client: Client, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    backend = "documents.sealed_files.SealedFileSystemStorage"
    store = {"BACKEND": backend, "OPTIONS": {"location": tmp_path / "file"}}
    settings.STORAGES = {**settings.STORAGES, "sealed": store}

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert not answer.json()["storage"]["ok"]
