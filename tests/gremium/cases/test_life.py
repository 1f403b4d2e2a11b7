"""The table of what may follow what is that of the domain, and nothing moves a case past it."""

from itertools import product

import pytest

from documents.actors import SYSTEM
from documents.journal import Act, JournalLine
from gremium.cases import life
from gremium.cases.life import WrongState
from gremium.cases.models import Case, State
from gremium.cases.moves import Move
from gremium.people.models import Organisation
from tests.gremium.conftest import MakeCase

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

BEFORE_CLOSED = "submitted returned admitted scheduled deliberated deferred assessed communicated"
DOMAIN = (
    ("T1", "", "draft", "case_manager"),
    ("T2", "draft", "erased", "timer case_manager"),
    ("T3", "draft", "submitted", "case_manager"),
    ("T4", "submitted", "returned", "secretariat"),
    ("T5", "returned", "submitted", "case_manager"),
    ("T6", "submitted", "admitted", "secretariat second_person"),
    ("T7", "submitted", "excluded", "secretariat second_person"),
    ("T8", "admitted", "not_taken_up", "board"),
    ("T9", "admitted", "scheduled", "secretariat"),
    ("T10", "scheduled", "deliberated", "secretariat"),
    ("T11", "deliberated", "deferred", "board"),
    ("T12", "deferred", "scheduled", "secretariat"),
    ("T13", "deliberated", "assessed", "board secretariat"),
    ("T14", "assessed", "communicated", "secretariat"),
    ("T16", "communicated", "closed", "timer secretariat"),
    ("T17", BEFORE_CLOSED, "excluded_later", "secretariat second_person"),
    ("T18", f"{BEFORE_CLOSED} excluded not_taken_up closed excluded_later", "withdrawn", "person"),
    ("T18", "submitted admitted scheduled deferred", "returned", "person"),
    ("T19", "withdrawn excluded excluded_later not_taken_up closed", "erased", "retention"),
)
"""The domain's section 3, word by word; the second T18 is a withdrawal by one adult of a family."""


def test_the_table_is_that_of_the_domain() -> None:
    rows = {(row.number, row.before, row.after, row.who) for row in life.TABLE}

    assert rows == {
        (number, frozenset(before.split() or [""]), after, frozenset(who.split()))
        for number, before, after, who in DOMAIN
    }


def test_a_case_moves_along_the_table_and_no_other_way(make_case: MakeCase, north: Organisation) -> None:
    case = make_case(north)
    tried = 0
    for before, after in product(State, State):
        Case.objects.filter(pk=case.pk).update(state=before)
        if life.transition(before, after) is None:
            with pytest.raises(WrongState) as refusal:
                life.move(case, after, by=SYSTEM, act=Act.CASE_VIEWED)
            assert f"„{before.label}“" in str(refusal.value) or f"“{before.label}”" in str(refusal.value)
            assert Case.objects.get(pk=case.pk).state == before
        else:
            tried += 1
            assert life.move(case, after, by=SYSTEM, act=Act.CASE_VIEWED).state == after

    assert Move.objects.filter(case=case).count() == tried
    assert JournalLine.objects.about(case.pk).count() == tried


def test_only_a_meeting_that_is_called_off_takes_a_case_back(make_case: MakeCase, north: Organisation) -> None:
    case = make_case(north, State.SCHEDULED)
    for after in (State.ADMITTED, State.DEFERRED):
        assert not life.may_move(case, after)

    life.move(case, State.ADMITTED, by=SYSTEM, act=Act.MEETING_CANCELLED, table=life.CALLED_OFF)

    case.refresh_from_db()
    assert case.state == State.ADMITTED


def test_the_words_of_a_step_are_sealed(make_case: MakeCase, north: Organisation) -> None:
    case = make_case(north, State.DELIBERATED)

    life.move(case, State.DEFERRED, by=SYSTEM, act=Act.CASE_DEFERRED, words={"reason": "Der Vertrag fehlt."})

    step = Move.objects.get(case=case)
    assert step.words() == {"reason": "Der Vertrag fehlt."}
    assert b"Vertrag" not in bytes(step.sealed_words)
