"""The self-check in a real Chromium: with the keyboard, without scripts, on paper, and left in a hurry."""

import io
from collections.abc import Iterator

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from pages.models import CounsellingOffice
from tests.pages.self_check.answering import GERMAN_TITLES, SHEETS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("public_pages")]


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    yield context
    context.close()


@pytest.fixture
def bare(chromium: Browser) -> Iterator[Page]:
    """A small screen whose browser runs no scripts."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def office() -> None:
    CounsellingOffice.objects.create(
        name="Ankerplatz",
        provider="Träger (fiktiv)",
        service="submits",
        languages=["ar", "de"],
        district="Hörde",
        address="Musterweg 1\n44135 Dortmund",
        phone="0231 5550100",
    )


def answer(tab: Page, code: str, **others: str) -> None:
    for key, values in {**SHEETS[code], **others}.items():
        for value in [values] if isinstance(values, str) else values:
            tab.locator(f"[name={key}][value={value}]").check()
    send(tab)


def send(tab: Page) -> None:
    with tab.expect_navigation():
        tab.locator("form .actions button").click()


def test_without_scripts_what_is_missing_is_told_where_the_reader_is_and_then_answered(
    bare: Page, live_server: LiveServer
) -> None:
    bare.goto(f"{live_server.url}/ar/pruefen/")
    bare.locator("[name=q1][value=duldung]").check()
    send(bare)

    expect(bare.locator(".error-summary")).to_be_focused()
    expect(bare.locator("#q1-duldung")).to_be_checked()
    assert bare.locator(".error-summary a").count() == 6
    bare.locator(".error-summary a").first.click()
    expect(bare.locator("#q2-dortmund")).to_be_in_viewport()

    answer(bare, "E3")
    expect(bare.get_by_role("heading", level=1)).to_contain_text(GERMAN_TITLES["E3"])
    assert bare.url.endswith("/ar/pruefen/")
    assert bare.context.cookies() == []
    assert bare.title() == "Gremium"


@pytest.mark.usefixtures("office")
def test_without_scripts_advice_is_sought_elsewhere_and_answers_are_changed(
    bare: Page, live_server: LiveServer
) -> None:
    bare.goto(f"{live_server.url}/de/pruefen/")
    answer(bare, "E1")
    bare.locator("#sprache").select_option("ar")
    with bare.expect_navigation():
        bare.locator("#rat button").click()

    expect(bare.get_by_role("heading", level=1)).to_have_text(GERMAN_TITLES["E1"])
    expect(bare.locator("#sprache")).to_have_value("ar")
    assert "?" not in bare.url
    bare.locator("[name=again]").click()
    expect(bare.locator("#q5-familie")).to_be_checked()


@pytest.mark.usefixtures("office")
def test_a_keyboard_is_enough(context: BrowserContext, live_server: LiveServer) -> None:
    tab = context.new_page()
    tab.goto(f"{live_server.url}/de/pruefen/")
    tab.keyboard.press("Tab")
    expect(tab.locator("[data-leave]")).to_be_focused()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")  # skip to the content

    for key in ("q1", "q2", "q3", "q4"):
        tab.keyboard.press("Tab")
        tab.keyboard.press("Space")
        expect(tab.locator(f"[name={key}]").first).to_be_checked()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    for _option in tab.locator("[name=q5]").all():
        tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    tab.keyboard.press("Tab")  # the language of the advice
    tab.keyboard.press("Tab")  # the district
    tab.keyboard.press("Tab")
    expect(tab.locator("form .actions button")).to_be_focused()
    tab.keyboard.press("Enter")

    expect(tab.get_by_role("heading", level=1)).to_have_text(GERMAN_TITLES["E3"])


@pytest.mark.usefixtures("office")
def test_nothing_keeps_a_reader_out_in_either_direction(context: BrowserContext, live_server: LiveServer) -> None:
    tab = context.new_page()
    for language in ("de", "ar"):
        for width in (360, 1280):
            tab.set_viewport_size({"width": width, "height": 800})
            tab.goto(f"{live_server.url}/{language}/pruefen/")
            _assert_open_to_all(tab, width)
            send(tab)
            _assert_open_to_all(tab, width)
            answer(tab, "E3", q7="ja")
            _assert_open_to_all(tab, width)


def _assert_open_to_all(tab: Page, width: int) -> None:
    assert Axe().run(tab).response["violations"] == []
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    assert tab.locator(".option").evaluate_all("all => all.every(one => one.getBoundingClientRect().height >= 48)")


def test_paper_shows_the_card_alone_on_one_sheet(context: BrowserContext, live_server: LiveServer) -> None:
    tab = context.new_page()
    for language, _name in django_settings.LANGUAGES:
        tab.goto(f"{live_server.url}/{language}/pruefen/")
        answer(tab, "E3", q7="ja")

        sheets = pypdf.PdfReader(io.BytesIO(tab.pdf(format="A4", prefer_css_page_size=True))).pages

        printed = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
        assert (language, len(sheets)) == (language, 1)
        assert "Ich habe die Seiten des Gremiums gelesen" in printed
        assert GERMAN_TITLES["E3"] in printed
        for left_out in ("Seite schnell verlassen", "Deutscher Text", "Wer Sie berät", "Impressum"):
            assert left_out not in printed


@pytest.fixture
def elsewhere(settings: Settings, live_server: LiveServer) -> str:
    """A page of this site stands for the weather."""
    settings.QUICK_EXIT_URL = f"{live_server.url}/tr/"
    return settings.QUICK_EXIT_URL


@pytest.mark.parametrize("way", ["click", "keys"])
def test_whoever_leaves_in_a_hurry_cannot_be_followed_by_going_back(
    context: BrowserContext, live_server: LiveServer, elsewhere: str, way: str
) -> None:
    tab = context.new_page()
    tab.goto(f"{live_server.url}/de/pruefen/")
    answer(tab, "E3")

    if way == "click":
        tab.locator("[data-leave]").click()
    else:
        for _press in range(3):
            tab.keyboard.press("Escape")
    tab.wait_for_url(elsewhere)
    tab.go_back()

    assert GERMAN_TITLES["E3"] not in tab.content()
    assert tab.locator(":checked:not(option)").count() == 0


def test_escape_for_something_else_does_not_leave(context: BrowserContext, live_server: LiveServer) -> None:
    tab = context.new_page()
    tab.goto(f"{live_server.url}/de/pruefen/")
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")
    tab.keyboard.press("a")
    tab.keyboard.press("Escape")

    assert tab.url == f"{live_server.url}/de/pruefen/"


def test_without_scripts_the_way_out_is_a_plain_link(bare: Page, live_server: LiveServer, elsewhere: str) -> None:
    bare.goto(f"{live_server.url}/de/pruefen/")
    expect(bare.get_by_text("Oder drücken Sie dreimal Esc.")).to_be_hidden()

    bare.locator("[data-leave]").click()

    bare.wait_for_url(elsewhere)


def test_the_browser_keeps_nothing_and_asks_nobody_else(context: BrowserContext, live_server: LiveServer) -> None:
    tab = context.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{live_server.url}/ar/pruefen/")
    answer(tab, "E3")

    stored = tab.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie]")
    assert stored == [0, 0, ""]
    assert tab.evaluate("async () => (await caches.keys()).length") == 0
    assert all(address.startswith(live_server.url) for address in asked)
    assert not [address for address in asked if "q1" in address or "duldung" in address]
