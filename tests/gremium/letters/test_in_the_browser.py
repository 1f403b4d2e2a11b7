"""An editor's way through the letters in a real browser: a placeholder by a click, a draft, the request."""

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from gremium.letters.blocks import Block, BlockKind
from gremium.letters.models import LetterTemplate, TemplateState
from gremium.people.models import User
from tests.gremium.barriers import RULES
from tests.gremium.conftest import SignIn
from tests.gremium.letters.wording import changed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keys"])]
WIDTHS = (1280, 360)
OF_WAGTAIL = {"landmark-unique": 'class="w-panel w-panel--nested"', "target-size": 'class="w-panel__toggle"'}
"""What Wagtail's own frame around each block of a stream does not meet: frames of one kind have one name, and the
button that folds the first one lies partly below the button above it. Nothing else is left out."""
PICTURES = os.environ.get("LETTER_PICTURES", "")


def opened(chromium: Browser, client: Client, server: LiveServer) -> BrowserContext:
    context = chromium.new_context(viewport={"width": 1280, "height": 1000}, locale="de-DE")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])
    context.set_default_timeout(60_000)
    return context


@pytest.fixture
def editor_tab(chromium: Browser, clara: User, sign_in: SignIn, live_server: LiveServer) -> Iterator[Page]:
    """The editor's browser; whatever it complains about fails the test."""
    context = opened(chromium, sign_in(clara), live_server)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def secretariat_tab(chromium: Browser, ulrike: User, sign_in: SignIn, live_server: LiveServer) -> Iterator[Page]:
    context = opened(chromium, sign_in(ulrike), live_server)
    yield context.new_page()
    context.close()


def of_wagtail(rule: str, html: str) -> bool:
    return rule in OF_WAGTAIL and OF_WAGTAIL[rule] in html


def looked_at(tab: Page, name: str, frame: str) -> list[str]:
    """What stands in somebody's way at both widths."""
    found: list[str] = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 1000})
        if PICTURES:
            tab.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
        too_wide = tab.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
        found += [f"{name} is wider than {width}"] if too_wide else []
        violations = Axe().run(tab, context=frame, options=RULES).response["violations"]
        nodes = [(one["id"], node["html"]) for one in violations for node in one["nodes"]]
        found += [f"{name} at {width}: {rule} {html[:200]}" for rule, html in nodes if not of_wagtail(rule, html)]
    tab.set_viewport_size({"width": 1280, "height": 1000})
    return found


def test_an_editor_changes_a_letter_and_hands_it_over(editor_tab: Page, live_server: LiveServer) -> None:
    tab, barriers = editor_tab, []
    tab.goto(f"{live_server.url}/cms/schreiben/")
    barriers += looked_at(tab, "overview", ".editing")
    tab.get_by_role("link", name="Eingangsbestätigung").click()
    first = tab.locator("textarea[name='blocks-0-value']")
    first.fill("Ihr Antrag ist da. Kennzeichen: ")
    tab.get_by_role("button", name="{reference}").click()
    assert first.input_value() == "Ihr Antrag ist da. Kennzeichen: {reference}"
    tab.get_by_role("button", name="Als Entwurf speichern").click()
    tab.get_by_text("Gespeichert als Fassung 1 (Entwurf).").wait_for()
    tab.get_by_text("{received_on}").first.wait_for()  # it is missing now, and the page says so
    barriers += looked_at(tab, "edit", ".editing")

    first = tab.locator("textarea[name='blocks-0-value']")
    first.fill(f"{first.input_value()}\nEingang: {{received_on}}")
    tab.get_by_role("button", name="Als Entwurf speichern").click()
    tab.get_by_text("Gespeichert als Fassung 2 (Entwurf).").wait_for()
    tab.get_by_role("link", name="Änderungen und Freigabe").click()
    tab.get_by_role("button", name="Freigabe von Fassung 2 erbitten").wait_for()
    barriers += looked_at(tab, "ask", ".editing")
    tab.get_by_role("button", name="Freigabe von Fassung 2 erbitten").click()
    tab.get_by_text("Die Freigabe ist erbeten.").wait_for()
    tab.goto(f"{live_server.url}/cms/schreiben/receipt/sprachen/ar/")
    barriers += looked_at(tab, "language", ".editing")
    tab.goto(f"{live_server.url}/cms/schreiben/receipt/fassungen/")
    barriers += looked_at(tab, "versions", ".editing")

    assert barriers == []
    newest = LetterTemplate.objects.newest("receipt")
    assert newest is not None
    assert newest.state == TemplateState.ASKED
    assert newest.blocks[0] == Block(
        BlockKind.PARAGRAPH.value, ("Ihr Antrag ist da. Kennzeichen: {reference}", "Eingang: {received_on}")
    )


def test_the_secretariat_reads_and_releases(secretariat_tab: Page, live_server: LiveServer) -> None:
    tab = secretariat_tab
    body = [block.as_data() for block in changed("receipt", "Fehlt etwas", "Fehlt noch etwas")]
    LetterTemplate.objects.create(
        kind="receipt", number=1, body=body, state=TemplateState.ASKED, edited_by_ref="x", edited_by="Clara"
    )
    tab.goto(f"{live_server.url}/de/freigaben/")
    barriers = looked_at(tab, "releases", "main")
    tab.get_by_role("link", name="Ein Text wartet").click()
    tab.get_by_role("link", name="Eingangsbestätigung").wait_for()
    barriers += looked_at(tab, "waiting", "main")
    tab.get_by_role("link", name="Eingangsbestätigung").click()
    tab.get_by_role("button", name="Freigeben").wait_for()
    barriers += looked_at(tab, "release", "main")
    tab.get_by_role("button", name="Freigeben").click()
    tab.get_by_text("Der Text ist freigegeben.").wait_for()

    assert barriers == []
    assert LetterTemplate.objects.current("receipt") is not None
