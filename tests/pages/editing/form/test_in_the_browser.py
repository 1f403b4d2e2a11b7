"""A new editor's way with the mouse alone: a question with a condition and a rule, previewed, released by another."""

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator, Page
from pytest_django.live_server_helper import LiveServer

from documents.jobs import Job
from forms.consent_texts import load_shipped_texts
from forms.definition import Question
from forms.drafts import open_draft
from forms.revising.dry_runs import carry_out, start_dry_run
from forms.revising.rehearsing import Bounds
from forms.revising.releases import ReleaseRequest, release
from forms.revising.working_copies import working_copy
from forms.versions import FormVersion, content_hash, store_shipped_form
from tests.forms.asking import actor
from tests.forms.revising.translating import translate_consent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "keys"])]
SERIOUS = {"serious", "critical"}


@pytest.fixture
def tab(chromium: Browser, editing: Client, live_server: LiveServer) -> Iterator[Page]:
    """The editor's browser; whatever it complains about fails the test."""
    store_shipped_form()
    load_shipped_texts()
    translate_consent()
    context = chromium.new_context(viewport={"width": 1280, "height": 1000}, locale="de-DE")
    cookie = editing.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(90_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def added_block(tab: Page, kind: str) -> Locator:
    """Add a block at the end of the stream."""
    tab.locator(".c-sf-add-button[title='Einen Block einfügen']").last.click()
    tab.get_by_role("option", name=kind, exact=True).click()
    return tab.locator("[data-streamfield-stream-container] > [data-streamfield-child]").last


def barriers(tab: Page) -> list[str]:
    found = Axe().run(tab, context=".editing").response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found if one["impact"] in SERIOUS]


def test_a_question_with_a_condition_and_a_rule_reaches_the_wizard(tab: Page, live_server: LiveServer) -> None:
    tab.goto(f"{live_server.url}/cms/formular/")
    tab.get_by_role("link", name="8. Anliegen").click()
    block = added_block(tab, "Datum")
    block.get_by_label("Frage", exact=False).first.fill("Wann war das letzte Gespräch mit der Behörde?")
    block.get_by_role("button", name="Bedingung hinzufügen").click()
    block.get_by_label("Frage", exact=True).last.select_option("gespraech_abh")
    block.get_by_label("Antwort", exact=True).select_option("ja")
    tab.get_by_role("button", name="Speichern").click()
    tab.get_by_text("„Anliegen“ ist gespeichert.").wait_for()

    tab.goto(f"{live_server.url}/cms/formular/teil/regeln/")
    block = added_block(tab, "Ein Datum liegt in Grenzen")
    block.get_by_label("Meldung").fill("Das Gespräch liegt in der Zukunft.")
    block.locator("[data-contentpath=field] [title=Hinzufügen]").click()
    block.locator("select[name$='-value-field-0-value']").select_option(
        label="Wann war das letzte Gespräch mit der Behörde?"
    )
    block.locator("[data-contentpath=not_after] [title=Hinzufügen]").click()
    tab.get_by_role("button", name="Speichern").click()
    tab.get_by_text("„Regeln“ ist gespeichert.").wait_for()

    tab.goto(f"{live_server.url}/cms/formular/vorschau/?schritt=verfahren")
    tab.get_by_role("radio", name="Ja", exact=True).last.check()
    tab.locator("button[name=action][value='goto:anliegen']").click()
    tab.get_by_role("heading", name="Anliegen", level=1).wait_for()
    question = tab.get_by_label("Wann war das letzte Gespräch mit der Behörde?")
    question.fill("1.1.2099")
    tab.locator("button[name=action][value=save]").last.click()
    tab.get_by_text("Das Gespräch liegt in der Zukunft.").first.wait_for()

    tab.goto(f"{live_server.url}/cms/formular/freigabe/")
    assert tab.get_by_text("Neu: Frage „Wann war das letzte Gespräch mit der Behörde?“ nach").count() == 1
    tab.get_by_role("button", name="Freigabe erbitten").click()
    tab.get_by_text("Die Freigabe ist erbeten.").wait_for()

    asked = ReleaseRequest.objects.get()
    assert (asked.version, asked.needed) == ("1.1.0", ["secretariat"])
    release(asked, by=actor("Ulrike Sandkamp", **{"forms.releases": "secretariat"}))
    draft = open_draft(FormVersion.objects.current("kurzantrag"), by=actor())
    added = draft.definition.step("anliegen").items[-1]
    assert isinstance(added, Question)
    assert (added.label, added.rules) == ("Wann war das letzte Gespräch mit der Behörde?", ("V36",))
    assert added.when is not None
    assert added.when.as_data() == {"field": "gespraech_abh", "is": "ja"}


def test_columns_are_chosen_and_ordered_with_the_mouse(tab: Page, live_server: LiveServer) -> None:
    tab.goto(f"{live_server.url}/cms/formular/schritt/aufenthalt/")
    group = tab.locator("[data-streamfield-child]").filter(has=tab.locator("form-columns")).first
    group.locator("[data-panel-toggle]").first.click()
    columns = group.locator("form-columns")
    assert "Das Dossier wählt die Spalten selbst." in columns.inner_text()
    for key in ("ch_von", "ch_status"):
        columns.get_by_label("Spalte hinzufügen").select_option(key)
    columns.get_by_role("button", name="Nach oben: Status").click()
    tab.get_by_role("button", name="Speichern").click()
    tab.get_by_text("ist gespeichert.").wait_for()

    steps = working_copy("kurzantrag").data["steps"]
    chronology = next(one for step in steps for one in step["fields"] if one["key"] == "chronologie")
    assert chronology["columns"] == ["ch_status", "ch_von"]


def carry_out_dry_run() -> None:
    """One of two persons, the longest among them."""
    run = start_dry_run("kurzantrag", by=actor())
    with Job.objects.claimed(Job.objects.get(key=run.job_key).pk) as job:
        assert job is not None
        carry_out(job, Bounds(persons=2, dossiers=2))


@pytest.mark.parametrize("width", [360, 1280])
def test_the_form_editor_has_no_barriers_and_fits_its_screen(tab: Page, live_server: LiveServer, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    carry_out_dry_run()
    addresses = ("", "schritt/anliegen/", "teil/selbsttest/", "teil/dossier/", "freigabe/", "fassungen/")
    languages = ("uebersetzungen/", "uebersetzungen/ar/?teil=rule", "einwilligung/sprachen/ar/")
    for address in (*addresses, "einwilligung/", "einwilligung/sprachen/", *languages, "probelauf/"):
        tab.goto(f"{live_server.url}/cms/formular/{address}")
        tab.locator(".editing h1").wait_for()

        assert (address, barriers(tab)) == (address, [])
        overflow = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (address, overflow <= 0) == (address, True)


def test_opening_and_saving_the_longest_step_in_a_browser_changes_nothing(tab: Page, live_server: LiveServer) -> None:
    before = FormVersion.objects.current("kurzantrag").content_hash
    tab.goto(f"{live_server.url}/cms/formular/schritt/haerte/")
    tab.locator("[data-streamfield-child]").first.wait_for()
    tab.get_by_role("button", name="Speichern").click()
    tab.get_by_text("ist gespeichert.").wait_for()

    copy = working_copy("kurzantrag")
    assert (content_hash(copy.data), copy.is_changed) == (before, False)
    assert json.dumps(copy.data["steps"]) == json.dumps(copy.base_data["steps"])
