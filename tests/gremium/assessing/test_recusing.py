"""Stepping back is the member's own act, works at once, and can be undone until the meeting."""

from datetime import date, timedelta

import pytest

from gremium.assessing import own_views, recusing
from gremium.assessing.models import Note, Share
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.cases.recusals import Recusal
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, User
from tests.gremium.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PAGES = ("", "eigene-sicht/", "einschaetzung/")


def test_who_steps_back_sees_nothing_from_that_request_on(case: Case, renate: User, sign_in: SignIn) -> None:
    client = sign_in(renate)
    assert {client.get(f"/de/mitglieder/{case.pk}/{page}").status_code for page in PAGES} == {200}

    client.post(f"/de/mitglieder/{case.pk}/zuruecktreten/")

    assert {client.get(f"/de/mitglieder/{case.pk}/{page}").status_code for page in PAGES} == {404}
    assert client.post(f"/de/mitglieder/{case.pk}/dossier/").status_code == 404
    assert case.reference in client.get("/de/mitglieder/zurueckgetreten/").content.decode()
    assert case.reference not in client.get("/de/mitglieder/").content.decode()


def test_the_other_members_go_on_reading(case: Case, renate: User, henrik: User, sign_in: SignIn) -> None:
    recusing.step_back(case, renate, by=actor_of(renate))

    assert sign_in(henrik).get(f"/de/mitglieder/{case.pk}/").status_code == 200


def test_what_the_member_wrote_goes_with_it(case: Case, renate: User) -> None:
    own_views.write_note(case, renate, text="Notiz", page=None, by=actor_of(renate))
    own_views.form_view(case, renate, keywords="Worte", by=actor_of(renate))

    recusing.step_back(case, renate, by=actor_of(renate))

    assert not Note.objects.exists()
    assert not Share.objects.exists()


def test_it_is_undone_until_the_day_before_the_meeting(case: Case, renate: User, sign_in: SignIn, today: date) -> None:
    Case.objects.filter(pk=case.pk).update(meeting_on=today + timedelta(days=1))
    recusing.step_back(case, renate, by=actor_of(renate))
    client = sign_in(renate)

    client.post(f"/de/mitglieder/{case.pk}/wieder-teilnehmen/")

    assert not Recusal.objects.exists()
    assert client.get(f"/de/mitglieder/{case.pk}/").status_code == 200


@pytest.mark.parametrize("later", ["held", "day", "day after"])
def test_it_is_not_undone_once_the_day_of_the_meeting_has_come(
    case: Case, renate: User, today: date, later: str
) -> None:
    recusal = recusing.step_back(case, renate, by=actor_of(renate))
    changes = {
        "held": {"state": State.DELIBERATED},
        "day": {"meeting_on": today},
        "day after": {"meeting_on": today - timedelta(days=1)},
    }
    Case.objects.filter(pk=case.pk).update(**changes[later])

    with pytest.raises(NotPossible, match="Tag der Sitzung"):
        recusing.come_back(recusal, by=actor_of(renate))

    assert Recusal.objects.exists()


def test_nobody_undoes_it_for_another(case: Case, renate: User, henrik: User, sign_in: SignIn) -> None:
    recusing.step_back(case, renate, by=actor_of(renate))

    assert sign_in(henrik).post(f"/de/mitglieder/{case.pk}/wieder-teilnehmen/").status_code == 404
    assert Recusal.objects.exists()


def test_a_possible_conflict_is_a_hint_and_no_lock(
    case: Case, renate: User, north: Organisation, south: Organisation, sign_in: SignIn
) -> None:
    client = sign_in(renate)
    for organisation, is_hinted in ((south, False), (north, True)):
        User.objects.filter(pk=renate.pk).update(organisation=organisation)
        page = client.get(f"/de/mitglieder/{case.pk}/eigene-sicht/")
        assert page.status_code == 200
        assert ("Ein Interessenkonflikt ist möglich" in page.content.decode()) is is_hinted


def test_the_secretariat_excuses_with_a_reason_alone(case: Case, renate: User, ulrike: User, sign_in: SignIn) -> None:
    client, address = sign_in(ulrike), f"/de/geschaeftsstelle/{case.pk}/einschaetzung/{renate.ref}/"

    assert client.post(address, {"why": " "}).status_code == 422
    assert client.post(address, {"why": "Dienstreise"}).status_code == 302
    assert Share.objects.get().excuse() == "Dienstreise"
    client.post(address, {"undo": "1"})
    assert Share.objects.get().excused_at is None


def test_who_is_not_impartial_steps_back_before_the_case_is_on_an_agenda(
    case: Case, renate: User, sign_in: SignIn
) -> None:
    Case.objects.filter(pk=case.pk).update(state=State.ADMITTED)
    client, preview = sign_in(renate), f"/de/mitglieder/{case.pk}/vorab/"
    assert f"/de/mitglieder/{case.pk}/zuruecktreten/" in client.get(preview).content.decode()

    client.post(f"/de/mitglieder/{case.pk}/zuruecktreten/")

    assert client.get(preview).status_code == 404
    assert case.reference in client.get("/de/mitglieder/zurueckgetreten/").content.decode()
    assert case.reference not in client.get("/de/mitglieder/").content.decode()
