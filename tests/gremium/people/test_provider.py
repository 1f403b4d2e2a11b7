"""Signing in at the city's own provider: a real OpenID Connect server in a process of its own answers here."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from documents.journal import Act, JournalLine
from gremium.people.models import User
from gremium.people.provider import asserts_second_factor, claims_of
from tests.gremium.conftest import SignIn, code_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LOGIN = "/accounts/oidc/oidc/login/"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the provider."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = Path(tmp_path_factory.mktemp("oidc")) / "log"
    with log.open("wb") as written:
        command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
        process = subprocess.Popen(command, stdout=written, stderr=written)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process, log)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _try in range(200):
        try:
            requests.get(f"{address}/.well-known/openid-configuration", timeout=1).raise_for_status()
        except requests.RequestException:
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text())


@pytest.fixture
def provider(server: str, settings: Settings) -> str:
    offer(server, settings)
    return server


def offer(server: str, settings: Settings) -> None:
    """People may sign in at this provider too."""
    app = {
        **{"provider_id": "oidc", "name": "Stadt Beispiel", "client_id": "gremium", "secret": "secret"},
        "settings": {"server_url": server},
    }
    settings.OIDC_SERVER_URL, settings.OIDC_NAME = server, "Stadt Beispiel"
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def known_there(provider: str, email: str, *, sub: str = "", is_checked: Any = True, **claims: Any) -> str:
    """The provider knows this person; returns its name for her."""
    sub = sub or email.partition("@")[0]
    told = {"email": email, "email_verified": is_checked, "name": "Von dort", **claims}
    requests.put(f"{provider}/users/{sub}", json=told, timeout=30).raise_for_status()
    return sub


def sign_in_there(client: Client, sub: str) -> Any:
    """Go there with the button, sign in, and come back."""
    away = client.post(LOGIN)
    back = requests.post(away.headers["Location"], data={"sub": sub}, allow_redirects=False, timeout=30)
    address = urlsplit(back.headers["Location"])
    return client.get(f"{address.path}?{address.query}")


def is_signed_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def test_the_sign_in_shows_a_button_with_the_providers_name(provider: str) -> None:
    assert "Stadt Beispiel" in Client().get("/accounts/login/").content.decode()


def test_a_second_factor_that_the_token_asserts_opens_the_desk(provider: str, ulrike: User) -> None:
    client = Client()

    sign_in_there(client, known_there(provider, ulrike.email, amr=["pwd", "otp", "mfa"]))

    assert client.get("/de/geschaeftsstelle/").status_code == 200
    assert JournalLine.objects.about_account(str(ulrike.ref)).filter(act=Act.ACCOUNT_LOGIN).exists()


@pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"amr": "mfa"}, {"acr": "1"}])
def test_without_its_word_our_own_second_factor_is_asked_for(
    provider: str, ulrike: User, claims: dict[str, Any]
) -> None:
    client = Client()

    answer = sign_in_there(client, known_there(provider, ulrike.email, **claims))

    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(ulrike)})
    assert client.get("/de/geschaeftsstelle/").status_code == 200


def test_the_user_infos_word_about_a_second_factor_does_not_count() -> None:
    claims = {"amr": ["hwk"]}

    assert asserts_second_factor(claims_of(SocialAccount(extra_data={"id_token": claims})))
    assert not asserts_second_factor(claims_of(SocialAccount(extra_data={"id_token": {}, "userinfo": claims})))


def test_a_level_counts_where_the_settings_name_it(provider: str, ulrike: User, settings: Settings) -> None:
    settings.OIDC_SECOND_FACTOR_ACR = ["urn:stadt:hoch"]
    client = Client()

    sign_in_there(client, known_there(provider, ulrike.email, acr="urn:stadt:hoch"))

    assert client.get("/de/geschaeftsstelle/").status_code == 200


def test_an_account_without_any_factor_here_sets_one_up_unless_the_provider_answers_for_it(
    provider: str, ulrike: User, deniz: User
) -> None:
    Authenticator.objects.all().delete()
    plain, strong = Client(), Client()

    sign_in_there(plain, known_there(provider, ulrike.email))
    sign_in_there(strong, known_there(provider, deniz.email, amr=["mfa"]))

    assert plain.get("/de/geschaeftsstelle/").headers["Location"] == "/accounts/2fa/"
    assert strong.get("/de/geschaeftsstelle/").status_code == 200


def test_whom_nobody_invited_gets_no_account(provider: str) -> None:
    client = Client()

    answer = sign_in_there(client, known_there(provider, "fremd@example.org", amr=["mfa"]))

    assert not is_signed_in(client)
    assert answer.status_code in (200, 403)
    assert not User.objects.exists()


@pytest.mark.parametrize("word", [False, "true", None])
def test_an_address_the_provider_has_not_checked_opens_nothing(provider: str, ulrike: User, word: Any) -> None:
    client = Client()

    sign_in_there(client, known_there(provider, ulrike.email, sub=f"liar-{word}", is_checked=word, amr=["mfa"]))

    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_a_provider_vouches_for_its_own_domains_alone(provider: str, ulrike: User, settings: Settings) -> None:
    settings.OIDC_DOMAINS = ["stadt.example"]
    client = Client()

    answer = sign_in_there(client, known_there(provider, ulrike.email, amr=["mfa"]))

    assert answer.status_code == 403
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_a_blocked_account_stays_closed(provider: str, ulrike: User) -> None:
    sub = known_there(provider, ulrike.email, amr=["mfa"])
    sign_in_there(Client(), sub)
    ulrike.is_active = False
    ulrike.save()
    client = Client()

    sign_in_there(client, sub)

    assert not is_signed_in(client)


def test_nothing_the_provider_tells_is_kept(provider: str, ulrike: User) -> None:
    sub = known_there(provider, ulrike.email, amr=["mfa"])
    for _time in range(2):
        sign_in_there(Client(), sub)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM socialaccount_socialaccount")
        [row] = cursor.fetchall()
    assert "Von dort" not in str(row)
    assert not SocialAccount.objects.get().socialtoken_set.exists()


def test_somebody_elses_identity_cannot_be_linked_to_an_account(provider: str, ulrike: User, sign_in: SignIn) -> None:
    client = sign_in(ulrike)
    away = client.post(f"{LOGIN}?process=connect")
    sub = known_there(provider, "fremd@example.org")
    back = requests.post(away.headers["Location"], data={"sub": sub}, allow_redirects=False, timeout=30)
    address = urlsplit(back.headers["Location"])

    answer = client.get(f"{address.path}?{address.query}")

    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_linked_sign_in_is_unlinked_and_linked_anew_by_the_next_sign_in(provider: str, ulrike: User) -> None:
    client = Client()
    sign_in_there(client, known_there(provider, ulrike.email, amr=["mfa"]))
    linked = SocialAccount.objects.get()
    assert "Stadt Beispiel" in client.get("/accounts/3rdparty/").content.decode()

    client.post("/accounts/3rdparty/", {"account": linked.pk})

    assert not SocialAccount.objects.exists()


def test_signing_out_leads_to_the_end_of_the_providers_session(provider: str, ulrike: User, sign_in: SignIn) -> None:
    client = Client()
    sign_in_there(client, known_there(provider, ulrike.email, amr=["mfa"]))

    answer = client.post("/accounts/logout/")

    assert answer.headers["Location"].startswith(f"{provider}/oauth2/end_session?client_id=gremium")
    assert not is_signed_in(client)
    assert sign_in(ulrike).post("/accounts/logout/").headers["Location"] == "/accounts/login/"


def test_whoever_has_a_factor_only_there_changes_the_sign_in_only_after_signing_in_anew(
    provider: str, ulrike: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ulrike.set_unusable_password()
    ulrike.save()
    Authenticator.objects.all().delete()
    client = Client()
    sign_in_there(client, known_there(provider, ulrike.email, amr=["mfa"]))
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)

    assert client.get("/de/geschaeftsstelle/").status_code == 200
    assert client.get("/accounts/2fa/totp/activate/").headers["Location"].startswith("/accounts/login/")


def test_a_desk_that_nothing_here_can_unlock_ends_instead(
    provider: str, ulrike: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ulrike.set_unusable_password()
    ulrike.save()
    client = Client()
    sign_in_there(client, known_there(provider, ulrike.email, amr=["mfa"]))
    later = time.time() + 31 * 60
    monkeypatch.setattr(time, "time", lambda: later)

    assert client.get("/de/geschaeftsstelle/").headers["Location"].startswith("/accounts/login/")
    assert not is_signed_in(client)


def test_a_cancelled_sign_in_is_told_in_words(provider: str) -> None:
    client = Client()
    away = client.post(LOGIN)
    back = requests.post(away.headers["Location"], data={"action": "deny"}, allow_redirects=False, timeout=30)
    address = urlsplit(back.headers["Location"])

    answer = client.get(f"{address.path}?{address.query}", follow=True)

    assert answer.status_code < 500
    assert "/accounts/login/" in answer.content.decode()


def test_a_provider_that_is_silent_is_told_in_words(provider: str, settings: Settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    client = Client()

    answer = client.post(LOGIN)

    assert answer.status_code == 503
    assert "/accounts/login/" in answer.content.decode()


@pytest.mark.parametrize(("domains", "may_in"), [([], False), (["example.com"], False), (["example.org"], True)])
def test_a_member_is_let_in_only_where_the_settings_name_the_domain(
    provider: str, settings: Settings, renate: User, domains: list[str], may_in: bool
) -> None:
    settings.OIDC_DOMAINS = domains
    client = Client()

    sign_in_there(client, known_there(provider, renate.email, amr=["mfa"]))

    assert is_signed_in(client) is may_in
