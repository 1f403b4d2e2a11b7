"""The life of a job, drawn at random: workers come, die, come late and fail; the rules hold at every step."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from documents import jobs
from documents.jobs import MOST_ATTEMPTS, Job, LeaseLost, State

RUNS, STEPS = (2000, 50) if os.environ.get("GREMIUM_DRILL") else (100, 30)
WAITING = (State.NEW, State.FAILED)
PAST = timedelta(seconds=1)


class JobLife(RuleBasedStateMachine):
    """Beside the row runs a small model of it; `holders` are all workers that ever claimed it, alive or not."""

    @initialize()
    def order(self) -> None:
        self.pk = jobs.order(key=f"life/{uuid4()}", task="documents.tasks.compile_dossier", subject=uuid4()).pk
        self.state = State.NEW
        self.attempts = 0
        self.is_due = True
        self.is_leased = False
        self.holder: Job | None = None
        self.holders: list[Job] = []
        self.completions = 0
        self.reached = 0

    def row(self) -> Job:
        return Job.objects.get(pk=self.pk)

    @rule()
    def claim(self) -> None:
        may = self.attempts < MOST_ATTEMPTS and (
            (self.state in WAITING and self.is_due) or (self.state == State.RUNNING and not self.is_leased)
        )

        job = Job.objects.all()._claim(self.pk)

        assert (job is not None) == may
        if job is not None:
            self.holder, self.state, self.is_leased = job, State.RUNNING, True
            self.holders.append(job)
            self.attempts += 1

    @precondition(lambda self: self.holders)
    @rule(data=st.data(), done=st.integers(0, 9))
    def advance(self, data: st.DataObject, done: int) -> None:
        job = data.draw(st.sampled_from(self.holders))
        if self.holds(job):
            job.advance("attachments", done, 9)
            self.reached = max(self.reached, done)
        else:
            with pytest.raises(LeaseLost):
                job.advance("attachments", done, 9)

    @precondition(lambda self: self.holders)
    @rule(data=st.data())
    def complete(self, data: st.DataObject) -> None:
        job = data.draw(st.sampled_from(self.holders))
        if self.holds(job):
            job.complete()
            self.state, self.completions = State.DONE, self.completions + 1
        else:
            with pytest.raises(LeaseLost):
                job.complete()

    @precondition(lambda self: self.holders)
    @rule(data=st.data(), is_final=st.booleans())
    def fail(self, data: st.DataObject, is_final: bool) -> None:
        job = data.draw(st.sampled_from(self.holders))
        counts = self.holds(job)

        job.put_back("content_refused", is_final=is_final)

        if counts:
            is_dead = is_final or self.attempts >= MOST_ATTEMPTS
            self.state, self.is_due = (State.DEAD if is_dead else State.FAILED), False

    @rule()
    def fall_silent(self) -> None:
        Job.objects.filter(pk=self.pk, state=State.RUNNING).update(lease_until=timezone.now() - PAST)
        self.is_leased = False

    @rule()
    def wait(self) -> None:
        Job.objects.filter(pk=self.pk).update(due_at=timezone.now() - PAST)
        self.is_due = True

    @rule()
    def bury(self) -> None:
        is_spent = self.state == State.RUNNING and not self.is_leased and self.attempts >= MOST_ATTEMPTS

        jobs.bury_spent()

        if is_spent:
            self.state = State.DEAD

    @rule()
    def retry(self) -> None:
        may = self.state in (State.DEAD, State.FAILED)

        assert jobs.retry(self.row()) == may

        if may:
            self.state, self.attempts, self.is_due = State.NEW, 0, True

    def holds(self, job: Job) -> bool:
        return job is self.holder and self.state == State.RUNNING

    @invariant()
    def the_row_is_as_the_rules_say(self) -> None:
        """Completed at most once; progress never back; whoever stopped says why; nothing unfinished out of sight."""
        row = self.row()
        assert (row.state, row.attempts) == (self.state, self.attempts)
        assert self.completions == (self.state == State.DONE) <= 1
        assert row.progress.get("attachments", [0, 9])[0] >= self.reached
        assert bool(row.reason_text) == (self.state in (State.DEAD, State.FAILED))
        tomorrow = timezone.now() + timedelta(days=1)
        is_spent = self.state == State.RUNNING and self.attempts >= MOST_ATTEMPTS
        seen = Job.objects.spent(tomorrow) if is_spent else Job.objects.unheard(tomorrow)
        assert seen.filter(pk=self.pk).exists() == (self.state in (*WAITING, State.RUNNING))


@pytest.mark.drill
@pytest.mark.django_db
def test_no_order_of_events_loses_or_doubles_a_job() -> None:
    run_state_machine_as_test(
        JobLife,
        settings=settings(
            max_examples=RUNS, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
