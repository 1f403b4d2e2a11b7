"""A job is done once, whatever happens to those who try."""

import os
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from documents import jobs, sweeping
from documents.jobs import Job, JobFailed, LeaseLost, Queue, State
from tests.documents.rolling_back import rolled_back

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
real_commits = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
TASK = "documents.tasks.compile_dossier"


@pytest.fixture
def job(db_both: None) -> Job:
    return jobs.order(key=f"test/{uuid4()}", task=TASK, subject=uuid4())


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def let_lease_run_out(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def let_wait_pass(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(due_at=timezone.now() - timedelta(seconds=1))


def attempt(job: Job, error: Exception | None = None) -> bool:
    """One worker's try; says whether it held the job."""
    with Job.objects.claimed(job.pk) as held:
        if held is not None and error is not None:
            raise error
    return held is not None


def test_a_finished_block_completes_the_job(job: Job) -> None:
    assert attempt(job)

    assert (fresh(job).state, fresh(job).attempts, fresh(job).lease_until) == (State.DONE, 1, None)
    assert not attempt(job)


def test_what_presses_comes_first_though_its_bell_rings_last(job: Job) -> None:
    pressing = [
        jobs.order(key=f"test/{uuid4()}", task=task, subject=uuid4(), priority=jobs.PRESSING)
        for task in (TASK, "documents.tasks.compile_bundle")
    ]
    turns = Job.objects.turns

    assert turns(job.pk) == [pressing[0].pk, job.pk]
    assert turns(pressing[0].pk) == [pressing[0].pk]
    attempt(pressing[0])
    assert turns(job.pk) == [job.pk]
    attempt(job)
    assert turns(job.pk) == [job.pk]  # rung once more: nothing is left to do


def test_a_job_whose_worker_died_lets_one_that_was_not_tried_go_first(job: Job) -> None:
    untried = jobs.order(key=f"test/{uuid4()}", task=TASK, subject=uuid4())
    assert Job.objects.all()._claim(job.pk) is not None
    let_lease_run_out(job)

    assert Job.objects.turns(job.pk) == [untried.pk, job.pk]
    assert Job.objects.turns(untried.pk) == [untried.pk]
    attempt(untried)
    assert Job.objects.turns(job.pk) == [job.pk]


def test_the_same_key_is_the_same_job(job: Job) -> None:
    again = jobs.order(key=job.key, task=TASK, subject=job.subject)

    assert again.pk == job.pk


def test_a_job_ordered_in_a_transaction_that_fails_never_was(db_both: None) -> None:
    with rolled_back():
        jobs.order(key="lost", task=TASK, subject=uuid4())

    assert not Job.objects.exists()


def test_a_held_job_is_held_by_one(job: Job) -> None:
    with Job.objects.claimed(job.pk) as first, Job.objects.claimed(job.pk) as second:
        assert first is not None
        assert second is None


def test_an_abandoned_job_is_taken_over_and_the_late_one_does_not_count(job: Job) -> None:
    with Job.objects.claimed(job.pk) as slow:
        let_lease_run_out(job)
        with Job.objects.claimed(job.pk) as quick:
            assert quick is not None
        assert slow is not None
        with pytest.raises(LeaseLost):
            slow.complete()
        with pytest.raises(LeaseLost):
            slow.advance("render", 1, 1)

    assert fresh(job).state == State.DONE
    assert fresh(job).attempts == 2


def test_a_late_failure_does_not_undo_a_completion(job: Job) -> None:
    with Job.objects.claimed(job.pk) as slow:
        assert slow is not None
        let_lease_run_out(job)
        assert attempt(job)
        slow.put_back("unexpected")

    assert fresh(job).state == State.DONE


def test_a_known_failure_is_tried_again_after_a_while(job: Job) -> None:
    assert attempt(job, JobFailed("no_space"))

    assert (fresh(job).state, fresh(job).reason) == (State.FAILED, "no_space")
    assert not attempt(job)
    let_wait_pass(job)
    assert attempt(job)
    assert (fresh(job).state, fresh(job).reason) == (State.DONE, "")


def test_an_unexpected_error_is_told_to_the_caller_and_keeps_the_job(job: Job) -> None:
    with pytest.raises(ZeroDivisionError):
        attempt(job, ZeroDivisionError("Shirin Karvani"))

    assert (fresh(job).state, fresh(job).reason) == (State.FAILED, "unexpected")


def test_after_five_failures_a_job_waits_for_a_person(job: Job) -> None:
    for _number in range(jobs.MOST_ATTEMPTS):
        let_wait_pass(job)
        assert attempt(job, JobFailed("content_refused"))

    let_wait_pass(job)
    assert not attempt(job)
    assert fresh(job).state == State.DEAD
    assert fresh(job).reason_text


def test_a_job_that_kills_its_worker_five_times_is_set_aside(job: Job) -> None:
    for _number in range(jobs.MOST_ATTEMPTS):
        assert Job.objects.all()._claim(job.pk) is not None
        let_lease_run_out(job)

    assert jobs.bury_spent() == 1

    assert (fresh(job).state, fresh(job).reason) == (State.DEAD, "worker_lost")
    assert not attempt(job)


def test_a_hopeless_failure_is_not_tried_again(job: Job) -> None:
    attempt(job, JobFailed("key_missing", is_final=True))

    assert fresh(job).state == State.DEAD


def test_a_dead_job_gets_five_fresh_attempts_and_a_done_one_none(job: Job) -> None:
    attempt(job, JobFailed("key_missing", is_final=True))

    assert jobs.retry(fresh(job))
    assert attempt(job)
    assert not jobs.retry(fresh(job))


def test_progress_never_goes_back(job: Job) -> None:
    first = Job.objects.all()._claim(job.pk)
    assert first is not None
    first.advance("attachments", 3, 9)
    let_lease_run_out(job)
    with Job.objects.claimed(job.pk) as held:
        assert held is not None
        held.advance("attachments", 0, 9)
        assert fresh(job).progress == {"attachments": [3, 9]}
        held.advance("attachments", 4, 9)

    assert fresh(job).progress == {"attachments": [4, 9]}


@real_commits
def test_the_heartbeat_keeps_a_long_job(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=0.6))
    monkeypatch.setattr(jobs, "HEARTBEAT", timedelta(seconds=0.1))

    with Job.objects.claimed(job.pk) as held:
        assert held is not None
        threading.Event().wait(1.0)
        assert not attempt(job)

    assert (fresh(job).state, fresh(job).attempts) == (State.DONE, 1)


def test_the_sweeper_rings_for_what_nobody_heard(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(rung_at=None)

    assert sweeping.ring_unheard() == 1
    assert sweeping.ring_unheard() == 0
    Job.objects.filter(pk=job.pk).update(rung_at=timezone.now() - jobs.RING_AGAIN)
    assert sweeping.ring_unheard() == 1


def test_a_long_queue_is_rung_by_turns_and_holds_no_other_queue_up(db_both: None) -> None:
    """Else each waiting job would be rung for every five seconds, and the bells would outlast the work."""

    def waiting(queue: Queue, count: int, priority: int = 0) -> list[int]:
        new = [
            Job(key=str(uuid4()), task=TASK, subject=uuid4(), queue=queue, priority=priority)
            for _number in range(count)
        ]
        return [job.pk for job in Job.objects.bulk_create(new)]

    def rung() -> set[int]:
        now = timezone.now()
        return set(Job.objects.filter(rung_at__gt=now - jobs.RING_AGAIN).values_list("pk", flat=True))

    long = waiting(Queue.BULK, 2 * sweeping.MOST_RINGS)
    other = waiting(Queue.INTERACTIVE, 1)
    pressing = waiting(Queue.BULK, 1, jobs.PRESSING)

    sweeping.ring_unheard()
    first = rung()
    assert first == {*pressing, *other, *long[: sweeping.MOST_RINGS - 1]}
    assert sweeping.ring_unheard() == 0

    Job.objects.filter(pk__in=first).update(rung_at=timezone.now() - jobs.RING_AGAIN)
    sweeping.ring_unheard()
    assert rung() == {*pressing, *other, *long[sweeping.MOST_RINGS - 1 : -2]}


def test_only_bells_that_repeat_another_end(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[float | None] = []
    monkeypatch.setattr(jobs.current_app, "send_task", lambda *task, **how: sent.append(how["expires"]))
    Job.objects.filter(pk=job.pk).update(rung_at=None)

    for _time in range(2):
        assert jobs.ring(job.pk)

    assert sent == [None, 120.0]


def test_the_sweeper_rings_patiently_for_text_recognition(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(queue=Queue.OCR, rung_at=timezone.now() - 9 * jobs.RING_AGAIN)
    assert sweeping.ring_unheard() == 0

    Job.objects.filter(pk=job.pk).update(rung_at=timezone.now() - jobs.RING_PATIENTLY)

    assert sweeping.ring_unheard() == 1


def test_a_deaf_broker_harms_nobody(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs.current_app, "send_task", _refuse)

    assert not jobs.ring(job.pk)
    assert fresh(job).state == State.NEW


def _refuse(*args: object, **kwargs: object) -> None:
    raise ConnectionRefusedError


@pytest.mark.drill
@real_commits
def test_two_workers_that_claim_one_job_many_times_complete_it_once(db_both: None) -> None:
    rounds = 1000 if os.environ.get("GREMIUM_DRILL") else 40
    completions: list[int] = []
    for _round in range(rounds):
        job = jobs.order(key=f"race/{uuid4()}", task=TASK, subject=uuid4())
        start = threading.Barrier(2)
        racers = [threading.Thread(target=_race, args=(job.pk, start, completions)) for _number in range(2)]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join()

    assert len(completions) == rounds == len(set(completions))
    assert set(Job.objects.values_list("state", "attempts")) == {(State.DONE, 1)}


def _race(job_id: int, start: threading.Barrier, completions: list[int]) -> None:
    try:
        start.wait()
        with Job.objects.claimed(job_id) as job:
            if job is not None:
                job.complete()
                completions.append(job_id)
    finally:
        connection.close()
