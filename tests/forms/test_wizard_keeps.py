"""What a plain formtools wizard gets wrong, turned round: thirteen experiments, numbered as they were run."""

from typing import Any

import pytest

from documents.uploads import Upload
from forms.drafts import Draft
from forms.models import Submission
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DUTY = "anlagen_liste.t-duldung_kopie.an_datei"


def reach(browser: Browser, step: str) -> Browser:
    """Go on, errors or not, until the step is open."""
    while browser.step != step:
        browser.press("onward")
    return browser


def upload_names(browser: Browser) -> list[str]:
    return sorted(upload.display_name for upload in Upload.objects.of(browser.draft_id))


def test_wizard_keeps_several_files_of_one_question(browser: Browser, pdf: bytes) -> None:  # 1
    reach(browser, "anlagen").press("save", files={DUTY: [("vorne.pdf", pdf), ("hinten.pdf", pdf)]})

    assert upload_names(browser) == ["hinten.pdf", "vorne.pdf"]
    assert "vorne.pdf" in browser.html
    assert "hinten.pdf" in browser.html


def test_wizard_keeps_what_was_typed_when_going_back(browser: Browser) -> None:  # 2
    reach(browser, "person").press("back", {"vornamen": "Shirin", "geburtsdatum": "im Frühling"})

    assert browser.step == "ausschluss"
    browser.open_step("person")
    assert browser.shown("vornamen") == ["Shirin"]
    assert browser.shown("geburtsdatum") == ["im Frühling"]


def test_wizard_keeps_no_replaced_file(browser: Browser, pdf: bytes) -> None:  # 3
    reach(browser, "anlagen").press("save", files={DUTY: [("alt.pdf", pdf)]})
    [old] = Upload.objects.of(browser.draft_id)

    browser.press(f"drop:{DUTY}:{old.pk}", files={DUTY: [("neu.pdf", pdf)]})

    assert upload_names(browser) == ["neu.pdf"]


def test_wizard_keeps_going_after_a_file_was_removed(browser: Browser, pdf: bytes) -> None:  # 4
    reach(browser, "anlagen").press("save", files={DUTY: [("alt.pdf", pdf)]})
    [old] = Upload.objects.of(browser.draft_id)

    browser.press(f"drop:{DUTY}:{old.pk}")
    browser.press("next")

    assert upload_names(browser) == []
    assert browser.step == "einwilligung"


def test_wizard_keeps_no_file_of_a_deleted_draft(browser: Browser, pdf: bytes) -> None:  # 5
    reach(browser, "anlagen").press("save", files={DUTY: [("alt.pdf", pdf)]})
    subject = browser.draft_id

    browser.client.post(f"/de/antrag/{subject}/loeschen/")

    assert not Upload.objects.of(subject).exists()
    assert not Draft.objects.filter(pk=subject).exists()


def test_wizard_keeps_everything_when_a_second_tab_opens(browser: Browser) -> None:  # 6
    browser.press("save", {"cm_telefon": "0231 1234"})

    second = browser.tab()

    assert second.shown("cm_telefon") == ["0231 1234"]
    assert browser.go(browser.path).shown("cm_telefon") == ["0231 1234"]


def test_wizard_keeps_two_drafts_of_one_session_apart(browser: Browser) -> None:  # 7
    first = browser.path
    browser.press("save", {"cm_telefon": "0231 1"})
    browser.begin().press("save", {"cm_telefon": "0231 2"})

    assert browser.path != first
    assert browser.shown("cm_telefon") == ["0231 2"]
    assert browser.go(first).shown("cm_telefon") == ["0231 1"]


@pytest.mark.parametrize("step", ["person", "abschluss"])
def test_wizard_keeps_steps_closed_that_were_not_reached(browser: Browser, step: str) -> None:  # 8
    browser.open_step(step)

    assert browser.step == "beratung"


def test_wizard_keeps_no_step_that_does_not_exist(browser: Browser) -> None:
    assert browser.open_step("gibt-es-nicht").status == 404


def test_wizard_keeps_drafts_for_another_browser(browser: Browser, open_browser: Any) -> None:  # 9
    browser.press("save", {"cm_telefon": "0231 1234"})

    elsewhere = open_browser(browser.actor).go(browser.path)

    assert elsewhere.shown("cm_telefon") == ["0231 1234"]


def test_wizard_keeps_reading_without_effect(browser: Browser) -> None:  # 10
    reach(browser, "abschluss")
    before = browser.draft.version, browser.draft.reached

    for step in browser.draft.reached_steps():
        browser.open_step(step)
    browser.go(f"/de/antrag/{browser.draft_id}/done/")

    assert (browser.draft.version, browser.draft.reached) == before
    assert not Submission.objects.exists()


def test_wizard_keeps_its_steps_from_the_definition(browser: Browser) -> None:  # 11
    steps = [step.key for step in browser.draft.definition.steps]

    reach(browser, "abschluss")

    assert len(steps) == 11
    assert all(browser.open_step(step).status == 200 for step in steps)


def test_wizard_keeps_hidden_answers_out_of_conditions_and_submission(browser: Browser) -> None:  # 12
    browser.press("save", {"anwalt": "ja", "anwalt_name": "Kanzlei Muster"})
    assert "anwalt_name" not in browser.form.hidden_places

    browser.press("save", {"anwalt": "nein"})

    assert "anwalt_name" in browser.form.hidden_places
    browser.press("save", {"anwalt": "ja"})
    assert browser.shown("anwalt_name") == ["Kanzlei Muster"]


def test_wizard_keeps_the_answers_of_two_case_workers(browser: Browser, open_browser: Any, marte: Any) -> None:  # 13
    reach(browser, "person")
    other = open_browser(browser.actor).go(browser.path)

    browser.press("save", {"vornamen": "Shirin", "strasse": "Beispielweg 14"})
    other.press("save", {"vornamen": "Schirin", "plz": "44145"})

    assert other.shown("strasse") == ["Beispielweg 14"]
    assert other.shown("plz") == ["44145"]
    assert other.shown("vornamen") == ["Shirin"]
    assert "Schirin" in other.html
    other.press("save", {"settle.vornamen": other.form.sent["listed.vornamen"][0]})
    assert browser.go(browser.path).shown("vornamen") == ["Schirin"]
    assert "settle.vornamen" not in browser.form.names


def test_wizard_keeps_a_refresh_from_sending_again(browser: Browser) -> None:
    browser.press("save", {"cm_telefon": "0231 1234"})
    version = browser.draft.version

    browser.go(browser.path)

    assert browser.draft.version == version
