"""A submission opens a case and orders its dossier, or nothing was submitted."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from documents import jobs
from documents.dossiers import Dossier
from documents.jobs import PRESSING
from documents.journal import Act, JournalLine
from forms.drafts import Draft, open_draft
from forms.ledger_lines import Stamp
from forms.submissions import Submission
from forms.submit import submit_draft
from forms.versions import FormVersion, store_shipped_form
from gremium.cases.demo.bringing_in import fill_draft
from gremium.cases.demo.example import DemoCase, demo_cases
from gremium.cases.models import Case, State
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, User

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
START = date(2026, 11, 22)


@pytest.fixture
def example() -> DemoCase:
    return next(case for case in demo_cases(START) if case.id == "C2")


@pytest.fixture
def draft(marte: User, example: DemoCase) -> Draft:
    store_shipped_form()
    draft = open_draft(FormVersion.objects.current("kurzantrag"), by=actor_of(marte))
    fill_draft(draft, example, by=actor_of(marte))
    return draft


def test_a_submission_opens_a_case_and_orders_its_dossier(
    draft: Draft, example: DemoCase, marte: User, north: Organisation
) -> None:
    submit_draft(draft, by=actor_of(marte), today=example.as_of)

    case = Case.objects.get(pk=draft.pk)
    assert (case.state, case.organisation, case.submitted_by_ref) == (State.SUBMITTED, north, str(marte.ref))
    assert [mark.code for mark in case.summary().flags] == ["H8"]
    assert case.summary().person == f"{example.answers['vornamen']} {example.answers['familienname']}"
    order = Dossier.objects.of(draft.pk).get().order()
    assert order.content.reference == case.reference
    assert sum(len(files) for files in order.uploads.values()) == len(example.answers["anlagen_liste"])
    assert JournalLine.objects.about(draft.pk).filter(act=Act.CASE_OPENED).count() == 1


def test_a_broker_that_is_away_troubles_nobody_who_hands_in(
    draft: Draft,
    example: DemoCase,
    marte: User,
    broken_broker: None,
    django_capture_on_commit_callbacks: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        submit_draft(draft, by=actor_of(marte), today=example.as_of)

    assert "the broker did not take the message" in caplog.text
    job = Dossier.objects.of(draft.pk).get().job
    assert job is not None
    assert job.state == jobs.State.NEW  # the sweeper rings once it is back


@pytest.fixture
def broken_broker() -> Iterator[None]:
    """A file lies where the embedded broker has its folder."""
    broker = Path(settings.DATA) / "broker"
    shutil.rmtree(broker, ignore_errors=True)
    broker.touch()
    yield
    broker.unlink()


@pytest.mark.parametrize("is_urgent", [True, False])
def test_the_dossier_of_a_case_with_a_deadline_is_compiled_first(
    draft: Draft, example: DemoCase, marte: User, is_urgent: bool
) -> None:
    ledger = draft.ledger()
    urgent = {"eilig": "ja", "eilig_datum": "2026-12-20", "eilig_grund": "Die Duldung läuft ab."}
    ledger.write(urgent if is_urgent else {"eilig": "nein"}, Stamp(by="Marte", at="2026-11-22T12:00"))
    draft.put(ledger)
    draft.save()

    submit_draft(draft, by=actor_of(marte), today=example.as_of)

    job = Dossier.objects.of(draft.pk).get().job
    assert job is not None
    assert (job.priority == PRESSING) is is_urgent


def test_submitting_twice_opens_one_case(draft: Draft, example: DemoCase, marte: User) -> None:
    for _attempt in range(2):
        submit_draft(draft, by=actor_of(marte), today=example.as_of)

    assert Case.objects.count() == 1
    assert Dossier.objects.of(draft.pk).count() == 1


def test_where_no_case_can_be_opened_nothing_was_submitted(draft: Draft, example: DemoCase, marte: User) -> None:
    actor = actor_of(marte)
    Draft.objects.filter(pk=draft.pk).update(organisation_ref="00000000-0000-4000-8000-000000000000")

    with pytest.raises(Organisation.DoesNotExist):
        submit_draft(draft, by=actor, today=example.as_of)

    assert not Submission.objects.exists()
    assert not Case.objects.exists()
    assert not Draft.objects.get(pk=draft.pk).is_submitted


def test_the_line_of_an_opened_case_holds_codes_alone(draft: Draft, example: DemoCase, marte: User) -> None:
    submit_draft(draft, by=actor_of(marte), today=example.as_of)

    line = JournalLine.objects.about(draft.pk).get(act=Act.CASE_OPENED)
    assert line.details == {"case": Case.objects.get().reference, "H8": "flag"}
