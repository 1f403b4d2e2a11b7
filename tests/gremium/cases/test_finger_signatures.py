"""What was signed on the screen goes along with the case: told as what it is, and gone with its consent."""

import json
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from documents.content import Entries, Notice
from documents.journal import Act, JournalLine
from documents.uploads import Upload
from forms.consent_texts import ConsentText
from forms.conversation import Conversation
from forms.drafts import Draft, open_draft
from forms.erasing_withdrawn import erase_withdrawn
from forms.finger_signatures import FingerSignature
from forms.late_sheets import LateSheet
from forms.reopening import is_changed
from forms.signed_sheets import SignedSheet, signed_sheets
from forms.signing_by_finger import sign_by_finger, signings
from forms.strokes import read_strokes
from forms.submissions import Submission
from forms.submit import submit_draft
from forms.versions import FormVersion, store_shipped_form
from forms.withdrawals import ERASED_AFTER, Withdrawal
from gremium.cases.demo.bringing_in import fill_draft
from gremium.cases.demo.example import DemoCase
from gremium.cases.dossier_content.consents import consents
from gremium.cases.dossier_content.record import Record
from gremium.cases.models import Case
from gremium.cases.returning import return_case
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.documents.hostile import paper
from tests.gremium.cases.living import DAY
from tests.gremium.cases.taking_back import APPLICANT, BringIn, acts, example, take_back
from tests.gremium.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SECOND = "F1"
DRAWN = read_strokes(json.dumps([[[100, 200], [300, 60], [420, 220]]]))


@pytest.fixture
def signed_case(marte: User) -> Case:
    """Both adults signed on the screen; only the applicant's sheet is there on paper."""
    store_shipped_form()
    family, by = example("C1"), actor_of(marte)
    draft = open_draft(FormVersion.objects.current("kurzantrag"), by=by)
    fill_draft(draft, family, by=by)
    sign_all(draft, family, marte)
    submit_draft(draft, by=by, today=family.as_of)
    return Case.objects.get(pk=draft.pk)


def sign_all(draft: Draft, family: DemoCase, user: User) -> None:
    consent = ConsentText.objects.current("kurzantrag")
    for one in list(signings(draft.definition, draft.ledger(), consent, today=family.as_of)):
        draft.refresh_from_db()
        sign_by_finger(draft, one, DRAWN, consent, by=actor_of(user))
    draft.refresh_from_db()


def newest(subject: UUID) -> Submission:
    found = Submission.objects.newest(subject)
    assert found is not None
    return found


def sheets(case: Case) -> dict[str, SignedSheet]:
    return {sheet.signer.ref: sheet for sheet in signed_sheets(newest(case.pk))}


def drawn(case: Case) -> dict[str, FingerSignature]:
    return {one.signed.signer: one for one in newest(case.pk).conversation().signatures}


def test_the_page_of_a_case_tells_it_apart_from_the_sheet(signed_case: Case, sign_in: SignIn, marte: User) -> None:
    page = sign_in(marte).get(f"/de/antrag/{signed_case.pk}/").content.decode()

    assert {ref: sheet.is_missing for ref, sheet in sheets(signed_case).items()} == {APPLICANT: False, SECOND: True}
    assert page.count("Unterschriebener Bogen fehlt") == 1
    assert page.count("mit dem Finger unterschrieben, das Blatt auf Papier folgt") == 1
    assert page.count("mit dem Finger unterschrieben, neben dem Blatt auf Papier") == 1


@pytest.mark.parametrize(("who", "area"), [("marte", "antrag"), ("ulrike", "geschaeftsstelle")])
def test_it_is_read_with_a_line_by_those_who_work_on_the_case(
    signed_case: Case, sign_in: SignIn, who: str, area: str, request: pytest.FixtureRequest
) -> None:
    reader, upload = sign_in(request.getfixturevalue(who)), drawn(signed_case)[SECOND].upload

    answer = reader.post(f"/de/{area}/{signed_case.pk}/boegen/{upload}/")

    assert answer.content.startswith(b"%PDF")
    assert acts(signed_case)[-1] == Act.ATTACHMENT_VIEWED


@pytest.mark.parametrize("who", ["jonte", "renate", "clara"])
def test_nobody_else_reads_it(signed_case: Case, sign_in: SignIn, who: str, request: pytest.FixtureRequest) -> None:
    reader, upload = sign_in(request.getfixturevalue(who)), drawn(signed_case)[SECOND].upload

    for area in ("antrag", "geschaeftsstelle"):
        assert reader.post(f"/de/{area}/{signed_case.pk}/boegen/{upload}/").status_code == 404


