"""All answers at any time, and the papers that are there or still missing."""

import re

import pytest
from django.contrib import messages
from django.utils import timezone

from forms.drafts import Draft
from forms.ledger_lines import Stamp
from forms.readiness import LONGEST_REASON, papers
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
    browser.reach("anlagen")
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


def noted(browser: Browser) -> tuple[str, str]:
    found = papers(browser.draft.definition, browser.draft.ledger())
    return next((one.said, one.reason) for one in found if one.kind == "duldung_kopie")


def note(browser: Browser, base: int, **said: str) -> str:
    sent = {f"unterlagen.duldung_kopie.{key}": value for key, value in said.items()}
    address = f"/de/antrag/{browser.draft_id}/unterlagen/"
    return browser.client.post(address, {**sent, "base": str(base)}, follow=True).content.decode()


def test_a_page_read_earlier_overwrites_no_note_that_it_left_alone(browser: Browser) -> None:
    base = browser.draft.version
    note(browser, base, stand="keine", grund="Verloren")

    told = note(browser, base, stand="", grund="")

    assert noted(browser) == ("keine", "Verloren")
    assert "Somebody else" not in told
    assert "Jemand anderes" not in told


def test_of_two_notes_at_once_both_reasons_stay_and_the_paper_is_named(browser: Browser) -> None:
    base = browser.draft.version
    note(browser, base, stand="folgt", grund="bis Mai")

    told = note(browser, base, stand="keine", grund="Behörde zu")

    assert noted(browser) == ("keine", "bis Mai / Behörde zu")
    assert "Jemand anderes hat" in told
    assert "Kopie der Duldung" in told.split("Jemand anderes hat")[1].split("</")[0]


def test_a_note_that_is_sent_twice_stands_there_once(browser: Browser) -> None:
    base = browser.draft.version
    note(browser, base, stand="folgt", grund="bis Mai")
    note(browser, base, stand="folgt", grund="Behörde zu")

    note(browser, base, stand="folgt", grund="Behörde zu")

    assert noted(browser) == ("folgt", "bis Mai / Behörde zu")


def test_who_empties_a_reason_takes_none_away_that_was_typed_meanwhile(browser: Browser) -> None:
    note(browser, browser.draft.version, grund="alt")
    base = browser.draft.version
    note(browser, base, grund="bis Mai")

    note(browser, base, grund="")

    assert noted(browser) == ("", "bis Mai")


def test_two_long_reasons_stay_whole_when_the_page_is_saved_again(browser: Browser) -> None:
    base, first, second = browser.draft.version, "a" * LONGEST_REASON, "b" * LONGEST_REASON
    note(browser, base, grund=first)
    note(browser, base, grund=second)

    note(browser, browser.draft.version, grund=noted(browser)[1])

    assert noted(browser)[1] == f"{first} / {second}"


def test_who_notes_something_after_handing_in_is_told_that_it_is_not_part_of_it(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/de/antrag/{browser.draft_id}/unterlagen/"
    monkeypatch.setattr(messages, "warning", lambda _request, told: said.append(str(told)))
    said: list[str] = []
    Draft.objects.filter(pk=browser.draft_id).update(submitted_at=timezone.now())

    browser.client.post(address, {"unterlagen.duldung_kopie.grund": "zu spät"})

    assert ["handed in already" in told or "bereits" in told for told in said] == [True]


def test_a_note_on_a_paper_that_a_colleague_no_longer_asks_for_is_kept(browser: Browser) -> None:
    answered(browser, haerte_aspekte=["arbeit"])
    base = browser.draft.version
    kind = next(kind for kind in kinds(browser) if kind not in ("duldung_kopie", "einwilligung"))
    answered(browser, haerte_aspekte=[])
    assert kind not in kinds(browser)

    address = f"/de/antrag/{browser.draft_id}/unterlagen/"
    browser.client.post(address, {f"unterlagen.{kind}.grund": "kommt im Mai", "base": str(base)})

    assert browser.draft.ledger().values[f"unterlagen.{kind}.grund"] == "kommt im Mai"
