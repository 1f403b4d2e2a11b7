"""An erased case is gone: rows, files, and what a backup would bring back."""

from pathlib import Path
from uuid import UUID

import pytest

from documents import dossiers, erasing, keystore, sealed_files, uploads, vault
from documents.actors import Actor
from documents.dossiers import Dossier
from documents.jobs import Job
from documents.journal import Act, JournalLine
from documents.steps import StepResult
from documents.tasks import compile_dossier
from documents.uploads import Upload
from tests.documents.ordering import LIMITS, content, pdf
from tests.documents.rolling_back import rolled_back

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


def fill(subject: UUID, by: Actor) -> Dossier:
    """A case with an upload and a compiled dossier."""
    upload = uploads.accept_upload(subject=subject, name="a.pdf", data=pdf(1, "x"), limits=LIMITS, by=by)
    order = {"a1": [upload.pk]}
    dossier = dossiers.order_dossier(subject=subject, content=content("T-1", ()), uploads=order, by=by)
    job = dossier.job
    assert job is not None
    compile_dossier(job.pk)
    return Dossier.objects.get(pk=dossier.pk)


def names_of(subject: UUID) -> list[str]:
    rows = [*Dossier.objects.filter(subject=subject), *StepResult.objects.filter(subject=subject)]
    return [*Upload.objects.of(subject).files(), *(row.file for row in rows)]


def test_an_erased_case_leaves_no_row_and_no_file(subject: UUID, other_subject: UUID, worker: Actor) -> None:
    fill(subject, worker)
    kept = fill(other_subject, worker)
    files = [Path(sealed_files.storage().path(name)) for name in names_of(subject)]
    assert len(files) == 5
    assert all(path.exists() for path in files)

    erasing.erase_subject(subject, by=worker)

    assert not any(path.exists() for path in files)
    for model in (Upload, Dossier, StepResult, Job):
        assert not model._default_manager.filter(subject=subject).exists()
    assert dossiers.read_dossier(kept)


def test_the_journal_still_says_what_happened(subject: UUID, worker: Actor) -> None:
    fill(subject, worker)

    erasing.erase_subject(subject, by=worker)

    acts = list(JournalLine.objects.about(subject).values_list("act", flat=True))
    assert acts == [Act.ATTACHMENT_UPLOADED, Act.DOSSIER_QUEUED, Act.DOSSIER_BUILT, Act.ERASURE_EXECUTED]


def test_an_erasure_that_breaks_off_has_still_made_everything_unreadable(subject: UUID, worker: Actor) -> None:
    dossier = fill(subject, worker)

    with rolled_back():
        erasing.erase_subject(subject, by=worker)

    assert Dossier.objects.filter(pk=dossier.pk).exists()
    with pytest.raises(keystore.KeyMissing):
        dossiers.read_dossier(dossier)
    with pytest.raises(keystore.KeyMissing):
        vault.fingerprint(subject, b"x")


def test_erasing_twice_is_no_error(subject: UUID, worker: Actor) -> None:
    fill(subject, worker)

    erasing.erase_subject(subject, by=worker)
    erasing.erase_subject(subject, by=worker)

    assert not keystore.has_key(subject)
