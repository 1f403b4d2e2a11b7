"""What is sent back opens again with everything in it, and comes in as a new version beside the old one."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from documents.dossiers import Dossier, read_dossier
from documents.journal import Act, JournalLine
from documents.uploads import Upload
from forms.drafts import Draft
from forms.erasing_withdrawn import erase_earlier_versions
from forms.ledger_lines import Stamp
from forms.reopening import is_changed, ledger_of, reopen_draft
from forms.sheets import compose_all
from forms.submissions import Submission
from forms.submit import submit_draft
from forms.version_differences import version_differences
from gremium.cases.admission import admit_case
from gremium.cases.life import WrongState
from gremium.cases.models import Case, State
from gremium.cases.moves import Move
from gremium.cases.returning import missing_of, return_case
from gremium.cases.superseding import KEPT, erase_superseded
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.cases.living import DAY, exclude
from tests.gremium.cases.taking_back import BringIn, acts, compile_newest, example, take_back
from tests.gremium.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def send_back(case: Case, user: User) -> Draft:
    return_case(case, missing=["Attest mit Diagnose"], until=DAY, by=actor_of(user))
    return Draft.objects.get(pk=case.pk)


def change(draft: Draft, user: User, **values: Any) -> None:
    ledger = draft.ledger()
    ledger.write(values, Stamp(by=user.display_name, at="2026-11-26T10:00"))
    draft.put(ledger)
    draft.save()


def newest(case: Case) -> Submission:
    found = Submission.objects.newest(case.pk)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["C1", "C2", "C3", "C4", "C5", "C6"])
def test_a_reopened_draft_would_give_the_same_answers_again(bring: BringIn, name: str) -> None:
    case = bring(name)
    submission = newest(case)
    day = timezone.localdate(submission.submitted_at)

    ledger = ledger_of(submission)

    again = compose_all(submission.definition, ledger, today=day, consent_version=submission.consent_text.version)
    assert again.answers == submission.answers()


def test_a_returned_application_is_completed_and_comes_in_as_a_new_version(
    bring: BringIn, marte: User, ulrike: User
) -> None:
    case = bring("C3")
    draft = send_back(case, ulrike)
    assert missing_of(case) == ["Attest mit Diagnose"]
    assert not is_changed(newest(case))
    change(draft, marte, telefon="+49 30 23125 099")
    assert is_changed(newest(case))

    second = submit_draft(draft, by=actor_of(marte), today=example("C3").as_of)

    case.refresh_from_db()
    assert (case.state, case.version, second.number) == (State.SUBMITTED, 2, 2)
    assert [move.number for move in Move.objects.filter(case=case)] == ["T3", "T4", "T5"]
    assert acts(case).count("application.resubmitted") == 1
    assert Submission.objects.filter(draft=draft).count() == 2
    assert Dossier.objects.of(case.pk)[0].order().content.version == "2"
    first = Submission.objects.get(draft=draft, number=1)
    (step,) = version_differences(first, second, {})
    (found,) = step[1]
    assert found.after == "+49 30 23125 099"


def test_papers_of_the_old_version_stay_until_thirty_days_after_the_admission(
    bring: BringIn, marte: User, ulrike: User, deniz: User
) -> None:
    case = bring("C3")
    draft = send_back(case, ulrike)
    ledger = draft.ledger()
    item = ledger.items["anlagen_liste"][-1]
    gone = ledger.values[f"anlagen_liste.{item}.an_datei"]
    ledger.remove_item("anlagen_liste", item, Stamp(by="Marte", at="2026-11-26T10:00"))
    draft.put(ledger)
    draft.save()
    submit_draft(draft, by=actor_of(marte), today=example("C3").as_of)
    assert Upload.objects.filter(pk__in=gone).exists()
    while not admit_case(case, by=actor_of(ulrike)):
        admit_case(case, by=actor_of(deniz))
        break
    admitted = timezone.now()

    assert erase_superseded(admitted + KEPT - timedelta(days=1)) == 0
    assert Upload.objects.filter(pk__in=gone).exists()
    assert erase_superseded(admitted + KEPT + timedelta(days=1)) == 1

    assert not Upload.objects.filter(pk__in=gone).exists()
    assert [one.number for one in Submission.objects.filter(draft=draft)] == [2]
    assert erase_superseded(admitted + KEPT + timedelta(days=2)) == 0


def test_the_dossier_of_the_old_version_goes_with_it_and_the_new_one_stays(
    bring: BringIn, marte: User, ulrike: User
) -> None:
    case = bring("C3", compiled=True)
    draft = send_back(case, ulrike)
    change(draft, marte, telefon="+49 30 23125 099")
    submit_draft(draft, by=actor_of(marte), today=example("C3").as_of)
    compile_newest(case)
    assert Dossier.objects.of(case.pk).ready().count() == 2

    erase_earlier_versions(case.pk)

    new, old = Dossier.objects.of(case.pk)
    assert (new.is_ready, old.is_ready, bytes(old.sealed_order)) == (True, False, b"")
    assert read_dossier(new).startswith(b"%PDF")


def test_the_wizard_opens_for_what_was_sent_back_and_nothing_of_it_can_be_deleted(
    bring: BringIn, marte: User, ulrike: User, sign_in: SignIn
) -> None:
    case = bring("C3")
    send_back(case, ulrike)
    client = sign_in(marte)

    assert client.get(f"/de/antrag/{case.pk}/").status_code == 200
    wizard = client.get(f"/de/antrag/{case.pk}/weiter/", follow=True)
    assert (wizard.status_code, "/loeschen/" in wizard.content.decode()) == (200, False)
    assert client.post(f"/de/antrag/{case.pk}/loeschen/").status_code == 404
    assert "Attest mit Diagnose" in client.get(f"/de/antrag/{case.pk}/").content.decode()


def test_an_application_excluded_meanwhile_comes_in_no_more(
    bring: BringIn, marte: User, ulrike: User, deniz: User
) -> None:
    case = bring("C3")
    draft = send_back(case, ulrike)
    exclude(case, actor_of(ulrike), actor_of(deniz))

    draft.refresh_from_db()
    assert draft.is_submitted
    reopen_draft(newest(case))
    with pytest.raises(WrongState):
        submit_draft(draft, by=actor_of(marte), today=example("C3").as_of)
    assert Submission.objects.filter(draft=draft).count() == 1


def test_what_is_withdrawn_while_it_is_open_leaves_the_draft_too(bring: BringIn, marte: User, ulrike: User) -> None:
    case = bring("C3")
    draft = send_back(case, ulrike)

    take_back(case, marte, "antragsteller", "P2")

    draft.refresh_from_db()
    case.refresh_from_db()
    assert case.state == State.RETURNED
    assert "a_krankheit" not in str(draft.ledger().values.keys())
    assert "a_krankheit" not in newest(case).answers()


def test_q59_an_application_that_is_open_again_is_read_with_one_line_a_page(
    bring: BringIn, colleague: User, ulrike: User, sign_in: SignIn
) -> None:
    case = bring("C3")
    step = send_back(case, ulrike).definition.steps[0].key
    client, lines = sign_in(colleague), JournalLine.objects.about(case.pk)

    for page in (f"{step}/", "antworten/", "unterlagen/", "bogen/"):
        before = lines.count()
        assert client.get(f"/de/antrag/{case.pk}/{page}").status_code == 200
        assert lines.count() == before + 1
    assert lines.filter(act=Act.APPLICATION_VIEWED, details={"part": f"step/{step}"}).get().is_by(str(colleague.ref))


def test_a_draft_that_nobody_handed_in_is_read_without_a_line(draft: Draft, colleague: User, sign_in: SignIn) -> None:
    client, step = sign_in(colleague), draft.definition.steps[0].key

    for page in (f"{step}/", "antworten/", "unterlagen/", "bogen/"):
        assert client.get(f"/de/antrag/{draft.pk}/{page}").status_code == 200

    assert acts(draft) == [Act.DRAFT_CREATED]
