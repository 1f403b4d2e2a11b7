"""Files in a real Chromium, on a desk and on a phone: sent one by one, put in order by keys, photographed elsewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from documents.uploads import Upload
from tests.documents.hostile import picture
from tests.forms.browser import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "keys"], transaction=True)]
DUTY = "anlagen_liste.t-duldung_kopie.an_datei"
FIELD = "#f-anlagen_liste-t-duldung_kopie-an_datei-field"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


expect.set_options(timeout=30_000)


@pytest.fixture
def attachments(browser: Browser) -> Browser:
    return browser.reach("anlagen")


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(
    request: pytest.FixtureRequest, attachments: Browser, chromium: Chromium, server: LiveServer
) -> Iterator[Page]:
    headers = {"X-Asking": attachments.actor.ref}
    context = chromium.new_context(
        base_url=server.url, locale="de-DE", extra_http_headers=headers, viewport=request.param
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(attachments.path)
    yield page
    context.close()


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{name}.jpg" for name in ("eins", "zwei", "drei")]
    for number, path in enumerate(paths):
        path.write_bytes(picture((1200 + number, 900)))
    return paths


def names(page: Page) -> list[str]:
    return page.locator(f"{FIELD} .file__name").all_inner_texts()


def test_files_chosen_without_a_connection_wait_and_are_sent_when_it_is_back(page: Page, photos: list[Path]) -> None:
    page.context.set_offline(True)
    page.set_input_files(f"{FIELD} input[type=file]", photos[:2])
    expect(page.locator(f"{FIELD} [data-waiting]")).to_have_count(2)
    expect(page.locator(f"{FIELD} [data-waiting]").first).to_contain_text("wartet auf die Verbindung")

    page.context.set_offline(False)

    expect(page.locator(f"{FIELD} .file")).to_have_count(2)
    expect(page.locator(f"{FIELD} [data-waiting]")).to_have_count(0)
    assert names(page) == ["eins.jpg", "zwei.jpg"]


def slow_down(page: Page, bytes_a_second: int) -> None:
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", conditions)


def go_on(page: Page) -> None:
    page.locator('button[name="action"][value="next"], button[name="action"][value="onward"]').click()


def test_going_on_waits_for_a_file_that_is_still_being_sent(page: Page, attachments: Browser, tmp_path: Path) -> None:
    photo = tmp_path / "langsam.jpg"
    photo.write_bytes(picture((2000, 1500)) + b"\0" * 60_000)
    slow_down(page, 40_000)
    page.set_input_files(f"{FIELD} input[type=file]", photo)
    expect(page.locator(f"{FIELD} [data-sending] li")).to_have_count(1)

    go_on(page)

    page.wait_for_url(re.compile("/einwilligung/$"), timeout=60_000)
    assert Upload.objects.filter(subject=attachments.draft.pk).count() == 1


def test_whoever_goes_on_is_kept_where_a_file_is_refused(page: Page, tmp_path: Path) -> None:
    text = tmp_path / "notiz.pdf"
    text.write_bytes(b"Das ist kein PDF." * 4_000)
    slow_down(page, 40_000)
    page.set_input_files(f"{FIELD} input[type=file]", text)
    expect(page.locator(f"{FIELD} [data-sending] li")).to_have_count(1)

    go_on(page)

    expect(page.locator(f"{FIELD} .field__error").first).to_be_in_viewport()
    assert page.url.endswith("/anlagen/")


def test_what_was_said_of_a_refused_file_goes_once_another_tab_has_settled_it(page: Page, attachments: Browser) -> None:
    """With a person's language beside German two sentences say it: beside the question and beside the file."""
    other = attachments.tab()
    other.press("desk", {"desk.language": "ar"})
    other.press("save", {}, {DUTY: [("notiz.pdf", b"Kein PDF." * 40)]})
    page.reload()
    expect(page.locator(f"{FIELD} .field__error")).to_have_count(2)
    page.clock.install()
    other.press("save")

    page.locator("#step-form select").first.dispatch_event("input")
    page.clock.run_for(5100)

    expect(page.locator(f"{FIELD} .field__error")).to_have_count(0)


