"""Taking consent back in the browser: who sees the page, what it says, and what no address gives any more."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from documents import keystore
from documents.journal import Act, JournalLine
from forms import erasing_withdrawn
from forms.withdrawals import Withdrawal
from forms.withdrawing import withdraw
from gremium.cases.models import Case, State
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.gremium.cases.taking_back import APPLICANT, TODAY, BringIn, declare, example, take_back
from tests.gremium.conftest import SignIn
from tests.gremium.routes import all_routes

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


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
        assert re.findall("<h([1-6])", shown)[:2] == ["1", "2"], "no level of headings is left out"


def test_after_the_erasure_the_page_says_so_and_gives_no_receipt(bring: BringIn, marte: User, sign_in: SignIn) -> None:
    case = bring("C3")
    withdrawal = take_back(case, marte)
    erasing_withdrawn.erase_withdrawn(timezone.now() + timedelta(days=400))
    client = sign_in(marte)

    assert "ist gelöscht" in client.get(f"/de/antrag/{case.pk}/", follow=True).content.decode()
    assert client.post(f"/de/antrag/{case.pk}/widerruf/{withdrawal.pk}/").status_code == 404


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
