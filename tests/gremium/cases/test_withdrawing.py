"""A withdrawal of consent reaches everything: reading ends at once, work in progress, copies, and later all data."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from documents import handing_out, jobs, journal_chain, keystore, pipeline, sealed_files
from documents.actors import SYSTEM
from documents.dossiers import Dossier, Download
from documents.jobs import Job
from documents.journal import Act
from documents.tasks import compile_dossier
from documents.uploads import Upload
from forms import erasing_withdrawn
from forms.drafts import Draft
from forms.submissions import Submission
from forms.submit import NotReady, submit_draft
from forms.withdrawals import Scope, Withdrawal
from gremium.cases.models import Case, State
from gremium.cases.signals import case_withdrawn
from gremium.people.asking import actor_of
from gremium.people.blocking import block_account
from gremium.people.models import User
from tests.gremium.cases.taking_back import TODAY, BringIn, acts, example, take_back
from tests.gremium.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_whole_consent_ends_the_case_at_once_and_erases_it_within_14_days(bring: BringIn, marte: User) -> None:
    case = bring("C3", State.SCHEDULED, compiled=True)

    withdrawal = take_back(case, marte)

    case.refresh_from_db()
    assert (case.state, withdrawal.scope) == (State.WITHDRAWN, Scope.EVERYTHING)
    assert withdrawal.erase_on == TODAY + timedelta(days=14)
    assert not Dossier.objects.ready().exists()
    assert acts(case)[-3:] == [Act.DOSSIER_REVOKED, Act.CONSENT_WITHDRAWN, Act.ERASURE_SCHEDULED]


def test_withdrawing_twice_is_withdrawing_once(bring: BringIn, marte: User, ulrike: User) -> None:
    case = bring("C3")

    first, second = take_back(case, marte), take_back(case, ulrike)

    assert first.pk == second.pk
    assert acts(case).count(Act.CONSENT_WITHDRAWN) == 1


def test_the_meetings_above_hear_of_it_in_the_same_transaction(bring: BringIn, marte: User) -> None:
    case, heard = bring("C3", State.SCHEDULED), []

    def hear(sender: object, case: Case, before: str, **others: object) -> None:
        heard.append((case.pk, before))
        raise RuntimeError

    case_withdrawn.connect(hear)
    try:
        with pytest.raises(RuntimeError):
            take_back(case, marte)
    finally:
        case_withdrawn.disconnect(hear)

    case.refresh_from_db()
    assert heard == [(case.pk, State.SCHEDULED)]
    assert (case.state, Withdrawal.objects.count()) == (State.SCHEDULED, 0)


def test_a_job_that_runs_during_the_withdrawal_leaves_nothing_to_serve(bring: BringIn, marte: User) -> None:
    case = bring("C3")
    dossier = Dossier.objects.of(case.pk)[0]
    written: list[str] = []
    real_write = sealed_files.write

    def write(*arguments: Any) -> str:
        if str(arguments[1]) == dossier.file_purpose:
            take_back(case, marte)  # the last moment: all is compiled, nothing is kept yet
        name = real_write(*arguments)
        written.append(name)
        return name

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pipeline.sealed_files, "write", write)
        assert dossier.job is not None
        compile_dossier(dossier.job.pk)

    dossier.refresh_from_db()
    assert (dossier.is_ready, dossier.file) == (False, "")
    assert not sealed_files.storage().exists(written[-1])
    job = Job.objects.get(key=f"dossier/{dossier.pk}")
    assert (job.state, job.reason) == (jobs.State.DEAD, jobs.WITHDRAWN)
    assert not jobs.retry(job)
    assert Act.DOSSIER_BUILT not in acts(case)


def test_a_copy_that_is_being_marked_during_the_withdrawal_is_not_served(
    bring: BringIn, marte: User, renate: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = bring("C3", State.SCHEDULED, compiled=True)
    client, real = sign_in(renate), handing_out.MarkedCopy.of

    def slow(*arguments: Any, **options: Any) -> handing_out.MarkedCopy:
        take_back(case, marte)
        return real(*arguments, **options)

    monkeypatch.setattr(handing_out.MarkedCopy, "of", slow)
    answer = client.post(f"/de/mitglieder/{case.pk}/dossier/", {"protection": "none"})

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/mitglieder/")


def test_members_are_asked_by_a_neutral_mail_to_delete_their_copies(
    bring: BringIn,
    marte: User,
    colleague: User,
    ulrike: User,
    renate: User,
    henrik: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    case = bring("C3", State.SCHEDULED)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        take_back(case, colleague)

    told = {message.to[0]: message.body for message in mail.outbox}
    assert told.keys() == {f"{name}@example.org" for name in ("renate", "henrik", "marte", "ulrike")}
    for address, body in told.items():
        assert case.reference in body
        assert str(case.pk) not in body
        assert ("löschen Sie Ihre Kopie" in body) is (address[:6] in ("renate", "henrik"))
        assert not any(str(example("C3").answers[key]) in body for key in ("familienname", "vornamen"))


def test_who_was_handed_a_copy_is_asked_to_delete_it_though_the_seat_or_the_meeting_is_over(
    bring: BringIn, marte: User, renate: User, henrik: User, today: date, django_capture_on_commit_callbacks: Any
) -> None:
    case = bring("C3", State.SCHEDULED, compiled=True)
    Download.objects.create(dossier=Dossier.objects.get(), number=1, actor_ref=str(renate.ref))
    renate.seats.update(ended_on=today)
    block_account(renate, now=timezone.now(), by=SYSTEM)
    Case.objects.filter(pk=case.pk).update(state=State.ADMITTED)  # as after a meeting that was called off
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        take_back(case, marte)

    asked = [message.to[0] for message in mail.outbox if "löschen Sie Ihre Kopie" in message.body]
    assert asked == ["renate@example.org"]


def test_who_never_could_read_a_case_gets_no_mail(
    bring: BringIn, marte: User, renate: User, django_capture_on_commit_callbacks: Any
) -> None:
    case = bring("C3", State.ADMITTED)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        take_back(case, marte)

    assert mail.outbox == []


@pytest.mark.parametrize("days", [13, 14])
def test_after_14_days_all_of_it_is_erased_and_the_bare_row_stays_as_proof(
    bring: BringIn, marte: User, days: int
) -> None:
    case = bring("C3", State.SCHEDULED, compiled=True)
    withdrawal = take_back(case, marte)
    moment = timezone.now() + (TODAY + timedelta(days=days) - timezone.localdate())

    done = [erasing_withdrawn.erase_withdrawn(moment) for _round in range(2)]

    case.refresh_from_db()
    withdrawal.refresh_from_db()
    if days < 14:
        assert (done, case.state, keystore.has_key(case.pk)) == ([0, 0], State.WITHDRAWN, True)
        return
    assert (done, case.state, bytes(case.sealed_summary)) == ([1, 0], State.ERASED, b"")
    assert not keystore.has_key(case.pk)
    for model in (Upload, Dossier, Job):
        assert not model._default_manager.filter(subject=case.pk).exists()
    assert not Submission.objects.exists()
    assert not Draft.objects.exists()
    assert withdrawal.erased_at is not None
    assert not withdrawal.has_receipt
    assert acts(case)[-1] == Act.ERASURE_EXECUTED
    assert keystore.Tombstone.objects.filter(subject=case.pk).exists()
    assert journal_chain.verify() is None
    erasing_withdrawn.erase_withdrawn(moment + timedelta(days=3 * 365 + 30))
    assert not Withdrawal.objects.exists()


def test_a_draft_is_closed_for_everybody_and_cannot_be_handed_in(open_one: Draft, marte: User, sign_in: SignIn) -> None:
    client = sign_in(marte)

    withdrawal = take_back(open_one, marte)

    assert not withdrawal.was_handed_in
    with pytest.raises(NotReady):
        submit_draft(open_one, by=actor_of(marte), today=TODAY)
    for end in ("weiter", "loeschen", "bogen", "antworten", "unterlagen", "uebergeben", "ankunft", "person"):
        assert client.get(f"/de/antrag/{open_one.pk}/{end}/").status_code == 404, end
    for upload in Upload.objects.of(open_one.pk):
        assert client.get(f"/de/antrag/{open_one.pk}/bild/{upload.pk}/").status_code == 404
    page = client.get(f"/de/antrag/{open_one.pk}/kopie/", follow=True)
    assert "Die Einwilligung ist widerrufen" in page.content.decode()
    erasing_withdrawn.erase_withdrawn(timezone.now() + timedelta(days=400))
    assert not Draft.objects.exists()
    assert not keystore.has_key(open_one.pk)
