"""Every session of staff is opened with a second factor, whatever door was tried."""

import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from documents import journal
from documents.journal import NO_ACCOUNT, Act, JournalLine
from documents.sealed_text import TextUnreadable, unseal_text
from gremium.people import signing_in, tasks
from gremium.people.accounts import create_account
from gremium.people.adapters import SEED
from gremium.people.asking import NOBODY
from gremium.people.models import Role, Seat, User
from tests.gremium.conftest import PASSWORD, SEEDS, SignIn, code_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def with_password(user: User, address: str = "/accounts/login/") -> Client:
    client = Client()
    client.post(address, {"login": user.email, "username": user.email, "password": PASSWORD})
    return client


def add_factor(user: User) -> Authenticator:
    return Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})


def is_signed_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def test_password_and_code_lead_to_the_own_desk(marte: User, sign_in: SignIn) -> None:
    client = sign_in(marte)

    answer = client.get("/accounts/desk/")

    assert answer.headers["Location"] == "/de/antrag/"
    assert client.get("/de/antrag/").status_code == 200


def test_the_password_alone_opens_no_session(marte: User) -> None:
    client = with_password(marte)

    assert not is_signed_in(client)
    assert client.get("/de/antrag/").headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("door", ["/_util/login/", "/de/_util/login/", "/en/_util/login/", "/cms/login/"])
def test_other_doors_lead_to_the_one_sign_in(marte: User, door: str) -> None:
    client = with_password(marte, door)

    assert not is_signed_in(client)
    assert client.get(door).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "door",
    [
        "/accounts/signup/",
        "/accounts/email/",
        "/accounts/password/set/",
        "/accounts/confirm-email/",
        "/cms/password_reset/",
        "/cms/users/",
        "/cms/groups/",
        "/_util/authenticate_with_password/1/1/",
        "/admin/",
    ],
)
def test_doors_nobody_needs_stay_closed(bea: User, sign_in: SignIn, door: str) -> None:
    assert sign_in(bea).get(door, follow=True).status_code == 404


def test_without_a_factor_everything_leads_to_setting_one_up(db: None) -> None:
    newcomer = create_account(email="neu@example.org", display_name="Neu", role=Role.SECRETARIAT, password=PASSWORD)
    client = with_password(newcomer)

    assert client.get("/de/geschaeftsstelle/").headers["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/desk/").headers["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/password/change/").headers["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200


def test_what_the_page_asks_by_itself_never_ends_a_session_that_sets_up_its_factor(db: None) -> None:
    newcomer = create_account(email="neu@example.org", display_name="Neu", role=Role.SECRETARIAT, password=PASSWORD)
    client = with_password(newcomer)
    add_factor(newcomer)  # stored by another request, whose session is not stored yet

    answer = client.get("/accounts/zeit/")

    assert (answer.status_code, answer.content) == (204, b"")
    assert is_signed_in(client)


def test_a_page_asked_for_in_the_moment_the_factor_is_stored_does_not_end_the_session(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    newcomer = create_account(email="neu@example.org", display_name="Neu", role=Role.SECRETARIAT, password=PASSWORD)
    client = with_password(newcomer)

    def store_meanwhile(user: User) -> bool:
        factor, session = add_factor(user), client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            *session[AUTHENTICATION_METHODS_SESSION_KEY],
            {"method": "mfa", "at": time.time(), "id": factor.pk, "type": factor.type},
        ]
        session.save()
        return True

    monkeypatch.setattr(signing_in, "has_second_factor", store_meanwhile)

    assert client.get("/de/geschaeftsstelle/").status_code == 200
    assert is_signed_in(client)


def test_a_session_opened_before_the_factor_was_enrolled_ends(db: None) -> None:
    newcomer = create_account(email="neu@example.org", display_name="Neu", role=Role.SECRETARIAT, password=PASSWORD)
    old = with_password(newcomer)

    add_factor(newcomer)

    assert old.get("/de/geschaeftsstelle/").headers["Location"].startswith("/accounts/login/")
    assert not is_signed_in(old)


def test_a_code_works_once(marte: User, sign_in: SignIn) -> None:
    sign_in(marte)
    client = with_password(marte)

    answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(marte)})

    assert answer.status_code == 200
    assert not is_signed_in(client)


