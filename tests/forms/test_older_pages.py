"""A page that was opened before its draft moved to a newer version of the form loses nothing of what is typed there."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.journal import Act, JournalLine
from forms.changeover import accept
from forms.consent_texts import ConsentText
from forms.drafts import Draft
from forms.revising.reshaping import move_item, split_step
from forms.storage import DraftStorage
from forms.versions import FormVersion
from tests.forms.asking import AskedAs, actor
from tests.forms.browser import Browser
from tests.forms.filled_consents import SHE, fill_in_consents
from tests.forms.revising.changing import Data, item, question, remove, step
from tests.forms.test_changeover import Change, published

SCRIPT = {"X-Requested-With": "script"}
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def page(browser: Browser) -> Browser:
    """The step on what is asked for, open in a tab."""
    browser.begin()
    draft = browser.draft
    draft.reach("anliegen")
    draft.save()
    return browser.open_step("anliegen")


def moved(browser: Browser, change: Change, version: str = "1.1.0") -> FormVersion:
    """The draft moves to a changed form, in another tab."""
    newer = published(change, version)
    browser.tab().go(f"/de/antrag/{browser.draft_id}/fassung/").press("", {"to": str(newer.pk)})
    assert browser.draft.form_version == newer
    return newer


def sent_by(page: Browser, action: str, typed: dict[str, str]) -> dict[str, Any]:
    return {name: list(several) for name, several in page.form.sent.items()} | typed | {"action": action}


def values(draft: Draft) -> dict[str, Any]:
    return draft.ledger().values


def test_what_is_typed_into_a_moved_question_stands_at_it(page: Browser) -> None:
    moved(page, lambda data: move_item(data, "geprueft_ergebnis", to="person"))

    page.press("next", {"geprueft_ergebnis": "Kein Weg."})

    assert (values(page.draft)["geprueft_ergebnis"], page.step) == ("Kein Weg.", "anliegen")
    assert "neuere Fassung" in page.html


def test_what_is_typed_where_nothing_is_asked_any_more_is_kept_in_words(page: Browser) -> None:
    moved(page, lambda data: remove(data, "geprueft_ergebnis") and None)

    for text in ("Kein", "Kein sicherer", "Kein sicherer Weg."):
        page.client.post(page.path, sent_by(page, "autosave", {"geprueft_ergebnis": text}), headers=SCRIPT)

    former = [(one.label, one.answer) for one in page.draft.ledger().former]
    assert former == [("Mit welchem Ergebnis?", "Kein sicherer Weg.")]


def test_a_page_that_changed_nothing_changes_nothing(page: Browser) -> None:
    page.press("save", {"frage": "Darf er bleiben?", "geprueft_ergebnis": "Kein Weg."})
    tab = page.tab()
    moved(page, lambda data: remove(data, "geprueft_ergebnis") and None)
    page.open_step("anliegen").press("save", {"frage": "Darf sie bleiben?"})
    before = page.draft.ledger()

    tab.press("save")

    after = tab.draft.ledger()
    assert (after.values, after.former, after.rivals) == (before.values, before.former, before.rivals)


def test_a_colleagues_answer_is_not_overwritten(page: Browser) -> None:
    tab = page.tab()
    moved(page, lambda data: move_item(data, "geprueft_ergebnis", to="person"))
    page.open_step("person").press("save", {"geprueft_ergebnis": "Kein Weg."})

    tab.press("save", {"geprueft_ergebnis": "Ein Weg: § 25b."})

    ledger = tab.draft.ledger()
    rivals = [rival.value for rival in ledger.rivals["geprueft_ergebnis"]]
    assert (ledger.values["geprueft_ergebnis"], rivals) == ("Kein Weg.", ["Ein Weg: § 25b."])


def test_options_that_are_gone_are_kept_in_words_and_the_others_stay(page: Browser) -> None:
    def without_one_way(data: Data) -> None:
        del item(data, "geprueft")["options"]["p25b"]

    moved(page, without_one_way)

    page.press("save", {"geprueft": ["p25a", "p25b"]})

    assert values(page.draft)["geprueft"] == ["p25a"]
    assert [one.answer for one in page.draft.ledger().former] == ["§ 25b"]


def test_a_page_of_a_step_that_is_no_more_leads_to_one_that_is(page: Browser) -> None:
    moved(page, lambda data: step(data, "anliegen").update(key="wunsch"))

    page.press("save", {"frage": "Darf er bleiben?"})

    assert (values(page.draft)["frage"], page.step, page.status) == ("Darf er bleiben?", "wunsch", 200)


def test_an_address_of_a_former_step_leads_on(page: Browser) -> None:
    moved(page, lambda data: step(data, "anliegen").update(key="wunsch"))

    assert page.open_step("anliegen").step == "wunsch"
    assert page.open_step("unbekannt").status == 404


def test_a_step_that_was_split_takes_all_that_its_page_sends(page: Browser) -> None:
    moved(page, lambda data: split_step(data, "anliegen", first="geprueft", title="Geprüft")[0])

    page.press("next", {"frage": "Darf er bleiben?", "geprueft_ergebnis": "Kein Weg."})

    assert {"frage": "Darf er bleiben?", "geprueft_ergebnis": "Kein Weg."}.items() <= values(page.draft).items()


@pytest.mark.parametrize("action", ["next", "submit", "goto:beratung", "back", "see:answers"])
def test_no_button_does_more_than_save(page: Browser, action: str) -> None:
    moved(page, lambda data: step(data, "anliegen")["fields"].append(question("neu", required=True)))

    page.press(action, {"frage": "Darf er bleiben?"})

    assert (values(page.draft)["frage"], page.step, page.draft.submitted_at) == ("Darf er bleiben?", "anliegen", None)


def test_closing_closes(page: Browser) -> None:
    moved(page, lambda data: remove(data, "geprueft_ergebnis") and None)

    draft = page.draft
    page.press("close", {"frage": "Darf er bleiben?"})

    draft.refresh_from_db()
    assert (values(draft)["frage"], page.path) == ("Darf er bleiben?", "/de/antrag/")


def test_a_file_goes_to_its_place(page: Browser, pdf: bytes) -> None:
    page.press("next").open_step("anlagen")
    page.draft.reach("anlagen")
    Draft.objects.update(reached=11)
    page.open_step("anlagen").press("add:anlagen_liste")
    place = next(name for name in page.form.names if name.endswith(".an_titel")).replace("an_titel", "an_datei")
    moved(page, lambda data: remove(data, "geprueft_ergebnis") and None)

    page.press("save", files={place: [("a.pdf", pdf)]})

    assert len(values(page.draft)[place]) == 1


def test_a_file_that_nothing_asks_for_is_named(page: Browser, pdf: bytes) -> None:
    moved(page, lambda data: step(data, "anliegen")["fields"].append(question("plan", "Lageplan", type="file")))
    page.open_step("anliegen")
    moved(page, lambda data: None, "1.2.0")

    page.press("save", files={"plan": [("plan.pdf", pdf)]})

    assert "plan.pdf" in page.html


def test_a_file_whose_question_takes_a_text_now_is_named(page: Browser, pdf: bytes) -> None:
    moved(page, lambda data: step(data, "anliegen")["fields"].append(question("plan", "Lageplan", type="file")))
    page.open_step("anliegen")
    moved(page, lambda data: step(data, "anliegen")["fields"].append(question("plan", "Lageplan")), "1.2.0")

    page.press("save", files={"plan": [("plan.pdf", pdf)]})

    assert "plan.pdf" in page.html


def test_a_file_that_a_script_sent_in_vain_is_named_on_the_next_page(page: Browser, pdf: bytes) -> None:
    moved(page, lambda data: step(data, "anliegen")["fields"].append(question("plan", "Lageplan", type="file")))
    page.open_step("anliegen")
    moved(page, lambda data: None, "1.2.0")

    file = {"plan": [SimpleUploadedFile("plan.pdf", pdf)]}
    page.client.post(page.path, sent_by(page, "attach", {}) | file, headers=SCRIPT)

    assert "plan.pdf" in page.open_step("anliegen").html


def test_a_read_back_that_is_taken_back_on_an_older_page_is_taken_back(page: Browser) -> None:
    page.press("save", {"read_back_of.anliegen": True}).open_step("anliegen")
    moved(page, lambda data: remove(data, "geprueft_ergebnis") and None)
    assert values(page.draft)["read_back_of.anliegen"] is True

    page.press("save", {"asked": "read_back_of.anliegen"})

    assert "read_back_of.anliegen" not in values(page.draft)


def test_a_sheet_that_is_filled_in_on_an_older_page_is_of_the_text_that_the_page_showed(browser: Browser) -> None:
    fill_in_consents(browser, "ar").open_step("einwilligung")
    shown = ConsentText.objects.current("kurzantrag").version
    moved(browser, lambda data: remove(data, "geprueft_ergebnis") and None)

    browser.press("save", {f"einwilligungen.{SHE}.ew_sprachmittler": "Nora Muster"})

    assert values(browser.draft)[f"einwilligungen.{SHE}.ew_version"] == shown


def test_what_is_shown_to_somebody_else_is_shown_whole_wherever_it_is_asked_now(page: Browser) -> None:
    moved(page, lambda data: move_item(data, "geprueft_ergebnis", to="person"))
    colleague = actor("Jonte Brink")
    AskedAs.actors[colleague.ref] = colleague
    page.client = Client(headers={"X-Asking": colleague.ref})

    page.press("save", {"frage": "Darf er bleiben?", "geprueft_ergebnis": "Kein sicherer Weg."})

    assert page.shown("frage") == ["Darf er bleiben?"]
    assert "Kein sicherer Weg." in page.html
    page.press("save")
    assert [one.answer for one in page.draft.ledger().former] == ["Kein sicherer Weg."]


def test_who_types_on_in_an_older_page_fills_no_journal(page: Browser) -> None:
    moved(page, lambda data: remove(data, "geprueft_ergebnis") and None)
    lines = JournalLine.objects.filter(act=Act.DRAFT_SAVED)
    before = lines.count()

    for text in ("Darf", "Darf er", "Darf er bleiben?"):
        page.client.post(page.path, sent_by(page, "autosave", {"frage": text}), headers=SCRIPT)

    assert lines.count() == before


@pytest.mark.parametrize("version", ["1.0.0\0", "x" * 100_000, "", "9.9.9"])
def test_a_page_that_names_no_version_we_know_is_one_of_now(page: Browser, version: str) -> None:
    page.press("save", {"frage": "Darf er bleiben?", "form_version": version})

    assert (page.status, values(page.draft)["frage"]) == (200, "Darf er bleiben?")


def test_what_was_read_back_from_an_older_page_does_not_count(page: Browser) -> None:
    moved(page, lambda data: remove(data, "geprueft_ergebnis") and None)

    page.press("save", {"read_back_of.anliegen": True})

    assert "read_back_of.anliegen" not in values(page.draft)


def test_a_move_while_the_page_is_on_its_way_loses_nothing(page: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    newer, lock = published(lambda data: remove(data, "geprueft_ergebnis") and None), DraftStorage.lock

    def after_a_move(storage: DraftStorage) -> None:
        accept(storage.draft, newer, by=page.actor)
        lock(storage)

    monkeypatch.setattr(DraftStorage, "lock", after_a_move)
    page.press("save", {"frage": "Darf er bleiben?", "geprueft_ergebnis": "Kein Weg."})

    ledger = page.draft.ledger()
    assert (ledger.values["frage"], [one.answer for one in ledger.former]) == ("Darf er bleiben?", ["Kein Weg."])


def test_a_script_is_told_to_show_the_page_anew(page: Browser) -> None:
    moved(page, lambda data: remove(data, "geprueft_ergebnis") and None)

    reply = page.client.post(page.path, sent_by(page, "autosave", {"frage": "Darf er bleiben?"}), headers=SCRIPT)

    assert (reply.status_code, values(page.draft)["frage"]) == (205, "Darf er bleiben?")


def test_the_papers_of_an_older_form_are_looked_over_before_they_are_saved(page: Browser) -> None:
    older = page.draft.form_version.version
    papers = page.tab().go(f"/de/antrag/{page.draft_id}/unterlagen/")
    moved(page, lambda data: remove(data, "geprueft_ergebnis") and None)

    answer = papers.client.post(papers.path, {"form_version": older}, follow=True)

    assert "Noch nicht gespeichert" in answer.content.decode()
