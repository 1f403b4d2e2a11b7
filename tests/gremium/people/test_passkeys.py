"""The whole ceremony in a real Chromium, with the authenticator that its developer protocol pretends to be."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from gremium.people.invitations import invite_from_the_machine
from gremium.people.models import Role, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)]
NEW = "neu@example.org"
SENTENCE = "Der Kranich kommt im Herbst"


@pytest.fixture
def server() -> Iterator[LiveServer]:
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def page(chromium: Chromium, server: LiveServer) -> Iterator[Page]:
    """A browser with a device that asks its owner: fingerprint, face or PIN."""
    context = chromium.new_context(base_url=server.url, locale="de-DE")
    context.set_default_timeout(30_000)
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    device = {
        **{"protocol": "ctap2", "transport": "internal", "hasResidentKey": True},
        **{"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True},
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    yield page
    context.close()


def test_an_invited_person_adds_a_passkey_and_signs_in_with_it_alone(page: Page) -> None:
    token = invite_from_the_machine(NEW, Role.SECRETARIAT, now=timezone.now()).rstrip("/").rpartition("/")[2]
    page.goto(f"/accounts/einladung/{token}/")
    page.get_by_label("Vor- und Nachname").fill("Nele Neumann")
    page.get_by_label("Passwort", exact=True).fill(SENTENCE)
    page.get_by_label("Passwort wiederholen").fill(SENTENCE)
    page.get_by_role("button", name="Weiter zum zweiten Faktor").click()

    page.get_by_role("link", name="Passkey hinzufügen").click()
    page.get_by_role("button", name="Passkey hinzufügen").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto("/accounts/desk/")
    page.wait_for_url("**/de/geschaeftsstelle/")
    page.get_by_role("button", name="Abmelden").first.click()
    page.wait_for_url("**/accounts/login/**")

    page.get_by_role("button", name="Mit einem Passkey anmelden").click()
    page.wait_for_url("**/de/geschaeftsstelle/")

    [kept] = Authenticator.objects.filter(user=User.objects.get(email=NEW), type=Authenticator.Type.WEBAUTHN)
    assert kept.last_used_at is not None


def test_a_passkey_that_this_device_does_not_know_is_told_in_words(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Mit einem Passkey anmelden").click()

    page.get_by_role("alert").filter(has_text="Der Passkey wurde nicht verwendet").wait_for()
    assert page.evaluate("document.activeElement.id") == "passkey-problem"
