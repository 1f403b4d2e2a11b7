"""A lost second factor takes two persons and a mail; neither of them alone, nor the password, opens anything."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from documents.journal import Act, JournalLine
from documents.journal_aliases import refs_behind
from gremium.people.factor_resets import ResetRefused, confirm_reset, propose_reset
from gremium.people.models import FactorReset, Role, User
from gremium.people.second_person import is_second_person
from tests.gremium.conftest import PASSWORD, SEEDS, SignIn, code_of, make_person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
in_earnest = pytest.mark.django_db(databases=["default", "keys"], transaction=True)
Commits = Callable[..., Any]


@pytest.fixture
def proposed(marte: User, ulrike: User) -> FactorReset:
    return propose_reset(marte, by=ulrike, now=timezone.now())


@pytest.fixture
def link(proposed: FactorReset, deniz: User, django_capture_on_commit_callbacks: Commits) -> str:
    with django_capture_on_commit_callbacks(execute=True):
        confirm_reset(proposed, by=deniz, now=timezone.now())
    address = next(word for word in mail.outbox[-1].body.split() if "/neuer-faktor/" in word)
    return "/accounts/" + address.partition("/accounts/")[2]


def with_password(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def has_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user).exists())


def enrol(client: Client, user: User) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    SEEDS[user.pk] = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(user)})


def test_a_proposal_alone_changes_nothing(proposed: FactorReset, marte: User, sign_in: SignIn) -> None:
    assert has_factor(marte)
    assert sign_in(marte).get("/de/antrag/").status_code == 200


def test_the_proposer_cannot_confirm(proposed: FactorReset, marte: User, ulrike: User, sign_in: SignIn) -> None:
    sign_in(ulrike).post(f"/de/zweite-person/faktor/{proposed.ref}/", {"decision": "confirm"})

    with pytest.raises(ResetRefused):
        confirm_reset(proposed, by=ulrike, now=timezone.now())
    assert has_factor(marte)


def test_the_database_refuses_one_person_for_both(proposed: FactorReset, ulrike: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.update(confirmed_by=ulrike)


def test_nobody_proposes_or_confirms_for_the_own_account(ulrike: User, deniz: User) -> None:
    with pytest.raises(ResetRefused):
        propose_reset(ulrike, by=ulrike, now=timezone.now())
    with pytest.raises(ResetRefused):
        confirm_reset(propose_reset(deniz, by=ulrike, now=timezone.now()), by=deniz, now=timezone.now())


def test_a_case_worker_is_no_second_person(proposed: FactorReset, colleague: User, renate: User) -> None:
    for stranger in (colleague, renate):
        assert not is_second_person(stranger)
        with pytest.raises(ResetRefused):
            confirm_reset(proposed, by=stranger, now=timezone.now())


def test_the_department_office_confirms_on_its_page_and_the_owner_is_told(
    proposed: FactorReset, marte: User, sign_in: SignIn, django_capture_on_commit_callbacks: Commits
) -> None:
    old = sign_in(marte)
    office = sign_in(make_person("office", Role.DEPARTMENT_OFFICE))
    assert office.get("/accounts/desk/").headers["Location"] == "/de/zweite-person/"

    with django_capture_on_commit_callbacks(execute=True):
        office.post(f"/de/zweite-person/faktor/{proposed.ref}/", {"decision": "confirm"})

    assert not has_factor(marte)
    assert old.get("/de/antrag/").headers["Location"].startswith("/accounts/login/")
    assert not UserSession.objects.filter(user=marte).exists()
    assert mail.outbox[-1].to == [marte.email]


def test_both_persons_stand_in_the_journal(link: str, marte: User, ulrike: User, deniz: User) -> None:
    [line] = JournalLine.objects.about_account(str(marte.ref)).filter(act=Act.ACCOUNT_SECOND_FACTOR_RESET)

    assert line.is_by(str(deniz.ref))
    behind = refs_behind(line.details.values(), [str(ulrike.ref), str(deniz.ref)])
    assert {name: behind[alias] for name, alias in line.details.items()} == {
        "proposed_by": str(ulrike.ref),
        "confirmed_by": str(deniz.ref),
    }


def test_the_password_alone_sets_nothing_up(link: str, marte: User) -> None:
    client = with_password(marte)

    for address in ("/de/antrag/", "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"):
        assert client.get(address).headers["Location"] == "/accounts/neuer-faktor/", address
    client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert client.get("/accounts/neuer-faktor/").status_code == 403
    assert not has_factor(marte)


@in_earnest
def test_with_the_link_and_the_password_a_new_factor_is_set_up(link: str, marte: User) -> None:
    client = Client()
    client.get(link)
    client.post("/accounts/login/", {"login": marte.email, "password": PASSWORD})

    enrol(client, marte)

    assert client.get("/de/antrag/").status_code == 200


@in_earnest
def test_the_link_works_also_after_the_password_was_given(link: str, marte: User) -> None:
    client = with_password(marte)

    client.get(link)
    enrol(client, marte)

    assert client.get("/de/antrag/").status_code == 200


@in_earnest
def test_the_link_is_used_up_by_the_new_factor(link: str, marte: User, ulrike: User, deniz: User) -> None:
    client = with_password(marte)
    client.get(link)
    enrol(client, marte)
    confirm_reset(propose_reset(marte, by=ulrike, now=timezone.now()), by=deniz, now=timezone.now())

    late = Client()
    late.get(link)
    late.post("/accounts/login/", {"login": marte.email, "password": PASSWORD})

    assert late.get("/accounts/2fa/").headers["Location"] == "/accounts/neuer-faktor/"


def test_the_link_is_good_for_seven_days_and_for_its_owner_alone(link: str, marte: User, jonte: User) -> None:
    Authenticator.objects.filter(user=jonte).delete()
    User.objects.filter(pk=jonte.pk).update(enrols_by_link=True)
    stranger = with_password(jonte)
    stranger.get(link)
    assert stranger.get("/accounts/2fa/").headers["Location"] == "/accounts/neuer-faktor/"

    FactorReset.objects.update(valid_until=timezone.now() - timedelta(seconds=1))
    client = with_password(marte)
    client.get(link)

    assert client.get("/accounts/2fa/").headers["Location"] == "/accounts/neuer-faktor/"


def test_a_new_password_by_mail_does_not_open_the_way_either(link: str, marte: User) -> None:
    marte.refresh_from_db()
    marte.set_password("another-long-password")
    marte.save()
    client = Client()

    client.post("/accounts/login/", {"login": marte.email, "password": "another-long-password"})

    assert client.get("/accounts/2fa/").headers["Location"] == "/accounts/neuer-faktor/"


def test_a_proposal_can_be_taken_back(proposed: FactorReset, marte: User, deniz: User, sign_in: SignIn) -> None:
    sign_in(deniz).post(f"/de/zweite-person/faktor/{proposed.ref}/", {"decision": "refuse"})

    assert not FactorReset.objects.exists()
    assert has_factor(marte)


def test_the_secretariat_proposes_on_the_page_of_the_account(marte: User, ulrike: User, sign_in: SignIn) -> None:
    client = sign_in(ulrike)

    client.post(f"/de/geschaeftsstelle/personen/{marte.ref}/faktor/")

    assert FactorReset.objects.get().user == marte
    assert client.get(f"/de/geschaeftsstelle/personen/{marte.ref}/").context["reset"] is not None