def test_a_code_cannot_be_repeated_while_the_tolerance_would_still_take_it(
    marte: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_of(marte)
    sign_in(marte)
    later = time.time() + 31
    monkeypatch.setattr(time, "time", lambda: later)
    client = with_password(marte)

    client.post("/accounts/2fa/authenticate/", {"code": code})

    assert not is_signed_in(client)


def test_after_five_wrong_codes_even_the_right_one_is_refused_in_any_session(marte: User) -> None:
    for _attempt in range(5):
        with_password(marte).post("/accounts/2fa/authenticate/", {"code": "000000"})
    client = with_password(marte)

    client.post("/accounts/2fa/authenticate/", {"code": code_of(marte)})

    assert not is_signed_in(client)


def test_after_five_wrong_passwords_the_right_one_is_refused(marte: User) -> None:
    for _attempt in range(5):
        Client().post("/accounts/login/", {"login": marte.email, "password": "wrong-wrong-wrong"})

    answer = with_password(marte).get("/accounts/2fa/authenticate/")

    assert answer.status_code == 302


def test_known_and_unknown_addresses_get_the_same_answer(marte: User) -> None:
    answers = [
        Client().post("/accounts/login/", {"login": address, "password": "wrong-wrong-wrong"}).context["form"].errors
        for address in (marte.email, "nobody@example.org")
    ]

    assert answers[0] == answers[1]


def test_a_reset_password_keeps_the_second_factor(marte: User) -> None:
    client = Client()
    client.post("/accounts/password/reset/", {"email": marte.email})
    tasks.send_password_links()
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True)
    client.post(
        form.redirect_chain[-1][0], {"password1": "another-long-password", "password2": "another-long-password"}
    )

    assert not is_signed_in(client)
    client.post("/accounts/login/", {"login": marte.email, "password": "another-long-password"})
    assert not is_signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(marte)})
    assert is_signed_in(client)


def test_the_mail_for_a_reset_names_no_role_and_no_case(marte: User) -> None:
    Client().post("/accounts/password/reset/", {"email": marte.email})
    tasks.send_password_links()

    assert "Träger" not in mail.outbox[0].body
    assert "BF-" not in mail.outbox[0].body