def test_the_dossier_tells_it_and_that_it_is_not_the_one_on_paper(signed_case: Case) -> None:
    submission, family = newest(signed_case.pk), example("C1")

    blocks = consents(Record(submission.definition, family.answers, family.as_of, {}, submission.conversation()))

    [told] = [one for one in blocks if isinstance(one, Entries) and one.heading.startswith("Mit dem Finger")]
    assert [entry.label for entry in told.entries] == ["Shirin Karvani", "Hemin Karvani"]
    value = str(told.entries[1].value)
    consent = ConsentText.objects.current("kurzantrag")
    for part in ("P0, P1, P3, P4, P5", f"Textfassung 2026-02 (Prüfsumme {consent.sha256[:16]})", "Nora Beispiel"):
        assert part in value
    notes = [one.text for one in blocks if isinstance(one, Notice)]
    assert any("neben den Bögen auf Papier und ersetzen sie nicht" in text for text in notes)


def test_a_dossier_without_any_says_nothing_of_it(bring: BringIn) -> None:
    case = bring("C1")

    assert newest(case.pk).conversation() == Conversation.from_data(newest(case.pk).conversation().as_data())
    assert drawn(case) == {}
    assert all(sheet.drawn is None for sheet in sheets(case).values())


def test_what_is_kept_is_read_back_as_it_was(signed_case: Case) -> None:
    told = newest(signed_case.pk).conversation()

    assert Conversation.from_data(json.loads(json.dumps(told.as_data()))) == told
    assert len(told.signatures) == 2


@pytest.mark.parametrize("points", [(), ("P5",)], ids=["whole", "one point"])
def test_who_takes_consent_back_takes_it_along(
    signed_case: Case, sign_in: SignIn, marte: User, points: tuple[str, ...]
) -> None:
    gone, stays = drawn(signed_case)[SECOND].upload, drawn(signed_case)[APPLICANT].upload

    take_back(signed_case, marte, SECOND, *points)

    assert list(drawn(signed_case)) == [APPLICANT]
    assert sign_in(marte).post(f"/de/antrag/{signed_case.pk}/boegen/{gone}/").status_code == 404
    _erase(signed_case)
    assert not Upload.objects.filter(pk=gone).exists()
    assert Upload.objects.filter(pk=stays).exists()


def test_erasing_a_case_takes_all_of_them(signed_case: Case, marte: User) -> None:
    take_back(signed_case, marte)
    assert signed_sheets(newest(signed_case.pk)) == []

    _erase(signed_case)

    assert not Upload.objects.of(signed_case.pk).exists()


def test_they_come_along_into_a_completed_version(signed_case: Case, marte: User, ulrike: User) -> None:
    before = drawn(signed_case)
    return_case(signed_case, missing=["Attest"], until=DAY, by=actor_of(ulrike))
    draft = Draft.objects.get(pk=signed_case.pk)
    assert not is_changed(newest(signed_case.pk))

    submit_draft(draft, by=actor_of(marte), today=example("C1").as_of)

    assert newest(signed_case.pk).number == 2
    assert drawn(signed_case) == before
    assert Upload.objects.filter(pk__in=[one.upload for one in before.values()]).count() == 2


def test_signing_anew_counts_as_work_and_keeps_what_was_handed_in(signed_case: Case, marte: User, ulrike: User) -> None:
    before = drawn(signed_case)[SECOND].upload
    return_case(signed_case, missing=["Attest"], until=DAY, by=actor_of(ulrike))
    draft = Draft.objects.select_related("form_version").get(pk=signed_case.pk)

    sign_all(draft, example("C1"), marte)

    assert is_changed(newest(signed_case.pk))
    assert Upload.objects.filter(pk=before).exists()


def test_a_late_sheet_stays_when_the_application_is_handed_in_once_more(
    bring: BringIn, sign_in: SignIn, marte: User, ulrike: User
) -> None:
    case = bring("C1")
    file = SimpleUploadedFile("bogen.pdf", paper())
    sign_in(marte).post(f"/de/antrag/{case.pk}/boegen/", {"signer": SECOND, "sheet": [file]})
    return_case(case, missing=["Attest"], until=DAY, by=actor_of(ulrike))

    submit_draft(Draft.objects.get(pk=case.pk), by=actor_of(marte), today=example("C1").as_of)

    assert Upload.objects.filter(pk=LateSheet.objects.get().upload_id).exists()
    assert len(sheets(case)[SECOND].files) == 1


def test_the_journal_says_that_it_was_drawn(signed_case: Case) -> None:
    lines = JournalLine.objects.about(signed_case.pk).filter(act=Act.CONSENT_RECORDED)

    assert [line.details["sheet"] for line in lines] == ["finger", "finger"]


def _erase(case: Case) -> None:
    Withdrawal.objects.of(case.pk).update(erase_on=timezone.localdate())
    erase_withdrawn(timezone.now() + ERASED_AFTER)
