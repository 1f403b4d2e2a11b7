"""Every step of a case's life: its guard, its letter, its mail, its line in the journal."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from documents.journal import JournalLine
from forms.erasing_withdrawn import erase_withdrawn
from forms.submissions import Submission
from gremium.cases.admission import admit_case
from gremium.cases.assessing import assess_case
from gremium.cases.assessments import Assessment
from gremium.cases.closing import CLOSED_AFTER, close_case, close_silent_cases
from gremium.cases.communicating import communicate_case
from gremium.cases.deliberating import defer_case
from gremium.cases.excluding import confirm_exclusion, propose_exclusion, reject_exclusion
from gremium.cases.life import NotPossible, WrongState
from gremium.cases.models import Case, Exclusion, Report, State
from gremium.cases.moves import Move
from gremium.cases.reporting import keep_report, propose_settling, report_step, settle_report
from gremium.cases.returning import return_case
from gremium.cases.supplementing import correct_answers
from gremium.cases.supplements import Supplement
from gremium.letters.models import Letter
from gremium.letters.results import Ground, Result
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, User
from tests.gremium.cases.living import DAY, STEPS, Step, exclude
from tests.gremium.cases.taking_back import BringIn, take_back
from tests.gremium.conftest import MakeCase

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

by_number = pytest.mark.parametrize("step", STEPS, ids=[step.number for step in STEPS])


@pytest.fixture
def case(make_case: MakeCase, north: Organisation, marte: User) -> Case:
    return made_for(make_case(north), marte)


def made_for(case: Case, user: User) -> Case:
    case.submitted_by_ref = str(user.ref)
    case.save()
    return case


def put(case: Case, state: State) -> None:
    Case.objects.filter(pk=case.pk).update(state=state, meeting_on=DAY)
    if state in (State.ASSESSED, State.COMMUNICATED):
        assessment = Assessment(case=case)
        assessment.seal(Result.WAY, "Wir sehen einen Weg.")
        assessment.save()


@by_number
def test_a_step_moves_the_case_writes_its_letter_and_tells_who_has_to_know(
    case: Case,
    step: Step,
    ulrike: User,
    deniz: User,
    renate: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    put(case, step.before)

    with django_capture_on_commit_callbacks(execute=True):
        step.take(case, actor_of(ulrike), actor_of(deniz))

    assert Case.objects.get(pk=case.pk).state == step.after
    assert [one.number for one in Move.objects.filter(case=case)] == [step.number]
    assert list(Letter.objects.about(case.pk).values_list("kind", flat=True)) == ([step.letter] if step.letter else [])
    told = {address.partition("@")[0] for message in mail.outbox for address in message.to}
    assert told - {"ulrike", "deniz"} == set(step.told)
    for message in mail.outbox:
        assert message.subject == "Bitte schauen Sie in Ihren Arbeitsbereich"
        assert str(case.pk) not in message.body
    assert JournalLine.objects.about(case.pk).filter(act__startswith="case.viewed").count() == 0
    assert JournalLine.objects.about(case.pk).exclude(act="letter.issued").count() >= 1


@by_number
def test_a_step_out_of_turn_changes_nothing_and_names_the_present_state(
    case: Case, step: Step, ulrike: User, deniz: User
) -> None:
    put(case, State.CLOSED)

    with pytest.raises(WrongState, match=str(State.CLOSED.label)):
        step.take(case, actor_of(ulrike), actor_of(deniz))

    assert Case.objects.get(pk=case.pk).state == State.CLOSED
    assert not Letter.objects.exists()
    assert not JournalLine.objects.about(case.pk).exists()


def test_a_return_needs_something_that_is_missing(case: Case, ulrike: User) -> None:
    with pytest.raises(NotPossible):
        return_case(case, missing=["  ", ""], until=DAY, by=actor_of(ulrike))


def test_nobody_confirms_the_own_proposal(case: Case, ulrike: User, deniz: User) -> None:
    proposal = propose_exclusion(case, ground=Ground.COURT, reason="Eilantrag.", by=actor_of(ulrike))

    with pytest.raises(NotPossible):
        confirm_exclusion(proposal, by=actor_of(ulrike))
    assert not Exclusion.objects.waiting_for(ulrike).exists()
    assert Exclusion.objects.waiting_for(deniz).get() == proposal
    assert Case.objects.get(pk=case.pk).state == State.SUBMITTED


def test_a_rejected_ground_lets_the_case_be_admitted_and_is_decided_once(
    make_case: MakeCase, north: Organisation, ulrike: User, deniz: User
) -> None:
    case = make_case(north, exclusions=("X2",))
    proposal = propose_exclusion(case, ground=Ground.COURT, reason="Im Antrag genannt.", by=actor_of(ulrike))
    with pytest.raises(NotPossible):
        admit_case(case, by=actor_of(ulrike))

    reject_exclusion(proposal, answer="Es ist eine andere Sache.", by=actor_of(deniz))

    with pytest.raises(NotPossible):
        confirm_exclusion(proposal, by=actor_of(deniz))
    assert admit_case(case, by=actor_of(ulrike))


def test_a_proposal_stops_a_return_and_a_second_proposal(case: Case, ulrike: User) -> None:
    propose_exclusion(case, ground=Ground.OTHER_OFFICE, reason="Wohnt in Hamm.", by=actor_of(ulrike))

    with pytest.raises(NotPossible):
        return_case(case, missing=["Attest"], until=DAY, by=actor_of(ulrike))
    with pytest.raises(NotPossible):
        propose_exclusion(case, ground=Ground.COURT, reason="Eilantrag.", by=actor_of(ulrike))


def test_after_the_formal_check_only_what_arose_later_excludes(case: Case, ulrike: User) -> None:
    put(case, State.ADMITTED)

    with pytest.raises(NotPossible):
        propose_exclusion(case, ground=Ground.OTHER_OFFICE, reason="Umzug.", by=actor_of(ulrike))


@pytest.mark.parametrize("state", ["submitted", "returned", "admitted", "scheduled", "deferred", "assessed"])
def test_a_later_step_is_reported_once_and_excludes_nobody_by_itself(
    case: Case, marte: User, ulrike: User, state: str, django_capture_on_commit_callbacks: Any
) -> None:
    put(case, State(state))
    with django_capture_on_commit_callbacks(execute=True):
        first = report_step(case, ground=Ground.COURT, day=DAY, by=actor_of(marte))
        again = report_step(case, ground=Ground.COURT, day=None, by=actor_of(ulrike))

    assert first == again
    assert Case.objects.get(pk=case.pk).state == state
    assert [message.to for message in mail.outbox] == [["ulrike@example.org"]]
    assert JournalLine.objects.about(case.pk).get().act == "exclusion.later_reported"


def test_a_report_keeps_a_case_open_until_somebody_has_looked_at_it(
    case: Case, marte: User, ulrike: User, deniz: User
) -> None:
    put(case, State.COMMUNICATED)
    report = report_step(case, ground=Ground.ASYLUM, day=DAY, by=actor_of(marte))

    with pytest.raises(NotPossible):
        close_case(case, by=actor_of(ulrike))
    settle(report, ulrike, deniz)

    assert close_case(case, by=actor_of(ulrike)).state == State.CLOSED


def settle(report: Report, first: User, second: User) -> None:
    propose_settling(report, reason="Es geht um die Miete.", by=actor_of(first))
    settle_report(report, by=actor_of(second))


def test_nobody_finds_alone_that_a_reported_step_is_another_matter(
    case: Case, marte: User, ulrike: User, deniz: User
) -> None:
    put(case, State.ADMITTED)
    report = report_step(case, ground=Ground.COURT, day=DAY, by=actor_of(marte))

    with pytest.raises(NotPossible):
        settle_report(report, by=actor_of(deniz))
    with pytest.raises(NotPossible):
        propose_settling(report, reason=" ", by=actor_of(ulrike))
    propose_settling(report, reason="Es geht um die Miete.", by=actor_of(ulrike))
    with pytest.raises(NotPossible):
        settle_report(report, by=actor_of(ulrike))
    assert list(Report.objects.waiting_for(deniz)) == [report]
    assert not Report.objects.waiting_for(ulrike)
    keep_report(report, by=actor_of(deniz))
    assert Report.objects.open().get().settling_by_ref == ""
    settle(report, deniz, ulrike)

    assert not Report.objects.open().exists()
    report.refresh_from_db()
    assert report.reason() == "Es geht um die Miete."
    assert b"Miete" not in bytes(report.sealed_reason)


def test_a_confirmed_exclusion_settles_its_report(case: Case, marte: User, ulrike: User, deniz: User) -> None:
    put(case, State.ADMITTED)
    report_step(case, ground=Ground.COURT, day=DAY, by=actor_of(marte))

    exclude(case, actor_of(ulrike), actor_of(deniz))

    assert not Report.objects.open().exists()


def test_a_deferral_needs_a_reason_and_an_assessment_a_text(case: Case, ulrike: User) -> None:
    put(case, State.DELIBERATED)

    with pytest.raises(NotPossible):
        defer_case(case, reason=" ", next_on=DAY, by=actor_of(ulrike))
    with pytest.raises(NotPossible):
        assess_case(case, result=Result.NO_WAY, text="", by=actor_of(ulrike))


def test_what_was_passed_on_closes_by_itself_after_thirty_days(
    case: Case, marte: User, ulrike: User, deniz: User
) -> None:
    put(case, State.COMMUNICATED)
    now = timezone.now()
    Case.objects.filter(pk=case.pk).update(state_since=now)

    assert close_silent_cases(now + CLOSED_AFTER / 2) == 0
    report = report_step(case, ground=Ground.COURT, day=None, by=actor_of(marte))
    assert close_silent_cases(now + CLOSED_AFTER) == 0
    settle(report, ulrike, deniz)
    assert close_silent_cases(now + CLOSED_AFTER) == 1
    assert Case.objects.get(pk=case.pk).state == State.CLOSED


@pytest.mark.parametrize("name", ["C1", "C3"])
def test_the_office_gets_the_assessment_only_with_the_consent_of_all_adults(
    bring: BringIn, marte: User, ulrike: User, name: str
) -> None:
    case = bring(name, State.ASSESSED)
    put(case, State.ASSESSED)
    submission = Submission.objects.newest(case.pk)
    assert submission is not None
    adults = [one for one in submission.answers()["einwilligungen"] if one["ew_rolle"] != "sorge"]
    all_agree = all("P5" in one["ew_zwecke"] for one in adults)
    if not all_agree:
        with pytest.raises(NotPossible):
            communicate_case(case, by=actor_of(ulrike), for_the_office=True)
        assert not Letter.objects.about(case.pk).of_kind("decision_aid").exists()
        return

    take_back(case, marte, "antragsteller", "P5")
    with pytest.raises(NotPossible):
        communicate_case(case, by=actor_of(ulrike), for_the_office=True)


def test_with_that_consent_the_copy_for_the_office_is_written(bring: BringIn, ulrike: User) -> None:
    case = bring("C1", State.ASSESSED)
    put(case, State.ASSESSED)

    communicate_case(case, by=actor_of(ulrike), for_the_office=True)

    kinds = set(Letter.objects.about(case.pk).values_list("kind", flat=True))
    assert kinds == {"receipt", "assessment", "decision_aid"}
    assert JournalLine.objects.about(case.pk).filter(act="assessment.handed_to_authority").count() == 1


def test_the_words_of_a_case_go_with_its_erasure_and_the_bare_steps_stay(
    bring: BringIn, marte: User, ulrike: User, deniz: User
) -> None:
    case = bring("C4")
    correct_answers(case, values={"ort": "Hagen"}, by=actor_of(marte))
    proposal = propose_exclusion(case, ground=Ground.COURT, reason="Eilantrag.", by=actor_of(ulrike))
    reject_exclusion(proposal, answer="Eine andere Sache.", by=actor_of(deniz))
    return_case(case, missing=["Attest"], until=DAY, by=actor_of(ulrike))
    take_back(case, marte, "antragsteller")

    erase_withdrawn(timezone.now() + timedelta(days=20))

    assert Case.objects.get(pk=case.pk).state == State.ERASED
    assert [(one.number, bytes(one.sealed_words)) for one in Move.objects.filter(case=case)] == [
        ("T3", b""),
        ("T4", b""),
        ("T18", b""),
        ("T19", b""),
    ]
    assert not Supplement.objects.exists()
    proposal.refresh_from_db()
    assert (bytes(proposal.sealed_reason), bytes(proposal.sealed_answer)) == (b"", b"")