def test_the_last_factor_cannot_be_removed(marte: User, sign_in: SignIn) -> None:
    client = sign_in(marte)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    client.post("/accounts/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(user=marte, type=Authenticator.Type.TOTP).exists()


def test_the_last_passkey_cannot_be_removed_either(marte: User, sign_in: SignIn) -> None:
    client = sign_in(marte)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    passkeys = [
        Authenticator.objects.create(user=marte, type=Authenticator.Type.WEBAUTHN, data={"name": name})
        for name in ("office", "home")
    ]
    Authenticator.objects.filter(user=marte, type=Authenticator.Type.TOTP).delete()

    answers = [client.post(f"/accounts/2fa/webauthn/keys/{one.pk}/remove/") for one in passkeys]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert list(Authenticator.objects.filter(user=marte)) == passkeys[1:]


def test_seeds_are_stored_sealed(marte: User) -> None:
    stored = Authenticator.objects.get(user=marte).data["secret"]

    assert SEEDS[marte.pk] not in stored
    assert unseal_text(SEED, stored) == SEEDS[marte.pk]
    with pytest.raises(TextUnreadable):
        unseal_text("another purpose", stored)


def test_half_an_hour_of_silence_locks_all_private_pages(
    marte: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    client = sign_in(marte)
    later = time.time() + settings.SESSION_IDLE_AGE + 1
    monkeypatch.setattr(time, "time", lambda: later)

    assert client.get("/de/antrag/").headers["Location"] == "/accounts/reauthenticate/?next=/de/antrag/"
    for address in ("/accounts/desk/", "/accounts/2fa/", "/accounts/2fa/reauthenticate/", "/accounts/sessions/"):
        assert client.get(address).headers["Location"].startswith("/accounts/reauthenticate/"), address


def test_signs_of_life_keep_a_session_for_eight_hours_and_no_longer(
    marte: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(marte)
    start = time.time()
    for minutes in range(20, 8 * 60, 20):
        monkeypatch.setattr(time, "time", lambda now=start + minutes * 60: now)
        assert client.get("/de/antrag/").status_code == 200

    monkeypatch.setattr(time, "time", lambda: start + 8 * 60 * 60 + 1)

    assert client.get("/de/antrag/").status_code == 302


def test_a_script_hears_that_the_session_ended(marte: User) -> None:
    answer = Client().get("/de/antrag/", headers={"Accept": "application/json"})

    assert answer.status_code == 401
    assert answer.json()["sign_in"] == "/accounts/login/"


def test_a_changed_role_counts_from_the_next_request(ulrike: User, sign_in: SignIn) -> None:
    client = sign_in(ulrike)
    assert client.get("/de/geschaeftsstelle/").status_code == 200

    User.objects.filter(pk=ulrike.pk).update(role=Role.DEPARTMENT_OFFICE)

    assert client.get("/de/geschaeftsstelle/").status_code == 404


def test_a_blocked_account_is_out_with_the_next_request(ulrike: User, sign_in: SignIn) -> None:
    client = sign_in(ulrike)

    User.objects.filter(pk=ulrike.pk).update(is_active=False)

    assert client.get("/de/geschaeftsstelle/").status_code == 302


def test_a_seat_that_ended_closes_the_members_area(renate: User, sign_in: SignIn) -> None:
    client = sign_in(renate)
    assert client.get("/de/mitglieder/").status_code == 200

    Seat.objects.filter(holder=renate).update(valid_until=timezone.localdate() - timezone.timedelta(days=1))

    assert client.get("/de/mitglieder/").status_code == 404
    assert client.get("/accounts/desk/").context["lacks_seat"]


def test_private_answers_are_never_stored(marte: User, sign_in: SignIn) -> None:
    client = sign_in(marte)

    for address in ("/de/antrag/", "/accounts/2fa/", "/accounts/desk/", "/de/geschaeftsstelle/"):
        assert client.get(address).headers["Cache-Control"] == "no-store, private"


def test_signing_out_clears_the_browser(marte: User, sign_in: SignIn) -> None:
    answer = sign_in(marte).post("/accounts/logout/")

    assert "storage" in answer.headers["Clear-Site-Data"]
    assert not Session.objects.exists()


def test_public_addresses_read_no_session(marte: User, sign_in: SignIn) -> None:
    answer = sign_in(marte).get("/de/no-such-page/")

    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies


def acts_about(user: User) -> list[str]:
    return list(JournalLine.objects.about_account(str(user.ref)).values_list("act", flat=True))


def test_the_journal_notes_sign_ins_and_failures_but_not_which_unknown_address_was_tried(
    marte: User, sign_in: SignIn
) -> None:
    Client().post("/accounts/login/", {"login": marte.email, "password": "wrong-wrong-wrong"})
    Client().post("/accounts/login/", {"login": "nobody@example.org", "password": "wrong-wrong-wrong"})
    with_password(marte).post("/accounts/2fa/authenticate/", {"code": "000000"})
    sign_in(marte)

    assert acts_about(marte) == [Act.ACCOUNT_LOGIN_FAILED, Act.ACCOUNT_LOGIN_FAILED, Act.ACCOUNT_LOGIN]
    [unknown] = JournalLine.objects.about(NO_ACCOUNT)
    assert (unknown.act, unknown.details) == (Act.ACCOUNT_LOGIN_FAILED, {"step": "password"})


def test_known_and_unknown_addresses_cost_the_same_work(marte: User, settings: Settings) -> None:
    """Counted, not timed: as many queries of each kind, as many hashed passwords."""
    settings.PASSWORD_HASHERS = ["tests.gremium.people.test_sign_in.CountingHasher"]
    marte.set_password(PASSWORD)
    marte.save()
    journal.record_account(
        actor=NOBODY, act=Act.ACCOUNT_LOGIN_FAILED, ref=""
    )  # the month's first line makes its secret
    spent = []
    for address in (marte.email, "nobody@example.org"):
        CountingHasher.hashed = 0
        with CaptureQueriesContext(connection) as queries:
            Client().post("/accounts/login/", {"login": address, "password": "wrong-wrong-wrong"})
        writes = sum(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in queries)
        spent.append((writes, CountingHasher.hashed))

    assert spent[0] == spent[1]
    assert spent[0][1] == 1


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password was hashed."""

    algorithm = "counting"
    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.hashed += 1
        return super().encode(password, salt)


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_setting_up_an_app_opens_the_way_at_once(db: None) -> None:
    newcomer = create_account(email="neu@example.org", display_name="Neu", role=Role.SECRETARIAT, password=PASSWORD)
    client = with_password(newcomer)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    seed = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    SEEDS[newcomer.pk] = seed

    client.post("/accounts/2fa/totp/activate/", {"code": code_of(newcomer)})

    assert client.get("/de/geschaeftsstelle/").status_code == 200


def test_editors_join_the_editing_group_and_lose_it_with_the_role(clara: User) -> None:
    assert clara.has_perm("wagtailadmin.access_admin")

    clara.role = Role.DEPARTMENT_OFFICE
    clara.save()

    assert not User.objects.get(pk=clara.pk).has_perm("wagtailadmin.access_admin")


def test_a_session_from_before_a_block_stays_closed(marte: User, sign_in: SignIn) -> None:
    client = sign_in(marte)
    assert client.get("/de/antrag/").status_code == 200

    for is_active in (False, True):
        marte.is_active = is_active
        marte.save()

    assert client.get("/de/antrag/").status_code == 302


def test_the_test_error_of_the_page_editor_is_closed(clara: User, sign_in: SignIn) -> None:
    assert sign_in(clara).get("/cms/failwhale/").status_code == 404
