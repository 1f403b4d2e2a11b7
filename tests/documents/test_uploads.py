"""Uploads: examined, sealed twice, removed without a trace, and never more than there is room for."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone

from documents import brake, intake, sealed_files, uploads
from documents.actors import Actor
from documents.journal import Act, JournalLine
from documents.sealed_files import OrphanedFile
from documents.uploads import Upload
from tests.documents.ordering import LIMITS, pdf
from tests.documents.rolling_back import rolled_back

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
real_commits = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


def accepted(subject: UUID, by: Actor, name: str = "Pass von Shirin Karvani.pdf", pages: int = 2) -> Upload:
    return uploads.accept_upload(subject=subject, name=name, data=pdf(pages), limits=LIMITS, by=by)


def sealed_names() -> set[str]:
    return set(sealed_files.all_names())


def test_an_upload_is_kept_as_it_came_and_as_the_gate_rebuilt_it(subject: UUID, worker: Actor) -> None:
    data = pdf(3, "Karvani")

    upload = uploads.accept_upload(subject=subject, name="Pass.pdf", data=data, limits=LIMITS, by=worker)

    assert uploads.read_original(upload) == data
    assert uploads.read_pdf(upload).startswith(b"%PDF")
    assert (upload.pages, upload.size, upload.media_type) == (3, len(data), "application/pdf")
    assert upload.gate_version == intake.gate_version()


def test_the_files_name_is_sealed(subject: UUID, worker: Actor) -> None:
    upload = accepted(subject, worker)

    upload.refresh_from_db()
    assert upload.display_name == "Pass von Shirin Karvani.pdf"
    assert b"Karvani" not in bytes(upload.sealed_name)


def test_a_refused_file_leaves_a_line_and_nothing_else(subject: UUID, worker: Actor) -> None:
    before = sealed_names()

    with pytest.raises(intake.Refused) as refused:
        uploads.accept_upload(subject=subject, name="a.pdf", data=b"no pdf", limits=LIMITS, by=worker)

    assert refused.value.message
    assert sealed_names() == before
    assert not Upload.objects.exists()
    assert JournalLine.objects.get().act == Act.ATTACHMENT_REJECTED


@real_commits
def test_a_removed_upload_takes_its_files_along(subject: UUID, worker: Actor) -> None:
    before = sealed_names()
    upload = accepted(subject, worker)

    uploads.remove_upload(upload, worker)

    assert not Upload.objects.of(subject).exists()
    assert sealed_names() == before


@real_commits
def test_a_removal_that_is_rolled_back_removes_no_file(subject: UUID, worker: Actor) -> None:
    upload = accepted(subject, worker)

    with rolled_back():
        uploads.remove_upload(upload, worker)

    assert uploads.read_pdf(Upload.objects.get(subject=subject))


@real_commits
def test_an_upload_that_is_rolled_back_is_swept(subject: UUID, worker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = accepted(subject, worker)
    with rolled_back():
        lost = accepted(subject, worker)
    assert {lost.original_file, lost.pdf_file} <= sealed_names()

    monkeypatch.setattr(sealed_files, "YOUNG", timedelta(seconds=-1))
    sealed_files.sweep_orphans(is_confirmed=True)
    OrphanedFile.objects.update(since=timezone.now() - brake.PATIENCE)
    sealed_files.sweep_orphans(is_confirmed=True)

    assert {lost.original_file, lost.pdf_file}.isdisjoint(sealed_names())
    assert {kept.original_file, kept.pdf_file} <= sealed_names()


def test_room_is_counted_over_the_whole_case(subject: UUID, other_subject: UUID, worker: Actor) -> None:
    upload = accepted(subject, worker)

    with pytest.raises(uploads.NoRoom) as too_many:
        uploads.require_room(subject, size=1, most_files=1, most_bytes=10**9)
    with pytest.raises(uploads.NoRoom) as too_large:
        uploads.require_room(subject, size=1, most_files=9, most_bytes=upload.size)

    assert (too_many.value.code, too_large.value.code) == ("too_many", "too_large_together")
    uploads.require_room(subject, size=1, most_files=2, most_bytes=upload.size + 1)
    uploads.require_room(other_subject, size=1, most_files=1, most_bytes=1)


def test_each_case_sees_its_own_uploads_alone(subject: UUID, other_subject: UUID, worker: Actor) -> None:
    own, _foreign = accepted(subject, worker), accepted(other_subject, worker)

    assert list(Upload.objects.of(subject)) == [own]


def test_a_lost_file_is_said_to_be_lost(subject: UUID, worker: Actor) -> None:
    upload = accepted(subject, worker)
    Path(sealed_files.storage().path(upload.pdf_file)).unlink()

    with pytest.raises(FileNotFoundError):
        uploads.read_pdf(upload)
