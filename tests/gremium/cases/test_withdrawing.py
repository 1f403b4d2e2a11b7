"""A withdrawal of consent reaches everything: reading ends at once, work in progress, copies, and later all data."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from documents import dossiers, jobs, journal, keystore, pipeline, sealed_files
from documents.dossiers import Dossier
from documents.jobs import Job
from documents.journal import Act, JournalLine
from documents.tasks import compile_dossier
from documents.uploads import Upload
from forms import erasing_withdrawn
from forms.drafts import Draft, open_draft
from forms.submissions import Submission
from forms.submit import NotReady, submit_draft
from forms.versions import FormVersion, store_shipped_form
from forms.withdrawals import Declaration, Scope, Withdrawal
from forms.withdrawing import NotWithdrawable, everybody_agrees, held_of, standings, withdraw
from gremium.cases.demo.bringing_in import bring_in, fill_draft
from gremium.cases.demo.example import DemoCase, demo_cases
from gremium.cases.models import Case, State
from gremium.cases.signals import case_withdrawn
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.conftest import SignIn
from tests.gremium.routes import all_routes

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
START = date(2026, 11, 22)
TODAY = date(2026, 11, 26)
APPLICANT = "antragsteller"


def example(name: str) -> DemoCase:
    return next(case for case in demo_cases(START) if case.id == name)


BringIn = Callable[..., Case]


@pytest.fixture
def bring(marte: User, django_capture_on_commit_callbacks: Any) -> BringIn:
    """A real case of the demo, in a state of one's choice; `compiled` makes its dossier."""

    def bring_case(name: str, state: str = State.SUBMITTED, *, compiled: bool = False) -> Case:
        store_shipped_form()
        case = bring_in(example(name), by=actor_of(marte))
        Case.objects.filter(pk=case.pk).update(state=state)
        if compiled:
            compile_newest(case)
        case.refresh_from_db()
        return case

    return bring_case


def compile_newest(case: Case) -> Dossier:
    dossier = Dossier.objects.of(case.subject)[0]
    assert dossier.job is not None
    compile_dossier(dossier.job.pk)
    dossier.refresh_from_db()
    assert dossier.is_ready
    return dossier


def declare(signer: str = APPLICANT, *purposes: str, language: str = "") -> Declaration:
    return Declaration(signer=signer, purposes=purposes, day=TODAY, language=language)


def take_back(case: Case | Draft, user: User, *what: str) -> Withdrawal:
    return withdraw(case.pk, declare(*(what or (APPLICANT,))), by=actor_of(user), today=TODAY)


def acts(case: Case | Draft) -> list[str]:
    return list(JournalLine.objects.about(case.pk).values_list("act", flat=True))


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


def addresses_of(case: Case) -> list[str]:
    subject = str(case.pk)
    names = [route for route in all_routes() if "subject" in route.pattern or "draft" in route.pattern]
    return [route.address(subject=subject, draft=subject, step="person", language="de") for route in names]


def test_after_a_withdrawal_no_address_yields_a_byte_to_members_and_only_the_bare_row_to_those_who_know_of_it(
    bring: BringIn, marte: User, ulrike: User, renate: User, henrik: User, jonte: User, sign_in: SignIn
) -> None:
    case = bring("C3", State.SCHEDULED, compiled=True)
    clients = {user.display_name: sign_in(user) for user in (marte, ulrike, renate, henrik, jonte)}
    answers = example("C3").answers
    canaries = {str(answers[key]) for key in ("familienname", "vornamen", "strasse", "begruendung")}
    assert answers["familienname"] in clients["Marte"].get(f"/de/antrag/{case.pk}/", follow=True).content.decode()

    take_back(case, marte)

    assert len(addresses_of(case)) > 25
    for name, client in clients.items():
        for address in addresses_of(case):
            for answer in (client.get(address), client.post(address)):
                shown = answer.content.decode(errors="replace") if answer.status_code == 200 else ""
                assert not any(canary in shown for canary in canaries), (name, address)
                if name in ("Renate", "Henrik", "Jonte"):
                    assert answer.status_code in (404, 405), (name, address, answer.status_code)
                assert answer.headers["Content-Type"] != "application/pdf", (name, address)
        for desk in ("antrag", "geschaeftsstelle", "mitglieder"):
            shown = client.get(f"/de/{desk}/").content.decode()
            assert not any(canary in shown for canary in canaries)
            assert (case.reference in shown) is ((name, desk) in {("Marte", "antrag"), ("Ulrike", "geschaeftsstelle")})


