"""axe over everything that has to do with the own sign-in: the doors, the factors, links of mails, and what goes wrong.

The drill looks at all of it, at the width of a phone and of a desk; besides the drill at a few, other ones each day.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from typing import Any

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings

from gremium.people.areas import ACCOUNTS, area_of
from gremium.people.factor_resets import confirm_reset, propose_reset
from gremium.people.invitations import invite
from gremium.people.models import Role, User
from gremium.people.views import not_here
from tests.gremium.barriers import PHONE, SCREEN, Found, Reader
from tests.gremium.conftest import PASSWORD, SignIn, make_person
from tests.gremium.people.test_provider import offer
from tests.gremium.routes import all_routes
from tests.pages.conftest import IS_DRILL

pytestmark = [
    *(pytest.mark.drill, pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)),
]
EVERY = 20
"""Of so many screens one is looked at besides the drill."""
SENTENCE = "Der Kranich kommt im Herbst"
NO_SCREENS = {
    "time_left": "asked by a script",
    "still_here": "the same",
    "mfa_login_webauthn": "the same",
    "mfa_download_recovery_codes": "a file, and there is none: codes are shown once",
    "openid_connect_callback": "leads back from the provider",
    "invitation": "leads to the page behind the link",
    "enrolment_link": "the same",
    "end_session": "sent from the list of sessions",
    "account_confirm_login_code": "not in use: nobody signs in by a code from a mail",
    "django.views.generic.base.RedirectView": "closed with all of the library's older addresses",
}
"""Addresses of the sign-in that show nothing of their own."""


class Shown(Client):
    """Somebody's browser that holds one answer, also one to something that was sent, and asks the site for the rest."""

    def __init__(self, client: Client, answer: Any) -> None:
        super().__init__()
        self.cookies = client.cookies
        self.answer = answer
        self.address: str = answer.request["PATH_INFO"]

    def get(self, path: str, *arguments: Any, **options: Any) -> Any:
        return self.answer if path == self.address else super().get(path, *arguments, **options)


def at(client: Client, address: str) -> Shown:
    return Shown(client, client.get(address))


def sent(client: Client, address: str, **data: str) -> Shown:
    return Shown(client, client.post(address, data))


def link_in_the_last_mail() -> str:
    address = next(word for word in mail.outbox[-1].body.split() if "/accounts/" in word)
    return "/accounts/" + address.partition("/accounts/")[2]


