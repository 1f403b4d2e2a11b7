"""A dossier that was taken back is never compiled, read or copied again; what runs for it ends."""

from typing import Any
from uuid import UUID

import pytest

from documents import dossiers, jobs, sealed_files
from documents.actors import Actor
from documents.dossiers import Dossier, NotReady
from documents.jobs import Job, State
from documents.journal import Act, JournalLine
from documents.revoking import revoke_dossiers
from documents.steps import StepResult
from documents.tasks import compile_dossier
from tests.documents.ordering import content

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def order(subject: UUID, by: Actor, version: str = "1") -> Dossier:
    return dossiers.order_dossier(subject=subject, content=content(version, ()), uploads={}, by=by)


def compiled(subject: UUID, by: Actor, version: str = "1") -> Dossier:
    dossier = order(subject, by, version)
    assert dossier.job is not None
    compile_dossier(dossier.job.pk)
    return Dossier.objects.get(pk=dossier.pk)


def test_a_dossier_taken_back_is_given_to_nobody(
    subject: UUID, other_subject: UUID, worker: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    dossier, kept = compiled(subject, worker), compiled(other_subject, worker)
    files = [dossier.file, *StepResult.objects.filter(subject=subject).values_list("file", flat=True)]

    with django_capture_on_commit_callbacks(execute=True):
        assert revoke_dossiers(subject, by=worker) == 1

    for one in (dossier, Dossier.objects.get(pk=dossier.pk)):
        with pytest.raises(NotReady):
            dossiers.read_dossier(one)
    with pytest.raises(NotReady):
        dossiers.take_copy(dossier, name="R. M.", password="", by=worker)
    assert not any(sealed_files.storage().exists(name) for name in files)
    assert not dossier.downloads.exists()
    assert dossiers.read_dossier(kept)
    acts = JournalLine.objects.about(subject).values_list("act", flat=True)
    assert list(acts)[-1] == Act.DOSSIER_REVOKED


def test_waiting_work_ends_and_is_not_taken_up_again(subject: UUID, worker: Actor) -> None:
    dossier = order(subject, worker)

    revoke_dossiers(subject, by=worker)

    job = Job.objects.get(key=f"dossier/{dossier.pk}")
    assert (job.state, job.reason) == (State.DEAD, jobs.WITHDRAWN)
    assert not jobs.retry(job)
    compile_dossier(job.pk)
    dossier.refresh_from_db()
    assert not dossier.is_ready


def test_a_worker_in_the_middle_loses_its_lease(subject: UUID, worker: Actor) -> None:
    dossier = order(subject, worker)
    assert dossier.job is not None

    with Job.objects.claimed(dossier.job.pk) as job:
        assert job is not None
        revoke_dossiers(subject, by=worker)
        with pytest.raises(jobs.LeaseLost):
            job.advance("render", 1, 1)

    assert Job.objects.get(pk=dossier.job.pk).reason == jobs.WITHDRAWN


def test_taking_back_twice_takes_back_once_and_a_later_order_is_a_new_one(subject: UUID, worker: Actor) -> None:
    compiled(subject, worker)
    revoke_dossiers(subject, by=worker)

    assert revoke_dossiers(subject, by=worker) == 0
    assert dossiers.read_dossier(compiled(subject, worker, "2"))