def test_several_photos_become_one_document_in_the_order_of_keys(
    page: Page, attachments: Browser, photos: list[Path]
) -> None:
    page.set_input_files(f"{FIELD} input[type=file]", photos)
    expect(page.locator(f"{FIELD} .file")).to_have_count(3)

    page.locator(f"{FIELD} .file").nth(2).get_by_role("button", name=re.compile("Nach vorn")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"{FIELD} .file__name").nth(1)).to_have_text("drei.jpg")
    page.keyboard.press("Enter")
    expect(page.locator(f"{FIELD} .file__name").nth(0)).to_have_text("drei.jpg")

    assert names(page) == ["drei.jpg", "eins.jpg", "zwei.jpg"]
    held = attachments.draft.ledger().values[DUTY]
    assert [Upload.objects.get(pk=one).display_name for one in held] == names(page)


def test_a_photo_is_dragged_to_its_place_and_turned(page: Page, photos: list[Path]) -> None:
    page.set_input_files(f"{FIELD} input[type=file]", photos)
    expect(page.locator(f"{FIELD} .file")).to_have_count(3)
    looks = page.locator(f"{FIELD} .file__look")

    page.locator(f"{FIELD} .files").evaluate("list => list.scrollIntoView({ block: 'start' })")
    last = looks.nth(2).bounding_box()
    goal = looks.nth(0).bounding_box()
    assert last is not None
    page.mouse.move(last["x"] + 20, last["y"] + 20)
    page.mouse.down()
    assert goal is not None
    page.mouse.move(goal["x"] + 20, goal["y"] + 4, steps=8)
    with page.expect_response("**/anlagen/"):
        page.mouse.up()

    expect(page.locator(f"{FIELD} .file__name").nth(0)).to_have_text("drei.jpg")
    page.locator(f"{FIELD} .file").nth(0).get_by_role("button", name=re.compile("Drehen")).click()
    expect(page.locator(f"{FIELD} .file__picture--90")).to_have_count(1)


def test_a_phone_takes_photos_for_the_desk_and_the_desk_sees_them_come(
    page: Page, chromium: Chromium, server: LiveServer, photos: list[Path]
) -> None:
    page.locator(f"{FIELD} button[value^='phone:']").click()
    code = page.locator(".phone b.phone__typed").inner_text().replace("-", "")
    title = page.locator("[name='anlagen_liste.t-duldung_kopie.an_titel']")
    page.locator(f"{FIELD} ~ details, .item:has({FIELD}) details").first.locator("summary").click()
    title.fill("Wird gerade getippt")
    context = chromium.new_context(base_url=server.url, viewport=PHONE, has_touch=True, is_mobile=True)
    phone = context.new_page()
    phone.set_default_timeout(20_000)

    phone.goto(f"/de/foto/#{code}")
    expect(phone.get_by_text("Foto aufnehmen")).to_be_visible()
    assert code not in phone.url
    phone.locator("input[capture]").set_input_files(photos[0])

    expect(phone.get_by_text("Angekommene Dateien: 1")).to_be_visible()
    expect(page.locator(f"{FIELD} .file__name")).to_have_text(["eins.jpg"])
    assert title.input_value() == "Wird gerade getippt"
    phone.get_by_role("button", name="Fertig").click()
    expect(phone.get_by_text("Vielen Dank")).to_be_visible()
    expect(page.locator(".phone")).to_have_count(0)
    context.close()


def test_the_empty_entry_can_be_removed_as_soon_as_something_is_typed(page: Page) -> None:
    entry = page.locator(".item").last
    out = entry.locator("button[value^='remove:']")
    expect(out).to_be_hidden()

    entry.locator("summary").click()
    entry.locator("input[name$='.an_titel']").fill("Zeugnis")

    expect(out).to_be_visible()


def test_choosing_by_keys_keeps_the_focus_where_it_is(page: Page) -> None:
    kind = page.locator(".item").last.locator("select[name$='.an_typ']")
    kind.focus()

    page.keyboard.press("I")

    expect(kind).to_be_focused()
    expect(kind).to_have_value("identitaet")


def test_a_file_chosen_while_the_page_is_renewed_is_not_lost(page: Page, photos: list[Path]) -> None:
    with page.expect_file_chooser() as opened:
        page.click(f"{FIELD} input[type=file]")
    entries = page.locator('button[name="action"][value^="remove:anlagen_liste:"]')
    before = entries.count()
    page.locator('button[name="action"][value="add:anlagen_liste"]').evaluate("button => button.click()")
    expect(entries).not_to_have_count(before)

    opened.value.set_files(photos[0])

    expect(page.locator(f"{FIELD} .file")).to_have_count(1)