def test_those_who_work_on_it_still_see_number_state_and_receipt(
    bring: BringIn, marte: User, ulrike: User, sign_in: SignIn
) -> None:
    case = bring("C3", State.SCHEDULED)
    withdrawal = take_back(case, marte)

    for user, area in ((marte, "antrag"), (ulrike, "geschaeftsstelle")):
        page = sign_in(user).get(f"/de/{area}/{case.pk}/", follow=True)
        assert page.status_code == 200
        shown = page.content.decode()
        assert case.reference in shown
        assert "10. Dezember 2026" in shown
        assert f"/{area}/{case.pk}/widerruf/{withdrawal.pk}/" in shown


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
    client, real = sign_in(renate), dossiers.copies.marked_copy

    def slow(*arguments: Any, **options: Any) -> bytes:
        take_back(case, marte)
        return real(*arguments, **options)

    monkeypatch.setattr(dossiers.copies, "marked_copy", slow)
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
    assert journal.verify() is None
    erasing_withdrawn.erase_withdrawn(moment + timedelta(days=3 * 365 + 30))
    assert not Withdrawal.objects.exists()


def test_after_the_erasure_the_page_says_so_and_gives_no_receipt(bring: BringIn, marte: User, sign_in: SignIn) -> None:
    case = bring("C3")
    withdrawal = take_back(case, marte)
    erasing_withdrawn.erase_withdrawn(timezone.now() + timedelta(days=400))
    client = sign_in(marte)

    assert "ist gelöscht" in client.get(f"/de/antrag/{case.pk}/", follow=True).content.decode()
    assert client.post(f"/de/antrag/{case.pk}/widerruf/{withdrawal.pk}/").status_code == 404


GONE = {"P2": "a_krankheit", "P3": "", "P5": "", "P6": "allgemeine_frage", "P7": "p7_stellen", "P8": ""}
"""For each point that can be taken back alone the question that has no ground without it."""


@pytest.mark.parametrize("purpose", GONE)
def test_a_single_point_keeps_the_case_and_blocks_what_needs_it(bring: BringIn, marte: User, purpose: str) -> None:
    case = bring("C3", State.SUBMITTED, compiled=True)
    draft = Draft.objects.get(pk=case.pk)
    before = Submission.objects.newest_of(draft)
    assert before is not None
    given = next(one for one in standings(held_of(draft)) if one.signer.ref == APPLICANT).separate
    if purpose not in given:
        with pytest.raises(NotWithdrawable):
            take_back(case, marte, APPLICANT, purpose)
        return

    withdrawal = take_back(case, marte, APPLICANT, purpose)

    after = Submission.objects.newest_of(draft)
    assert after is not None
    assert (after.number, withdrawal.scope, withdrawal.purposes) == (2, Scope.PURPOSES, [purpose])
    assert not everybody_agrees(after, purpose)
    assert everybody_agrees(after, "P1")
    assert GONE[purpose] not in after.answers()
    case.refresh_from_db()
    assert case.state == (State.RETURNED if purpose == "P2" else State.SUBMITTED)
    *_newer, old = Dossier.objects.of(case.pk)
    assert old.is_revoked
    assert Dossier.objects.of(case.pk)[0].order().content.version == "2"
    compile_newest(case)


