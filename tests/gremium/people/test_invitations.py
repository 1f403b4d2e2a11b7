"""An account begins with a mail, a password that is hard to guess, and a second factor before anything else."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from documents.journal import Act, JournalLine
from gremium.people.asking import actor_of
from gremium.people.invitations import InvitationRefused, invite, propose_colleague, send_invitation
from gremium.people.models import Invitation, Organisation, ProfessionalRole, Role, User
from tests.gremium.conftest import SEEDS, SignIn, code_of, make_person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Commits = Callable[..., Any]
NEW = "neu@example.org"
GOOD = "ein ganzer Satz ist lang"


@pytest.fixture
def lead(north: Organisation) -> User:
    return make_person("lead", Role.ORGANISATION_LEAD, north)


@pytest.fixture
def link(ulrike: User, django_capture_on_commit_callbacks: Commits) -> str:
    """Address of an invitation as editor, as it stands in the mail."""
    with django_capture_on_commit_callbacks(execute=True):
        invite(NEW, Role.EDITOR, by=ulrike, now=timezone.now())
    return link_of(mail.outbox[-1].body)


def link_of(body: str) -> str:
    address = next(word for word in body.split() if "/accounts/einladung/" in word)
    return "/accounts/" + address.partition("/accounts/")[2]


def opened(link: str) -> Client:
    client = Client()
    client.get(link)
    return client


def fill(client: Client, password: str = GOOD, again: str = "", name: str = "Nele Neumann") -> Any:
    sent = {"display_name": name, "password1": password, "password2": again or password}
    return client.post("/accounts/einladung/", sent)


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_the_invited_sets_a_password_and_then_a_second_factor_before_anything_else(link: str) -> None:
    client = opened(link)

    fill(client)

    user = User.objects.get(email=NEW)
    assert (user.role, user.display_name) == (Role.EDITOR, "Nele Neumann")
    assert client.get("/cms/").headers["Location"] == "/accounts/2fa/"
    SEEDS[user.pk] = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(user)})
    assert client.get("/cms/").status_code == 200


def test_a_passkey_is_offered_first(link: str) -> None:
    client = opened(link)
    fill(client)

    page = client.get("/accounts/2fa/").content.decode()

    assert page.index("/accounts/2fa/webauthn/add/") < page.index("/accounts/2fa/totp/activate/")


def test_a_link_works_once(link: str) -> None:
    fill(opened(link))

    assert fill(opened(link), name="Zweite").status_code == 410
    assert User.objects.filter(email=NEW).count() == 1


def test_a_link_is_good_for_seven_days(link: str) -> None:
    Invitation.objects.update(valid_until=timezone.now() - timedelta(seconds=1))

    assert opened(link).get("/accounts/einladung/").status_code == 410
    assert not User.objects.filter(email=NEW).exists()


def test_an_invitation_that_is_taken_back_opens_nothing(link: str, ulrike: User, sign_in: SignIn) -> None:
    sign_in(ulrike).post(f"/de/geschaeftsstelle/personen/einladungen/{Invitation.objects.get().ref}/zurueck/")

    assert fill(opened(link)).status_code == 410


def test_the_database_holds_no_token_and_the_address_shows_none(link: str) -> None:
    token = link.rstrip("/").rpartition("/")[2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_invitation")
        stored = str(cursor.fetchall())

    assert token not in stored
    assert Client().get(link).headers["Location"] == "/accounts/einladung/"


@pytest.mark.parametrize(
    "password",
    [
        *("kurz", "elf Zeichen", "neu@example.org", "582047193650284"),
        *("Password2026!", "passwordpassword", "qwertzqwertz", "aaaaaaaaaaaa", "12345678-iloveyou"),
    ],
)
def test_short_common_and_own_words_are_no_password(link: str, password: str) -> None:
    answer = fill(opened(link), password)

    assert answer.status_code == 422
    assert "password1" in answer.context["form"].errors
    assert not User.objects.filter(email=NEW).exists()


def test_each_rule_for_passwords_is_told_before() -> None:
    assert all(password_validators_help_texts())


def test_two_different_passwords_are_told(link: str) -> None:
    answer = fill(opened(link), GOOD, "ein anderer Satz")

    assert list(answer.context["form"].errors) == ["password2"]


def test_whoever_is_signed_in_is_asked_to_sign_out_first(link: str, marte: User, sign_in: SignIn) -> None:
    client = sign_in(marte)
    client.get(link)

    assert fill(client).status_code == 409
    assert not User.objects.filter(email=NEW).exists()


def test_the_mail_says_nothing_of_roles_or_cases(link: str) -> None:
    message = mail.outbox[-1]

    assert message.to == [NEW]
    assert not any(word in message.subject + message.body for word in ("Redaktion", "Ulrike", "Härtefall", "BF-"))


def test_an_invitation_and_its_account_are_noted(link: str) -> None:
    fill(opened(link))

    acts = list(JournalLine.objects.values_list("act", flat=True))
    assert acts.index(Act.ACCOUNT_INVITED) < acts.index(Act.ACCOUNT_CREATED)


def test_a_known_address_is_not_invited_again(marte: User, ulrike: User) -> None:
    with pytest.raises(InvitationRefused):
        invite(marte.email.upper(), Role.EDITOR, by=ulrike, now=timezone.now())


def test_staff_needs_an_organisation_and_a_profession(ulrike: User, north: Organisation) -> None:
    with pytest.raises(InvitationRefused):
        invite(NEW, Role.CASE_WORKER, by=ulrike, now=timezone.now())
    with pytest.raises(InvitationRefused):
        invite(NEW, Role.CASE_WORKER, by=ulrike, now=timezone.now(), organisation=north)


def test_whom_the_lead_proposes_is_confirmed_once_the_secretariat_has_sent_the_invitation(
    lead: User, ulrike: User, django_capture_on_commit_callbacks: Commits
) -> None:
    proposal = propose_colleague(NEW, profession=ProfessionalRole.COUNSELLING, by=lead, now=timezone.now())
    assert mail.outbox == []
    with pytest.raises(InvitationRefused):
        send_invitation(proposal, by=lead, now=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        send_invitation(proposal, by=ulrike, now=timezone.now())

    fill(opened(link_of(mail.outbox[-1].body)))

    colleague = User.objects.get(email=NEW)
    assert colleague.organisation == lead.organisation
    assert colleague.may_submit_on(timezone.localdate())


def test_whom_the_secretariat_invites_alone_submits_only_after_the_lead_has_confirmed(
    ulrike: User, north: Organisation, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invite(
            NEW,
            Role.CASE_WORKER,
            by=ulrike,
            now=timezone.now(),
            organisation=north,
            profession=ProfessionalRole.COUNSELLING,
        )

    fill(opened(link_of(mail.outbox[-1].body)))

    assert not User.objects.get(email=NEW).may_submit_on(timezone.localdate())
    assert "account.active" not in actor_of(User.objects.get(email=NEW)).facts


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.DEPARTMENT_OFFICE, Role.DATA_PROTECTION, Role.MEMBER])
def test_nobody_makes_a_second_person_or_releaser_alone(
    ulrike: User, deniz: User, sign_in: SignIn, role: str, django_capture_on_commit_callbacks: Commits
) -> None:
    first = sign_in(ulrike)
    first.post("/de/geschaeftsstelle/personen/einladungen/", {"email": NEW, "role": role})
    proposal = Invitation.objects.get()
    for address in ("/de/geschaeftsstelle/personen/einladungen/{}/senden/", "/de/zweite-person/einladung/{}/"):
        first.post(address.format(proposal.ref))
    assert mail.outbox == []
    assert Invitation.objects.get().is_proposal

    with django_capture_on_commit_callbacks(execute=True):
        sign_in(deniz).post(f"/de/zweite-person/einladung/{proposal.ref}/")

    assert [message.to for message in mail.outbox] == [[NEW]]


def test_the_same_goes_for_a_mail_that_was_lost(
    ulrike: User, deniz: User, django_capture_on_commit_callbacks: Commits
) -> None:
    """Who proposed may send the confirmed invitation again: it goes to the same address."""
    proposal = invite(NEW, Role.SECRETARIAT, by=ulrike, now=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        send_invitation(proposal, by=deniz, now=timezone.now())
        send_invitation(proposal, by=ulrike, now=timezone.now())

    assert opened(link_of(mail.outbox[0].body)).get("/accounts/einladung/").status_code == 410
    assert opened(link_of(mail.outbox[1].body)).get("/accounts/einladung/").status_code == 200


def test_a_mail_that_fails_leaves_an_invitation_to_send_again(
    ulrike: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Commits
) -> None:
    client = sign_in(ulrike)
    monkeypatch.setattr(EmailBackend, "send_messages", lambda *_messages: (_ for _ in ()).throw(OSError))

    with pytest.raises(OSError), django_capture_on_commit_callbacks(execute=True):  # noqa: PT011
        client.post("/de/geschaeftsstelle/personen/einladungen/", {"email": NEW, "role": Role.EDITOR})

    assert Invitation.objects.get().email == NEW


def test_volunteers_get_an_account_without_any_case(ulrike: User, sign_in: SignIn) -> None:
    client = sign_in(make_person("helper", Role.VOLUNTEER))

    for address in ("/de/antrag/", "/de/geschaeftsstelle/", "/de/mitglieder/", "/de/traeger/", "/cms/"):
        assert client.get(address).status_code == 404
    assert client.get("/accounts/desk/").headers["Location"] == "/de/austausch/"


def test_the_first_account_is_invited_from_the_machine() -> None:
    said = StringIO()
    call_command("invite", NEW, stdout=said)

    client = opened(link_of(said.getvalue()))
    fill(client)

    assert User.objects.get(email=NEW).role == Role.SECRETARIAT
    with pytest.raises(CommandError):
        call_command("invite", NEW, stdout=said)


def test_the_page_editor_sets_no_password_and_no_role(bea: User, clara: User, marte: User, sign_in: SignIn) -> None:
    for technician in (bea, clara):
        client = sign_in(technician)
        for address in ("/cms/users/", "/cms/users/add/", f"/cms/users/edit/{marte.pk}/", "/cms/groups/"):
            sent = {"password1": GOOD, "password2": GOOD, "role": Role.SECRETARIAT, "is_superuser": "on"}
            assert client.post(address, sent).status_code == 404
        own = client.post("/cms/account/", {"password1": GOOD, "role": Role.SECRETARIAT, "email": "x@example.org"})
        assert own.status_code in (200, 302, 404)
        after = User.objects.get(pk=technician.pk)
        assert (after.role, after.email, after.password) == (technician.role, technician.email, technician.password)


def test_an_open_invitation_opens_no_session(link: str) -> None:
    assert SESSION_KEY not in opened(link).session
