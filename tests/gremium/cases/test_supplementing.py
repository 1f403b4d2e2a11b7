"""Nachtrag: from filing until the meeting and while deferred; dated, numbered, sealed, told to the right people."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from documents.dossiers import Dossier
from documents.steps import StepResult
from documents.uploads import Upload, sweep_unnamed
from forms import erasing_withdrawn
from forms.drafts import Draft
from forms.submissions import Submission
from forms.submit import submit_draft
from forms.withdrawing import held_of, standings
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, Report, State
from gremium.cases.returning import return_case
from gremium.cases.supplementing import Paper, add_attachment, answers_today, correct_answers, report_own_step
from gremium.cases.supplements import Supplement
from gremium.cases.withdrawing import release_rest
from gremium.letters.results import Ground
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.cases.living import DAY
from tests.gremium.cases.taking_back import APPLICANT, BringIn, acts, compile_newest, example, take_back
from tests.gremium.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PDF = (Path(__file__).parents[2] / "forms/one_page.pdf").read_bytes()
TAKEN = (State.SUBMITTED, State.ADMITTED, State.SCHEDULED, State.DEFERRED)


def attach(case: Case, user: User, kind: str = "arbeitsvertrag", person: str = APPLICANT) -> Supplement:
    paper = Paper(kind=kind, title="Neuer Vertrag", person=person)
    return add_attachment(case, name="vertrag.pdf", data=PDF, paper=paper, by=actor_of(user))


def scheduled(case: Case, day: date) -> None:
    Case.objects.filter(pk=case.pk).update(meeting_on=day)


@pytest.mark.parametrize("state", list(State))
def test_something_can_be_added_until_the_meeting_and_while_deferred(bring: BringIn, marte: User, state: State) -> None:
    case = bring("C4", state)
    scheduled(case, timezone.localdate())

    if state in TAKEN:
        assert correct_answers(case, values={"ort": "Hagen"}, by=actor_of(marte)).number == 1
    else:
        with pytest.raises(NotPossible):
            correct_answers(case, values={"ort": "Hagen"}, by=actor_of(marte))
        assert not Supplement.objects.exists()


def test_after_the_day_of_the_meeting_nothing_is_added(bring: BringIn, marte: User) -> None:
    case = bring("C4", State.SCHEDULED)
    scheduled(case, timezone.localdate() - timedelta(days=1))

    with pytest.raises(NotPossible):
        attach(case, marte)

    assert Upload.objects.of(case.pk).filter(media_type="application/pdf", pages=1).count() == len(
        {one for files in Dossier.objects.of(case.pk)[0].order().uploads.values() for one in files}
    )


def test_an_added_paper_stands_in_a_new_dossier_that_takes_over_what_was_made(bring: BringIn, marte: User) -> None:
    case = bring("C4", State.SUBMITTED, compiled=True)
    before = set(StepResult.objects.filter(subject=case.pk).values_list("pk", flat=True))

    supplement = attach(case, marte)

    dossier = compile_newest(case)
    order = dossier.order()
    assert order.content.version == "1-N1"
    head = f"Nachtrag 1 vom {timezone.localdate():%d.%m.%Y}"
    assert order.content.attachments[-1].title == f"{head}: Neuer Vertrag"
    assert head in str(order.content.cover)
    assert str(list(order.uploads.values())[-1][0]) == supplement.upload
    assert before <= set(StepResult.objects.filter(subject=case.pk).values_list("pk", flat=True))
    assert b"Neuer Vertrag" not in bytes(supplement.sealed_facts)
    assert acts(case).count("application.supplemented") == 1


def test_a_correction_says_what_is_new_and_moves_the_deadline(bring: BringIn, marte: User) -> None:
    case, submission = bring("C4"), None

    correct_answers(
        case,
        values={"plz": "44137", "eilig_datum": "2027-01-15", "eilig_grund": "Anhörung"},
        by=actor_of(marte),
    )

    case.refresh_from_db()
    submission = Submission.objects.newest(case.pk)
    assert submission is not None
    assert answers_today(case, submission)["plz"] == "44137"
    assert submission.answers()["plz"] != "44137"
    assert case.urgent_on == date(2027, 1, 15)
    with pytest.raises(NotPossible):
        correct_answers(case, values={"plz": "44137"}, by=actor_of(marte))


@pytest.mark.parametrize(("state", "members"), [(State.SUBMITTED, 0), (State.ADMITTED, 0), (State.SCHEDULED, 1)])
def test_the_secretariat_is_told_and_members_after_scheduling(
    bring: BringIn,
    marte: User,
    ulrike: User,
    renate: User,
    django_capture_on_commit_callbacks: Any,
    state: State,
    members: int,
) -> None:
    case = bring("C4", state)
    with django_capture_on_commit_callbacks(execute=True):
        correct_answers(case, values={"ort": "Hagen"}, by=actor_of(marte))

    told = [message.to[0] for message in mail.outbox]
    assert (told.count(ulrike.email), told.count(renate.email)) == (1, members)
    assert all("Hagen" not in message.body for message in mail.outbox)


def test_the_button_reports_and_adds_a_line_to_the_dossier(bring: BringIn, marte: User, sign_in: SignIn) -> None:
    case, client = bring("C4", State.SCHEDULED), sign_in(marte)
    scheduled(case, DAY)

    for _twice in range(2):
        client.post(f"/de/antrag/{case.pk}/meldung/", {"ground": "X2", "day": "2026-11-25"})

    assert Report.objects.open().get(case=case).ground == Ground.COURT
    assert "25.11.2026" in str(Dossier.objects.of(case.pk)[0].order().content.cover)
    assert Supplement.objects.get(case=case).kind == Supplement.Kind.COURT
    assert Case.objects.get(pk=case.pk).state == State.SCHEDULED


def test_after_the_meeting_a_step_can_still_be_reported(bring: BringIn, marte: User) -> None:
    case = bring("C4", State.ASSESSED)

    report_own_step(case, ground=Ground.ASYLUM, day=None, by=actor_of(marte))

    assert Report.objects.open().count() == 1
    assert not Supplement.objects.exists()


def test_papers_on_health_need_consent_to_it(bring: BringIn, marte: User) -> None:
    with pytest.raises(NotPossible, match="P2"):
        attach(bring("C4"), marte, kind="attest")

    assert attach(bring("C3"), marte, kind="attest").number == 1


def test_an_addition_is_part_of_what_opens_again_and_its_file_is_never_swept(
    bring: BringIn, marte: User, ulrike: User
) -> None:
    case = bring("C4")
    supplement = attach(case, marte)
    Upload.objects.filter(pk=supplement.upload).update(created_at=timezone.now() - timedelta(hours=5))

    return_case(case, missing=["Attest"], until=DAY, by=actor_of(ulrike))
    sweep_unnamed()

    assert Upload.objects.filter(pk=supplement.upload).exists()


def test_an_addition_after_a_partial_withdrawal_outlives_the_erasure_of_the_rest(bring: BringIn, marte: User) -> None:
    case = bring("C3")
    take_back(case, marte, "antragsteller", "P3")
    case.refresh_from_db()
    supplement = attach(case, marte)

    erasing_withdrawn.erase_withdrawn(timezone.now() + timedelta(days=30))

    assert Upload.objects.filter(pk=supplement.upload).exists()


def test_a_withdrawal_of_a_point_leaves_what_was_added_before_in_the_dossier(bring: BringIn, marte: User) -> None:
    case = bring("C3", State.SUBMITTED)
    supplement = attach(case, marte)
    correct_answers(case, values={"plz": "44137"}, by=actor_of(marte))
    report_own_step(case, ground=Ground.COURT, day=date(2026, 11, 25), by=actor_of(marte))

    take_back(case, marte, APPLICANT, "P3")

    order = Dossier.objects.of(case.pk)[0].order()
    assert order.content.version == "2-N3"
    assert "Nachtrag 1" in order.content.attachments[-1].title
    assert str(list(order.uploads.values())[-1][0]) == supplement.upload
    assert "25.11.2026" in str(order.content.cover)
    case.refresh_from_db()
    submission = Submission.objects.newest(case.pk)
    assert submission is not None
    assert (submission.number, answers_today(case, submission)["plz"]) == (2, "44137")
    assert submission.answers()["plz"] != "44137"
    assert correct_answers(case, values={"plz": "44139"}, by=actor_of(marte)).number == 4


@pytest.mark.parametrize("release", [True, False], ids=["released as it is", "handed in again"])
def test_what_was_added_of_somebody_who_withdraws_goes_and_the_rest_stays(
    bring: BringIn, marte: User, release: bool
) -> None:
    case = bring("C1", State.SUBMITTED)
    draft = Draft.objects.get(pk=case.pk)
    leaving = next(one for one in standings(held_of(draft)) if not one.ends_everything)
    stays = attach(case, marte)
    goes = attach(case, marte, person=leaving.persons[0])
    Upload.objects.filter(pk__in=[stays.upload, goes.upload]).update(created_at=timezone.now() - timedelta(hours=5))

    take_back(case, marte, leaving.signer.ref)

    case.refresh_from_db()
    assert case.state == State.RETURNED
    draft.refresh_from_db()
    ledger = str(draft.ledger().as_data())
    assert stays.upload in ledger
    assert goes.upload not in ledger
    if release:
        release_rest(case, by=actor_of(marte))
    else:
        submit_draft(draft, by=actor_of(marte), today=example("C1").as_of)
    sweep_unnamed()
    files = str(Dossier.objects.of(case.pk)[0].order().uploads)
    assert stays.upload in files
    assert goes.upload not in files
    erasing_withdrawn.erase_withdrawn(timezone.now() + timedelta(days=400))
    assert Upload.objects.filter(pk=stays.upload).exists()
    assert not Upload.objects.filter(pk=goes.upload).exists()
    assert not Supplement.objects.filter(pk=goes.pk).exists()


def test_papers_on_health_that_were_added_go_with_p2(bring: BringIn, marte: User) -> None:
    case = bring("C3", State.SUBMITTED)
    stays, goes = attach(case, marte), attach(case, marte, kind="attest")

    take_back(case, marte, APPLICANT, "P2")

    files = str(Dossier.objects.of(case.pk)[0].order().uploads)
    assert stays.upload in files
    assert goes.upload not in files


def test_a_text_that_was_added_and_names_who_withdrew_is_looked_over_first(bring: BringIn, marte: User) -> None:
    case = bring("C1", State.SUBMITTED)
    held = held_of(Draft.objects.get(pk=case.pk))
    leaving = next(one for one in standings(held) if not one.ends_everything)
    first_name = leaving.people[0].split()[0]
    values = {"eilig_datum": "2027-01-15", "eilig_grund": f"Anhörung von {first_name}"}
    correct_answers(case, values=values, by=actor_of(marte))

    withdrawal = take_back(case, marte, leaving.signer.ref)

    (label,) = (question.label for _group, question in held.form.questions() if question.key == "eilig_grund")
    assert label in withdrawal.details().to_check


def test_an_addition_that_cannot_be_read_holds_up_no_withdrawal(bring: BringIn, marte: User) -> None:
    case = bring("C3", State.SUBMITTED)
    supplement = attach(case, marte)
    Supplement.objects.filter(pk=supplement.pk).update(sealed_facts=b"broken")

    take_back(case, marte, APPLICANT, "P3")

    assert Dossier.objects.of(case.pk)[0].order().content.version == "2"


def test_the_pages_add_and_refuse_in_words(bring: BringIn, marte: User, jonte: User, sign_in: SignIn) -> None:
    case, client = bring("C4"), sign_in(marte)
    address = f"/de/antrag/{case.pk}/nachtrag/anlage/"
    said = "Der Betrieb stellt sie ab Mai ein."
    sent = {"kind": "arbeitsvertrag", "title": "Neuer Vertrag", "person": "antragsteller", "says": said}

    assert sign_in(jonte).get(address).status_code == 404
    assert client.get(address).status_code == 200
    assert client.post(address, sent).status_code == 422
    without_kind = sent | {"kind": "", "file": SimpleUploadedFile("a.pdf", PDF)}
    assert "Bitte wählen Sie die Art des Papiers." in client.post(address, without_kind).content.decode()
    bad = client.post(address, sent | {"file": SimpleUploadedFile("a.exe", b"MZ\x90\x00")})
    assert bad.status_code == 422
    assert client.post(address, sent | {"file": SimpleUploadedFile("a.pdf", PDF)}).status_code == 302
    assert Dossier.objects.of(case.pk)[0].order().content.attachments[-1].description == said
    correction = f"/de/antrag/{case.pk}/nachtrag/berichtigung/"
    assert client.get(correction).status_code == 200
    assert client.post(correction, {"strasse": "", "plz": "4413", "ort": "Dortmund"}).status_code == 422
    assert Supplement.objects.get().kind == Supplement.Kind.ATTACHMENT