def test_without_p2_health_and_its_papers_leave_and_are_erased_later(bring: BringIn, marte: User) -> None:
    case = bring("C3", State.SUBMITTED)
    draft = Draft.objects.get(pk=case.pk)
    papers = Upload.objects.of(case.pk).count()

    withdrawal = take_back(case, marte, APPLICANT, "P2")

    after = Submission.objects.newest_of(draft)
    assert after is not None
    told = str(after.answers())
    assert "a_krankheit" not in told
    assert "'attest'" not in told
    assert withdrawal.erase_on == TODAY + timedelta(days=14)
    assert Submission.objects.count() == 2
    erasing_withdrawn.erase_withdrawn(timezone.now() + timedelta(days=400))
    assert [one.number for one in Submission.objects.all()] == [2]
    assert Upload.objects.of(case.pk).count() < papers
    assert keystore.has_key(case.pk)


def test_after_p2_members_read_nothing_before_the_counselling_looked_over_the_texts(
    bring: BringIn, marte: User, ulrike: User, renate: User, sign_in: SignIn
) -> None:
    case, members, client = bring("C3", State.SCHEDULED, compiled=True), sign_in(renate), sign_in(marte)
    take_back(case, ulrike, APPLICANT, "P2")

    assert members.get(f"/de/mitglieder/{case.pk}/").status_code == 404
    illness = example("C3").answers["a_krankheit"]["kr_kurz"]
    assert illness not in str(Dossier.objects.of(case.pk)[0].order().content.as_data())
    page = client.get(f"/de/antrag/{case.pk}/").content.decode()
    assert "Begründung" in page
    assert f"/de/antrag/{case.pk}/widerruf/geprueft/" in page

    for _twice in range(2):
        client.post(f"/de/antrag/{case.pk}/widerruf/geprueft/")

    case.refresh_from_db()
    assert case.state == State.SUBMITTED
    assert acts(case).count(Act.APPLICATION_RESUBMITTED) == 1
    assert members.get(f"/de/mitglieder/{case.pk}/").status_code == 404


def test_a_parent_who_withdraws_takes_the_children_along_and_the_case_goes_on_or_back(
    bring: BringIn, marte: User
) -> None:
    case = bring("C1", State.SCHEDULED)
    draft = Draft.objects.get(pk=case.pk)
    standing = next(one for one in standings(held_of(draft)) if not one.ends_everything)
    assert len(standing.persons) > 1

    withdrawal = take_back(case, marte, standing.signer.ref)
    again = take_back(case, marte, standing.signer.ref)

    assert again.pk == withdrawal.pk
    after = Submission.objects.newest_of(draft)
    assert after is not None
    answers = after.answers()
    left = {one["fm_id"] for one in answers.get("familienmitglieder", ())}
    assert not left & set(standing.persons)
    assert not {one["ew_person"] for one in answers["einwilligungen"]} & set(standing.persons)
    assert not {one.get("an_person") for one in answers["anlagen_liste"]} & set(standing.persons)
    case.refresh_from_db()
    assert case.state == State.RETURNED  # its reasons tell of the family
    assert withdrawal.details().to_check
    assert not Dossier.objects.ready().exists()


@pytest.fixture
def open_one(marte: User) -> Draft:
    store_shipped_form()
    draft = open_draft(FormVersion.objects.current("kurzantrag"), by=actor_of(marte))
    fill_draft(draft, example("C3"), by=actor_of(marte))
    return draft


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


def test_points_taken_back_in_a_draft_leave_no_earlier_value_behind(open_one: Draft, marte: User) -> None:
    papers = Upload.objects.of(open_one.pk).count()
    illness = example("C3").answers["a_krankheit"]["kr_kurz"]
    assert illness in str(open_one.ledger().as_data())

    withdrawal = take_back(open_one, marte, APPLICANT, "P2")

    open_one.refresh_from_db()
    kept = open_one.ledger()
    assert (withdrawal.erase_on, withdrawal.was_handed_in) == (None, False)
    assert illness not in str(kept.as_data())
    assert "P2" not in kept.values[f"einwilligungen.{APPLICANT}.ew_zwecke"]
    assert "krankheit" not in kept.values.get("haerte_aspekte", ())
    assert Upload.objects.of(open_one.pk).count() < papers


