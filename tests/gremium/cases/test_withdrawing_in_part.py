"""Single points or persons are taken back: the case goes on with the rest, and nothing of what went is read again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from documents import keystore, vault
from documents.dossiers import Dossier
from documents.journal import Act
from documents.uploads import Upload
from forms import erasing_withdrawn
from forms.drafts import Draft
from forms.ledger_lines import Stamp
from forms.refusals import Refusal
from forms.submissions import Submission
from forms.uploading import used_uploads
from forms.withdrawals import Scope
from forms.withdrawing import NotWithdrawable, everybody_agrees, held_of, standings
from gremium.cases.models import State
from gremium.people.models import User
from tests.gremium.cases.taking_back import APPLICANT, TODAY, BringIn, acts, compile_newest, example, take_back
from tests.gremium.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


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
    assert "Zeigt: attest." not in told
    assert "Zeigt: duldung_kopie." in told
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


def test_nobody_reads_the_version_before_a_withdrawal_beside_the_one_that_is_left(
    bring: BringIn, marte: User, ulrike: User, sign_in: SignIn
) -> None:
    case = bring("C3", State.SUBMITTED)
    take_back(case, marte, APPLICANT, "P2")

    for user, address in ((marte, "antrag"), (ulrike, "sekretariat/faelle")):
        assert sign_in(user).get(f"/de/{address}/{case.pk}/fassungen/").status_code == 404


def test_a_file_that_went_with_a_withdrawal_has_no_picture_in_the_open_draft(
    bring: BringIn, marte: User, sign_in: SignIn
) -> None:
    case, client = bring("C3", State.SUBMITTED), sign_in(marte)
    take_back(case, marte, APPLICANT, "P2")
    draft = Draft.objects.get(pk=case.pk)
    assert not draft.is_submitted
    uploads = list(Upload.objects.of(case.pk))
    left = used_uploads(draft.definition, draft.ledger())
    for upload in uploads:
        upload.sealed_preview = vault.seal(case.pk, f"upload/{upload.pk}/preview", b"picture")
        upload.save()

    shown = {str(one.pk) for one in uploads if client.get(f"/de/antrag/{case.pk}/bild/{one.pk}/").status_code == 200}

    assert shown == left
    assert len(left) < len(uploads)


def test_points_taken_back_in_a_draft_leave_no_earlier_value_behind(open_one: Draft, marte: User) -> None:
    papers = Upload.objects.of(open_one.pk).count()
    illness = example("C3").answers["a_krankheit"]["kr_kurz"]
    ledger = open_one.ledger()
    noted = {"unterlagen.attest.grund": "Praxis hat geschlossen", "anlagen_liste.t-attest.an_typ": "attest"}
    ledger.write(noted, Stamp(by="Marte", at="2026-11-26T12:00"))
    ledger.refusals = {"anlagen_liste.t-attest.an_datei": [Refusal("Befund.pdf", "damaged")]}
    open_one.put(ledger)
    open_one.save()
    assert illness in str(ledger.as_data())

    withdrawal = take_back(open_one, marte, APPLICANT, "P2")

    open_one.refresh_from_db()
    kept = open_one.ledger()
    assert (withdrawal.erase_on, withdrawal.was_handed_in) == (None, False)
    assert not [one for one in (illness, "Praxis hat", "Befund") if one in str(kept.as_data())]
    assert "P2" not in kept.values[f"einwilligungen.{APPLICANT}.ew_zwecke"]
    assert "krankheit" not in kept.values.get("haerte_aspekte", ())
    assert Upload.objects.of(open_one.pk).count() < papers
