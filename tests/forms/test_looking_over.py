"""All answers at any time, and the papers that are there or still missing."""

import re

import pytest

from forms.ledger import Stamp
from forms.readiness import papers
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
STAMP = Stamp(by="Marte", at="2026-11-26T12:00")
DUTY = "anlagen_liste.t-duldung_kopie.an_datei"


def answered(browser: Browser, **values: object) -> Browser:
    """A draft with these answers, all steps open."""
    draft = browser.draft
    ledger = draft.ledger()
    ledger.write(values, STAMP)
    draft.put(ledger)
    draft.reached = len(draft.definition.steps)
    draft.save()
    return browser


def page(browser: Browser, name: str) -> str:
    return browser.client.get(f"/de/antrag/{browser.draft_id}/{name}/").content.decode()


def kinds(browser: Browser) -> dict[str, bool]:
    draft = browser.draft
    return {paper.kind: paper.is_there for paper in papers(draft.definition, draft.ledger())}


def test_a_step_is_saved_before_the_overview_shows_all_answers(browser: Browser) -> None:
    browser.press("see:answers", {"cm_telefon": "0231 4711"})

    assert browser.path.endswith("/antworten/")
    assert "0231 4711" in browser.html


def test_the_overview_says_options_in_words_and_leads_to_reached_steps_alone(browser: Browser) -> None:
    browser.press("save", {"anwalt": "nein"})

    overview = page(browser, "antworten")

    assert "Gibt es eine anwaltliche Vertretung?" in overview
    assert set(re.findall(r"/([a-z]+)/\">(?:Ändern|Change)", overview)) <= {"beratung"}


def test_the_papers_follow_from_the_chosen_aspects(browser: Browser) -> None:
    assert set(kinds(browser)) == {"einwilligung", "duldung_kopie"}

    answered(browser, haerte_aspekte=["krankheit", "arbeit"])

    assert {"attest", "arbeitsvertrag", "lohnabrechnung"} < set(kinds(browser))
    assert "Arbeit und Lebensunterhalt" in page(browser, "unterlagen")


def test_a_paper_is_there_once_its_file_is(browser: Browser, pdf: bytes) -> None:
    while browser.step != "anlagen":
        browser.press("onward")
    assert kinds(browser)["duldung_kopie"] is False

    browser.press("save", files={DUTY: [("duldung.pdf", pdf)]})

    assert kinds(browser)["duldung_kopie"] is True
    assert 'name="unterlagen.duldung_kopie.stand"' not in page(browser, "unterlagen")


def test_what_cannot_be_obtained_is_noted_with_its_reason_and_no_longer_asked_for(browser: Browser) -> None:
    answered(browser, haerte_aspekte=["arbeit"])
    sent = {"unterlagen.lohnabrechnung.stand": "keine", "unterlagen.lohnabrechnung.grund": "Betrieb geschlossen"}

    browser.client.post(f"/de/antrag/{browser.draft_id}/unterlagen/", sent)

    paper = next(
        one for one in papers(browser.draft.definition, browser.draft.ledger()) if one.kind == "lohnabrechnung"
    )
    assert (paper.is_settled, paper.is_to_bring, paper.reason) == (True, False, "Betrieb geschlossen")
    sheet = page(browser, "unterlagen").split('id="to-bring"')[1]
    assert "Lohnabrechnungen" not in sheet
    assert "Arbeitsvertrag" in sheet


def test_a_paper_without_a_reason_stays_on_the_review_page_and_stops_nothing(browser: Browser) -> None:
    answered(browser, haerte_aspekte=["arbeit"])
    browser.client.post(f"/de/antrag/{browser.draft_id}/unterlagen/", {"unterlagen.arbeitsvertrag.stand": "folgt"})

    review = page(browser, "abschluss")

    told = review.split('id="papers"')[1].split("</div>")[0]
    assert "Arbeitsvertrag</span>: wird nachgereicht" in told
    assert "Arbeitsvertrag" not in review.split('id="missing"')[1].split("</div>")[0]


@pytest.mark.parametrize("sent", ["vielleicht", "<script>", ""])
def test_only_known_states_are_kept(browser: Browser, sent: str) -> None:
    browser.client.post(f"/de/antrag/{browser.draft_id}/unterlagen/", {"unterlagen.duldung_kopie.stand": sent})

    assert "unterlagen.duldung_kopie.stand" not in browser.draft.ledger().values


def test_nothing_said_of_papers_is_handed_in(browser: Browser) -> None:
    browser.client.post(f"/de/antrag/{browser.draft_id}/unterlagen/", {"unterlagen.duldung_kopie.grund": "Behörde"})

    assert "Behörde" not in page(browser, "antworten")


def test_the_sheet_for_the_person_speaks_both_languages(browser: Browser) -> None:
    browser.press("save", {"sprachmittlung": "ehrenamt", "sprachmittlung_sprache": "ar"})
    browser.press("desk", {"desk.language": "ar"})

    sheet = page(browser, "unterlagen").split('id="to-bring"')[1]

    assert "Diese Unterlagen fehlen noch" in page(browser, "unterlagen")
    assert 'lang="ar" dir="rtl"' in sheet