def test_the_page_says_what_follows_and_does_nothing_before_it_is_confirmed(
    bring: BringIn, marte: User, sign_in: SignIn
) -> None:
    case, client = bring("C3"), sign_in(marte)
    address = f"/de/antrag/{case.pk}/widerruf/"
    sent = {"signer": APPLICANT, "extent": "whole", "declared_by": "self", "channel": "letter", "language": "ar"}
    sent |= {"day": timezone.localdate().isoformat(), "is_plausible": "on"}

    assert "Einwilligung widerrufen" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 422
    shown = client.post(address, sent).content.decode()

    assert "Niemand liest den Antrag und die Unterlagen mehr" in shown
    assert not Withdrawal.objects.exists()
    for _twice in range(2):
        assert client.post(address, {**sent, "confirmed": "yes"}).status_code == 302
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.details().channel, withdrawal.details().language) == ("letter", "ar")


def test_pressing_the_button_twice_takes_a_point_back_once(bring: BringIn, marte: User, sign_in: SignIn) -> None:
    case, client = bring("C3"), sign_in(marte)
    sent = {"signer": APPLICANT, "extent": "points", "purposes": "P5", "declared_by": "self", "channel": "letter"}
    sent |= {"day": timezone.localdate().isoformat(), "is_plausible": "on", "confirmed": "yes", "language": ""}

    answers = [client.post(f"/de/antrag/{case.pk}/widerruf/", sent).status_code for _press in range(2)]

    assert answers == [302, 302]
    assert Withdrawal.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"day": "2999-01-01"}, {"is_plausible": ""}, {"signer": "F9"}, {"extent": "points"}, {"language": "xx"}]
)
def test_what_cannot_be_right_is_said_in_a_sentence(
    bring: BringIn, marte: User, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    case, client = bring("C3"), sign_in(marte)
    sent = {"signer": APPLICANT, "extent": "whole", "declared_by": "self", "channel": "letter", "language": ""}
    sent |= {"day": timezone.localdate().isoformat(), "is_plausible": "on", "confirmed": "yes"}

    answer = client.post(f"/de/antrag/{case.pk}/widerruf/", sent | wrong)

    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not Withdrawal.objects.exists()


def test_an_application_that_cannot_be_read_can_be_withdrawn_as_a_whole(
    bring: BringIn, ulrike: User, sign_in: SignIn
) -> None:
    case = bring("C3")
    keystore.destroy_key(case.pk)
    client: Client = sign_in(ulrike)
    address = f"/de/geschaeftsstelle/{case.pk}/widerruf/"
    sent = {"signer": APPLICANT, "extent": "whole", "declared_by": "self", "channel": "letter", "language": ""}
    sent |= {"day": timezone.localdate().isoformat(), "is_plausible": "on", "confirmed": "yes"}

    assert client.get(address).status_code == 200
    assert client.post(address, sent).status_code == 302

    case.refresh_from_db()
    assert case.state == State.WITHDRAWN


def test_the_receipt_is_noted_and_given_to_those_who_work_on_it_alone(
    bring: BringIn, marte: User, colleague: User, jonte: User, ulrike: User, renate: User, sign_in: SignIn
) -> None:
    case = bring("C3")
    withdrawal = withdraw(case.pk, declare(language="ckb"), by=actor_of(marte), today=TODAY)

    for user, area, opens in (
        (marte, "antrag", True),
        (colleague, "antrag", True),
        (jonte, "antrag", False),
        (ulrike, "geschaeftsstelle", True),
        (renate, "mitglieder", False),
    ):
        answer = sign_in(user).post(f"/de/{area}/{case.pk}/widerruf/{withdrawal.pk}/")
        assert (answer.status_code == 200) is opens, user
        if opens:
            assert answer.content.startswith(b"%PDF")
            assert "widerruf.pdf" in answer.headers["Content-Disposition"]
    exported = JournalLine.objects.filter(subject=case.pk, act=Act.APPLICATION_EXPORTED)
    assert [line.details for line in exported] == [{"paper": "withdrawal"}] * 3
