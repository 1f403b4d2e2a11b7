from datetime import timedelta

import pytest
from django.utils import timezone

from documents.actors import Actor
from documents.jobs import Job, State
from forms import tasks
from forms.revising import dry_runs
from forms.revising.dry_runs import DryRun, DryRunPage, newest_run, progress_of, start_dry_run
from forms.revising.rehearsing import Bounds
from forms.revising.releases import ask_for_release, release
from forms.revising.working_copies import change_form, discard_changes, working_copy
from tests.forms.revising.changing import Data, question, step
from tests.forms.revising.translating import KEY

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def with_question(data: Data) -> Data:
    step(data, "anliegen")["fields"].append(question("was_noch", "Was noch? Հ"))
    return data


def without_steps(data: Data) -> Data:
    return {**data, "steps": "nothing"}


@pytest.fixture(autouse=True)
def _small_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dry_runs, "Bounds", lambda: Bounds(persons=1, dossiers=1))


def done(run: DryRun) -> DryRun:
    """The run after a worker has been called."""
    tasks.dry_run(Job.objects.get(key=run.job_key).pk)
    run.refresh_from_db()
    return run


def test_a_worker_tries_out_the_form_as_it_was_when_the_run_was_started(clara: Actor) -> None:
    change_form(KEY, with_question, by=clara)
    run = start_dry_run(KEY, by=clara)
    change_form(KEY, lambda data: {**data, "form": {**data["form"], "title": "Anders"}}, by=clara)

    done(run)

    assert run.is_finished
    assert not run.is_of_now
    assert run.report["glyphs"] == [{"text": "Was noch? Հ", "characters": ["Հ (U+0540)"]}]
    assert (run.report["persons"], run.report["dossiers"], run.report["left_out"]) == (1, 1, 0)
    (seen,) = run.report["seen"]
    assert DryRunPage.objects.filter(run=run).count() == len(seen["kept"]) == seen["pages"]
    assert Job.objects.get(key=run.job_key).state == State.DONE
    assert progress_of(run).percent == 100


def test_while_a_run_is_in_work_no_other_is_started(clara: Actor) -> None:
    run = start_dry_run(KEY, by=clara)

    assert start_dry_run(KEY, by=clara) == run
    assert not progress_of(run).has_stopped


def test_a_new_run_takes_the_place_of_the_finished_one(clara: Actor) -> None:
    first = done(start_dry_run(KEY, by=clara))

    second = start_dry_run(KEY, by=clara)

    assert list(DryRun.objects.all()) == [second] != [first]
    assert newest_run(working_copy(KEY)) == second


def test_a_form_that_cannot_be_read_is_told_as_such(clara: Actor) -> None:
    change_form(KEY, without_steps, by=clara)

    run = done(start_dry_run(KEY, by=clara))

    assert set(run.report) == {"problem"}


def test_a_run_goes_when_the_changes_are_discarded(clara: Actor) -> None:
    run = done(start_dry_run(KEY, by=clara))

    discard_changes(KEY)

    assert not DryRun.objects.exists()
    assert not DryRunPage.objects.exists()
    tasks.dry_run(Job.objects.get(key=run.job_key).pk)  # rung once more


def test_a_run_goes_when_the_changes_are_published(clara: Actor, ulrike: Actor) -> None:
    copy = change_form(KEY, with_question, by=clara)
    start_dry_run(KEY, by=clara)

    release(ask_for_release(copy, version="1.1.0", note="", by=clara), by=ulrike)

    assert not DryRun.objects.exists()


def test_a_run_thrown_away_before_the_worker_came_ends_quietly(clara: Actor) -> None:
    run = start_dry_run(KEY, by=clara)
    discard_changes(KEY)

    tasks.dry_run(Job.objects.get(key=run.job_key).pk)

    assert Job.objects.get(key=run.job_key).state == State.DONE


def test_after_two_weeks_a_run_goes(clara: Actor) -> None:
    run = start_dry_run(KEY, by=clara)
    tasks.forget_dry_runs()
    assert DryRun.objects.exists()

    DryRun.objects.filter(pk=run.pk).update(started_at=timezone.now() - timedelta(days=15))
    tasks.forget_dry_runs()

    assert not DryRun.objects.exists()