def add_passkey(user: User, name: str) -> Authenticator:
    """With a key of its own, as a browser would have sent it."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(bytes(16), name.encode(), public)
    data = AuthenticatorData.create(bytes(32), AuthenticatorData.FLAG.AT | AuthenticatorData.FLAG.UP, 0, credential)
    answer = {
        "clientDataJSON": websafe_encode(b'{"type": "webauthn.create", "challenge": "", "origin": "http://localhost"}'),
        "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
    }
    made = {"id": websafe_encode(name.encode()), "rawId": websafe_encode(name.encode()), "type": "public-key"}
    told = {"response": answer, "clientExtensionResults": {"credProps": {"rk": True}}}
    return WebAuthn.add(user, name, {**made, **told}).instance


def doors(ulrike: User) -> Iterator[Shown]:
    visitor, half_way = Client(), Client()
    yield at(visitor, "/accounts/login/")
    yield sent(visitor, "/accounts/login/", login=ulrike.email, password="wrong-horse-battery")
    half_way.post("/accounts/login/", {"login": ulrike.email, "password": PASSWORD})
    yield at(half_way, "/accounts/2fa/authenticate/")
    yield sent(half_way, "/accounts/2fa/authenticate/", code="000000")
    yield at(visitor, "/accounts/password/reset/")
    yield sent(visitor, "/accounts/password/reset/", email="no-address")
    yield at(visitor, "/accounts/password/reset/done/")
    address = f"/accounts/password/reset/key/{user_pk_to_url_str(ulrike)}-"
    yield at(visitor, f"{address}used-up/")
    behind = visitor.get(f"{address}{default_token_generator.make_token(ulrike)}/").headers["Location"]
    yield at(visitor, behind)
    yield sent(visitor, behind, password1="short", password2="other")
    yield at(visitor, "/accounts/password/reset/key/done/")
    yield at(visitor, "/accounts/inactive/")


def links_of_mails(ulrike: User, deniz: User, marte: User, sign_in: SignIn) -> Iterator[Shown]:
    invited, lost = Client(), Client()
    yield at(invited, "/accounts/einladung/")
    invite("neu@example.org", Role.EDITOR, by=ulrike, now=timezone.now())
    link = link_in_the_last_mail()
    already_here = sign_in(marte)
    already_here.get(link)
    yield at(already_here, "/accounts/einladung/")
    invited.get(link)
    yield at(invited, "/accounts/einladung/")
    yield sent(invited, "/accounts/einladung/", display_name="", password1="short", password2="other")
    name = {"display_name": "Nele Neumann", "password1": SENTENCE, "password2": SENTENCE}
    invited.post("/accounts/einladung/", name)
    yield at(invited, "/accounts/2fa/")
    yield at(invited, "/accounts/2fa/totp/activate/")
    yield sent(invited, "/accounts/2fa/totp/activate/", code="000000")
    confirm_reset(propose_reset(marte, by=ulrike, now=timezone.now()), by=deniz, now=timezone.now())
    link = link_in_the_last_mail()
    lost.post("/accounts/login/", {"login": marte.email, "password": PASSWORD})
    yield at(lost, "/accounts/neuer-faktor/")
    lost = Client()
    lost.get(link)
    yield at(lost, "/accounts/login/")
    lost.post("/accounts/login/", {"login": marte.email, "password": PASSWORD})
    yield at(lost, "/accounts/2fa/")


def own_factors(renate: User, sign_in: SignIn) -> Iterator[Shown]:
    client = sign_in(renate)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    yield at(client, "/accounts/2fa/")
    yield at(client, "/accounts/2fa/totp/deactivate/")
    yield sent(client, "/accounts/2fa/totp/deactivate/")
    yield at(client, "/accounts/2fa/webauthn/")
    yield at(client, "/accounts/2fa/webauthn/add/")
    yield sent(client, "/accounts/2fa/webauthn/add/", name="", credential="")
    one, _another = add_passkey(renate, "Laptop im Büro"), add_passkey(renate, "Sicherheitsschlüssel am Schlüsselbund")
    yield at(client, "/accounts/2fa/")
    yield at(client, "/accounts/2fa/webauthn/")
    yield at(client, f"/accounts/2fa/webauthn/keys/{one.pk}/edit/")
    yield at(client, f"/accounts/2fa/webauthn/keys/{one.pk}/remove/")
    yield at(client, "/accounts/2fa/webauthn/reauthenticate/")
    yield at(client, "/accounts/2fa/totp/deactivate/")
    yield at(client, "/accounts/2fa/recovery-codes/generate/")
    client.post("/accounts/2fa/recovery-codes/generate/")
    yield at(client, "/accounts/2fa/recovery-codes/")
    yield at(client, "/accounts/2fa/recovery-codes/")
    yield at(client, "/accounts/2fa/recovery-codes/generate/")


def own_account(ulrike: User, sign_in: SignIn, settings: Settings) -> Iterator[Shown]:
    client = sign_in(ulrike)
    yield at(client, "/accounts/sessions/")
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    for number, address in enumerate(("2001:db8:85a3:8d3:1319:8a2e:370:7348", "192.0.2.7")):
        other = Client()
        other.force_login(ulrike)
        UserSession.objects.create(
            user=ulrike, ip=address, user_agent=agent * number, session_key=other.session.session_key, data={}
        )
    yield at(client, "/accounts/sessions/")
    yield at(client, "/accounts/password/change/")
    yield sent(client, "/accounts/password/change/", oldpassword="wrong", password1="short", password2="other")
    yield at(client, "/accounts/logout/")
    yield at(client, "/accounts/reauthenticate/")
    yield sent(client, "/accounts/reauthenticate/", password="wrong-horse-battery")
    yield at(client, "/accounts/2fa/reauthenticate/")
    add_passkey(ulrike, "Telefon")
    settings.SESSION_IDLE_AGE = -1
    locked = at(client, "/accounts/reauthenticate/")
    settings.SESSION_IDLE_AGE = 1800
    yield locked
    yield at(sign_in(make_person("nobodys", Role.MEMBER)), "/accounts/desk/")


def other_providers(henrik: User, sign_in: SignIn, settings: Settings) -> Iterator[Shown]:
    offer("http://127.0.0.1:9", settings)
    visitor, client = Client(), sign_in(henrik)
    yield at(visitor, "/accounts/login/")
    yield at(visitor, "/accounts/oidc/oidc/login/")
    yield sent(visitor, "/accounts/oidc/oidc/login/")
    yield at(visitor, "/accounts/3rdparty/login/error/")
    yield at(visitor, "/accounts/3rdparty/login/cancelled/")
    yield at(client, "/accounts/2fa/")
    yield at(client, "/accounts/3rdparty/")
    SocialAccount.objects.create(user=henrik, provider="oidc", uid="henrik")
    yield at(client, "/accounts/3rdparty/")


def names_of_screens() -> set[str]:
    """All addresses of the sign-in but those that stay closed."""
    inside = {
        route.name: resolve(route.address()).func for route in all_routes() if area_of(route.address()) is ACCOUNTS
    }
    return {name for name, view in inside.items() if view is not not_here}


def test_no_screen_of_the_sign_in_has_a_barrier_that_a_program_can_find(
    chromium: Browser,
    ulrike: User,
    deniz: User,
    marte: User,
    renate: User,
    henrik: User,
    sign_in: SignIn,
    settings: Settings,
    today: date,
    record_property: Callable[[str, object], None],
) -> None:
    scenes = chain(
        doors(ulrike),
        links_of_mails(ulrike, deniz, marte, sign_in),
        own_factors(renate, sign_in),
        own_account(ulrike, sign_in, settings),
        other_providers(henrik, sign_in, settings),
    )
    found: Found = {}
    seen: set[str] = set()

    for number, shown in enumerate(scenes):
        name = resolve(shown.address).view_name
        assert shown.answer["Content-Type"].startswith("text/html"), (number, name, shown.answer.status_code)
        seen.add(name)
        if IS_DRILL or (number + today.toordinal()) % EVERY == 0:
            reader = Reader(chromium, shown, status=shown.answer.status_code)
            for width in (PHONE, SCREEN):
                found |= {f"{number}: {where}": what for where, what in reader.look([shown.address], width).items()}

    record_property("screens", number + 1)
    assert sorted(names_of_screens() - seen - NO_SCREENS.keys()) == []
    assert found == {}
