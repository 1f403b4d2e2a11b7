"""Before scheduling members see competence and question; the second person sees competence alone; nobody sees D08."""

import pytest
from django.utils import timezone

from documents.journal import JournalLine
from gremium.cases.excluding import propose_exclusion
from gremium.cases.models import Case, Report, State
from gremium.cases.reporting import report_step
from gremium.letters.results import Ground
from gremium.people.asking import actor_of
from gremium.people.factor_resets import propose_reset
from gremium.people.models import Role, User
from tests.gremium.cases.taking_back import BringIn, example
from tests.gremium.conftest import SignIn, make_person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ANSWERS = example("C3").answers
ILLNESS, QUESTION, DEADLINE = ANSWERS["a_krankheit"]["kr_kurz"], ANSWERS["frage"], "Gibt es eine Frist"


def told(page: str) -> tuple[bool, ...]:
    return tuple(text in page for text in (DEADLINE, QUESTION[:60], ILLNESS, str(ANSWERS["familienname"])))


def test_members_see_competence_and_question_of_an_admitted_case_and_nothing_else(
    bring: BringIn, renate: User, sign_in: SignIn
) -> None:
    case, client = bring("C3", State.ADMITTED, compiled=True), sign_in(renate)

    answer = client.get(f"/de/mitglieder/{case.pk}/", follow=True)

    assert answer.redirect_chain[-1][0] == f"/de/mitglieder/{case.pk}/vorab/"
    assert told(answer.content.decode()) == (True, True, False, False)
    assert case.reference in client.get("/de/mitglieder/").content.decode()
    assert client.post(f"/de/mitglieder/{case.pk}/dossier/").status_code == 404
    assert JournalLine.objects.about(case.pk).filter(act="application.viewed").count() == 1


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED, State.NOT_TAKEN_UP, State.SCHEDULED])
def test_the_preview_is_there_only_between_admission_and_scheduling(
    bring: BringIn, renate: User, sign_in: SignIn, state: State
) -> None:
    case = bring("C3", state)

    assert sign_in(renate).get(f"/de/mitglieder/{case.pk}/vorab/").status_code == 404


def test_the_department_office_confirms_with_competence_alone(bring: BringIn, ulrike: User, sign_in: SignIn) -> None:
    case, office = bring("C3"), make_person("office", Role.DEPARTMENT_OFFICE)
    proposal = propose_exclusion(case, ground=Ground.COURT, reason="Eilantrag vom Montag.", by=actor_of(ulrike))
    client, address = sign_in(office), f"/de/zweite-person/{proposal.pk}/"

    assert case.reference in client.get("/de/zweite-person/").content.decode()
    page = client.get(address).content.decode()
    assert told(page) == (True, False, False, False)
    assert "Eilantrag vom Montag." in page
    assert client.get(f"/de/geschaeftsstelle/{case.pk}/").status_code == 404
    assert client.post(address, {"answer_is": "yes"}).status_code == 302

    assert Case.objects.get(pk=case.pk).state == State.EXCLUDED
    assert client.get(address).status_code == 404


def test_one_desk_shows_all_that_waits_for_a_second_person(
    bring: BringIn, marte: User, ulrike: User, deniz: User, sign_in: SignIn
) -> None:
    excluded, reported, admitted = bring("C3"), bring("C4"), bring("C5")
    propose_exclusion(excluded, ground=Ground.COURT, reason="Eilantrag.", by=actor_of(ulrike))
    report = report_step(reported, ground=Ground.COURT, day=None, by=actor_of(marte))
    office, client = sign_in(make_person("office", Role.DEPARTMENT_OFFICE)), sign_in(ulrike)
    sent = client.post(f"/de/geschaeftsstelle/{reported.pk}/meldung/{report.pk}/erledigt/", {"reason": "Mietsache."})
    assert sent.status_code == 302
    Case.objects.filter(pk=admitted.pk).update(admission_proposed_by_ref=str(ulrike.ref))
    propose_reset(marte, by=ulrike, now=timezone.now())

    page, own, second = (one.get("/de/zweite-person/").content.decode() for one in (office, client, sign_in(deniz)))

    assert [excluded.reference in page, reported.reference in page, admitted.reference in page] == [True, True, False]
    assert admitted.reference in second
    assert marte.display_name in page
    assert excluded.reference not in own
    address = f"/de/zweite-person/meldung/{report.pk}/"
    assert "Mietsache." in (shown := office.get(address).content.decode())
    assert told(shown) == (True, False, False, False)
    assert client.get(address).status_code == 404
    assert office.post(address, {"answer_is": "yes"}).status_code == 302
    assert not Report.objects.open().exists()


def test_whoever_proposed_does_not_find_it_and_a_rejection_needs_a_reason(
    bring: BringIn, ulrike: User, deniz: User, sign_in: SignIn
) -> None:
    case = bring("C3")
    proposal = propose_exclusion(case, ground=Ground.COURT, reason="Eilantrag.", by=actor_of(ulrike))
    address, second = f"/de/zweite-person/{proposal.pk}/", sign_in(deniz)

    assert sign_in(ulrike).post(address, {"answer_is": "yes"}).status_code == 404
    assert second.post(address, {"answer_is": "no"}).status_code == 422
    assert second.post(address, {"answer_is": "no", "answer": "Eine andere Sache."}).status_code == 302

    assert Case.objects.get(pk=case.pk).state == State.SUBMITTED
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.answer()) == ("rejected", "Eine andere Sache.")
