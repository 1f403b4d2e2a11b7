"""The technician sees what stands still and starts it again, and learns nothing of any case."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from documents import binding, health, jobs
from documents.brake import Reason
from documents.dossiers import Dossier
from documents.jobs import Job, State
from documents.journal import Act, JournalLine
from gremium.cases.models import Case
from gremium.operating import parts
from gremium.people.models import Organisation, User
from tests.gremium.conftest import MakeCase, SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def case(make_case: MakeCase, north: Organisation) -> Case:
    return make_case(north, dossier="ordered")


def stop(case: Case, **changes: object) -> Job:
    job = Dossier.objects.get(subject=case.subject).job
    assert job is not None
    Job.objects.filter(pk=job.pk).update(**{"state": State.DEAD, "reason": "unexpected", "attempts": 5, **changes})
    return job


def test_a_stopped_job_is_shown_without_a_word_of_its_case(case: Case, bea: User, sign_in: SignIn) -> None:
    binding.bind()
    job = stop(case)

    page = sign_in(bea).get("/de/technik/").content.decode()

    assert f"/de/technik/{job.pk}/erneut/" in page
    for secret in (case.reference, str(case.subject), str(job.target), case.organisation.name):
        assert secret not in page


def test_every_part_has_a_name_and_what_is_commonly_wrong_is_said_in_german() -> None:
    wrong = [*(reason.label for reason in Reason), *(without for _is_there, without in health.OPTIONAL.values())]

    assert parts.NAMES.keys() == health.CHECKS.keys() | health.OPTIONAL.keys()
    assert [sentence for sentence in wrong if parts.sentence(sentence).is_english] == []


def test_what_has_no_translation_is_marked_as_english(
    bea: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise health.NotWell("The disk is on fire.")

    monkeypatch.setitem(health.CHECKS, "storage", away)

    page = sign_in(bea).get("/de/technik/").content.decode()

    assert '<span lang="en" dir="ltr">The disk is on fire.</span>' in page
    assert "Ablage der versiegelten Dateien" in page


def test_trying_again_gives_fresh_attempts_and_one_line(case: Case, bea: User, sign_in: SignIn) -> None:
    job = stop(case)

    answer = sign_in(bea).post(f"/de/technik/{job.pk}/erneut/")

    assert answer.status_code == 302
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.NEW, 0)
    line = JournalLine.objects.get(act=Act.JOB_RETRIED)
    assert line.subject == case.subject
    assert line.is_by(str(bea.ref))


@pytest.mark.parametrize("reason", [jobs.WITHDRAWN, jobs.NOT_KEPT, "key_missing"])
def test_what_may_not_be_compiled_any_more_is_not_offered(case: Case, bea: User, sign_in: SignIn, reason: str) -> None:
    job = stop(case, reason=reason)

    assert sign_in(bea).post(f"/de/technik/{job.pk}/erneut/").status_code == 404
    job.refresh_from_db()
    assert job.state == State.DEAD


def test_a_job_that_nobody_takes_stands_still_too(db: None) -> None:
    fresh, forgotten = (jobs.order(key=name, task="t", subject=uuid4()) for name in "ab")
    Job.objects.filter(pk=forgotten.pk).update(due_at=timezone.now() - timedelta(minutes=5))

    standing = Job.objects.standing_still(timezone.now())

    assert [job.pk for job in standing] == [forgotten.pk] != [fresh.pk]
