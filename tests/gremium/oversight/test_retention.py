"""What is due is listed, confirmed and erased; what is held stays; what goes by itself is swept."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from documents import journal_chain, keystore
from documents.actors import SYSTEM
from documents.dossiers import Dossier
from documents.journal import Act, JournalLine
from documents.retention import kept_for
from forms.drafts import Draft
from forms.submissions import Submission
from gremium.assessing import own_views
from gremium.assessing.models import Note
from gremium.cases.assessing import assess_case
from gremium.cases.compiling import compile_again, dossier_state
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.cases.moves import Move
from gremium.cases.restricting import lift_restriction, restrict_case
from gremium.letters.issuing import letter_pdf
from gremium.letters.results import Result
from gremium.oversight import archiving, running
from gremium.oversight.models import (
    ArchiveDecision,
    ArchivePolicy,
    ConsentProof,
    KeptResult,
    RetentionItem,
    RetentionRun,
)
from gremium.oversight.retention import Due, RecordClass, record_of
from gremium.people.asking import actor_of
from gremium.people.blocking import block_account
from gremium.people.models import Organisation, Role, User
from tests.gremium.cases.taking_back import acts
from tests.gremium.conftest import MakeCase, SignIn, make_person
from tests.gremium.oversight.conftest import Aged

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def due(key: str, in_days: int = 0) -> list[Due]:
    record = record_of(key)
    assert record is not None
    return record.free(timezone.localdate() + timedelta(days=in_days))


def confirm(by: User) -> RetentionRun:
    today = timezone.localdate()
    return running.start_run(seen=running.mark_of(today), today=today, by=actor_of(by))


def test_t19_a_confirmed_run_erases_a_closed_case_and_leaves_bare_row_tombstone_and_proofs(
    closed: Case, ulrike: User
) -> None:
    confirm(ulrike)

    assert running.run_retention(timezone.localdate()) == 1

    closed.refresh_from_db()
    assert (closed.state, bytes(closed.sealed_summary)) == (State.ERASED, b"")
    assert keystore.is_destroyed(closed.pk)
    assert not Submission.objects.exists()
    assert not Draft.objects.exists()
    assert Move.objects.get(case=closed, after=State.ERASED).number == "T19"
    assert acts(closed)[-2:] == [Act.ERASURE_SCHEDULED, Act.ERASURE_EXECUTED]
    proof = ConsentProof.objects.first()
    assert proof is not None
    assert "P1" in proof.purposes
    assert closed.reference not in str(ConsentProof.objects.values_list())
    assert journal_chain.verify() is None


def test_the_record_of_a_run_names_the_rule_and_a_hash_and_nobody(
    closed: Case, ulrike: User, django_capture_on_commit_callbacks: Any
) -> None:
    run = confirm(ulrike)
    with django_capture_on_commit_callbacks(execute=True):
        running.run_retention(timezone.localdate())

    run.refresh_from_db()
    item = RetentionItem.objects.get()
    assert (run.counts, item.subject) == ({"closed": 1}, None)
    letter = running.erasure_record_of(run)
    assert letter is not None
    assert letter_pdf(letter).startswith(b"%PDF")
    assert [sent.to for sent in mail.outbox] == [[ulrike.email]]
    assert closed.reference not in mail.outbox[0].body


@pytest.mark.parametrize("state", [State.EXCLUDED, State.EXCLUDED_LATER, State.NOT_TAKEN_UP])
def test_what_the_board_did_not_deal_with_is_due_six_months_after_the_notice(aged: Aged, state: State) -> None:
    case = aged("C3", state, "unheard", short=1)

    assert due("unheard") == []
    assert [one.subject for one in due("unheard", in_days=1)] == [case.pk]


def test_a_closed_case_is_due_after_a_year_and_not_before(aged: Aged) -> None:
    case = aged("C3", State.CLOSED, "closed", short=1)

    assert due("closed") == []
    assert [one.reference for one in due("closed", in_days=1)] == [case.reference]


def test_nothing_is_erased_that_was_not_on_the_list_that_was_looked_at(aged: Aged, ulrike: User) -> None:
    aged("C3", State.CLOSED, "closed")
    today = timezone.localdate()
    seen = running.mark_of(today)
    aged("C5", State.EXCLUDED, "unheard")

    with pytest.raises(NotPossible, match="geändert"):
        running.start_run(seen=seen, today=today, by=actor_of(ulrike))
    assert not RetentionItem.objects.exists()


def test_art_18_a_restricted_case_is_neither_read_nor_erased(closed: Case, ulrike: User, marte: User) -> None:
    confirm(ulrike)
    restrict_case(closed, ground="claims", by=actor_of(ulrike))

    running.run_retention(timezone.localdate())

    closed.refresh_from_db()
    assert closed.state == State.CLOSED
    assert keystore.has_key(closed.pk)
    assert Act.ERASURE_BLOCKED in acts(closed)
    assert due("closed") == []
    for user in (ulrike, marte):
        assert not Case.objects.visible_to(user).exists()
    assert not Draft.objects.readable_by(actor_of(marte)).exists()
    lift_restriction(closed, by=actor_of(ulrike))
    assert Case.objects.visible_to(ulrike).exists()
    assert len(due("closed")) == 1


def test_what_is_offered_to_the_archive_waits_until_the_archive_has_chosen(closed: Case, ulrike: User) -> None:
    record = record_of("closed")
    assert record is not None
    archiving.decide(record, ArchivePolicy.OFFER, by=actor_of(ulrike))
    assert due("closed") == []

    archiving.mark_offered(record, up_to=timezone.localdate(), by=actor_of(ulrike))

    assert [one.subject for one in due("closed")] == [closed.pk]
    assert JournalLine.objects.filter(act=Act.ARCHIVE_DECIDED).count() == 2


def test_an_undecided_archive_holds_only_classes_that_wait_for_it(db: None) -> None:
    today = timezone.localdate()
    facts: dict[str, Any] = {"key": "x", "label": "", "start": "", "then": "", "is_offered": True}

    waiting, other = (
        RecordClass(**facts, waits_for_decision=waits, due=lambda _today: [Due(today, uuid4())])
        for waits in (True, False)
    )

    assert (len(waiting.free(today)), len(other.free(today))) == (0, 1)


def test_a_failure_holds_no_other_case_back_and_is_tried_again(
    aged: Aged, ulrike: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = aged("C3", State.CLOSED, "closed"), aged("C5", State.EXCLUDED, "unheard")
    confirm(ulrike)
    real = record_of("closed")
    assert real is not None

    def fail(subject: object) -> bool:
        raise OSError

    broken = replace(real, erase=fail)
    monkeypatch.setattr(running, "record_of", lambda key: broken if key == "closed" else record_of(key))
    with pytest.raises(ExceptionGroup):
        running.run_retention(timezone.localdate())
    assert Case.objects.get(pk=good.pk).state == State.ERASED
    monkeypatch.undo()
    running.run_retention(timezone.localdate())

    assert Case.objects.get(pk=bad.pk).state == State.ERASED
    assert RetentionRun.objects.get().counts == {"closed": 1, "unheard": 1}


def test_compiled_dossiers_go_three_months_after_the_meeting_and_can_be_compiled_anew(
    make_case: MakeCase, north: Organisation, ulrike: User, sign_in: SignIn
) -> None:
    case = make_case(north, State.DELIBERATED, dossier="ready")
    long_ago = timezone.localdate() - kept_for("rendered")
    Case.objects.filter(pk=case.pk).update(meeting_on=long_ago)
    Dossier.objects.update(built_at=timezone.now() - kept_for("rendered") - timedelta(days=1))

    running.run_retention(timezone.localdate())

    state = dossier_state(case)
    assert state.dossier is not None
    assert (state.dossier.is_dropped, state.is_ready, state.is_in_work) == (True, False, False)
    page = sign_in(ulrike).get(f"/de/geschaeftsstelle/{case.pk}/").content.decode()
    assert "nicht mehr aufbewahrt" in page
    compile_again(case, by=actor_of(ulrike))
    assert dossier_state(case).is_in_work
    assert running.run_retention(timezone.localdate()) == 0


def test_notes_go_three_months_after_the_meeting_at_the_latest(
    make_case: MakeCase, north: Organisation, renate: User
) -> None:
    case = make_case(north, State.DELIBERATED)
    own_views.write_note(case, renate, text="Notiz", page=None, by=actor_of(renate))
    Case.objects.filter(pk=case.pk).update(meeting_on=timezone.localdate() - kept_for("notes"))

    assert running.run_retention(timezone.localdate() - timedelta(days=1)) == 0
    assert running.run_retention(timezone.localdate()) == 1

    assert not Note.objects.exists()
    assert RetentionRun.objects.get().is_by_itself


def test_of_an_assessment_reference_and_result_stay_until_24_months_after_closing(closed: Case, ulrike: User) -> None:
    Case.objects.filter(pk=closed.pk).update(state=State.DELIBERATED)
    assess_case(closed, result=Result.WAY, text="Wir sehen einen Weg.", by=SYSTEM)
    since = timezone.now() - kept_for("closed")
    Case.objects.filter(pk=closed.pk).update(state=State.CLOSED, state_since=since)
    confirm(ulrike)
    running.run_retention(timezone.localdate())
    kept = KeptResult.objects.get()
    assert (kept.reference, kept.result) == (closed.reference, Result.WAY)

    last = kept.closed_on + kept_for("assessment")
    assert running.run_retention(last - timedelta(days=1)) == 0
    assert running.run_retention(last) == 1
    assert not KeptResult.objects.exists()


def test_proofs_of_consent_go_three_years_after_the_erasure(closed: Case, ulrike: User) -> None:
    confirm(ulrike)
    running.run_retention(timezone.localdate())

    last = timezone.localdate() + kept_for("consent_proof")
    running.run_retention(last - timedelta(days=1))
    assert ConsentProof.objects.exists()
    running.run_retention(last)
    assert not ConsentProof.objects.exists()


def test_a_blocked_account_is_anonymous_after_a_year(renate: User, ulrike: User) -> None:
    block_account(renate, now=timezone.now() - kept_for("account"), by=actor_of(ulrike))

    assert running.run_retention(timezone.localdate()) == 1

    renate.refresh_from_db()
    assert "renate" not in f"{renate.email}{renate.display_name}".lower()


def test_the_secretariat_sees_what_is_due_and_confirms_it(closed: Case, ulrike: User, sign_in: SignIn) -> None:
    client = sign_in(ulrike)

    page = client.get("/de/geschaeftsstelle/fristen/")
    assert closed.reference in page.content.decode()
    assert JournalLine.objects.naming(closed.pk).last().act == Act.CASE_LISTED  # type: ignore[union-attr]
    answer = client.post("/de/geschaeftsstelle/fristen/loeschen/", {"seen": page.context["seen"]}, follow=True)

    assert "die jetzt gelöscht werden: 1" in answer.content.decode()
    assert RetentionItem.objects.waiting().count() == 1


def test_the_record_and_the_archive_are_open_to_their_roles_alone(
    closed: Case, ulrike: User, marte: User, sign_in: SignIn
) -> None:
    run = confirm(ulrike)
    running.run_retention(timezone.localdate())
    protection = make_person("protection", Role.DATA_PROTECTION)
    clients = {user.display_name: sign_in(user) for user in (ulrike, protection, marte)}

    def opened(ask: str, address: str, data: dict[str, str] | None = None) -> set[str]:
        answers = {name: getattr(client, ask)(address, data or {}) for name, client in clients.items()}
        return {name for name, answer in answers.items() if answer.status_code != 404}

    assert opened("get", f"/de/geschaeftsstelle/fristen/{run.pk}/") == {"Ulrike"}
    assert opened("get", f"/de/datenschutz-aufsicht/fristen/{run.pk}/") == {"Protection"}
    assert opened("post", "/de/geschaeftsstelle/fristen/archiv/closed/", {"policy": "offer"}) == {"Ulrike"}
    assert opened("post", "/de/geschaeftsstelle/fristen/archiv/withdrawn/", {"policy": "offer"}) == set()
    assert ArchiveDecision.objects.get().policy == ArchivePolicy.OFFER
