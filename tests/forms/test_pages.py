"""What the pages hold, whoever cannot see or use a mouse, and how fast they come."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forms.drafts import Draft
from forms.reading import shipped_form
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
STEPS = [step.key for step in shipped_form().steps]


class Labels(HTMLParser):
    """Which controls have a name: a label for them, one around them, `aria-label`, or a legend for a group."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fors: set[str] = set()
        self.nameless: list[str] = []
        self.ids: list[str] = []
        self.described: set[str] = set()
        self._inside_label = False
        self.feed(html)
        self.nameless = [one for one in self.nameless if one not in self.fors]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attributes}
        if "id" in found:
            self.ids.append(found["id"])
        self.described |= set(found.get("aria-describedby", "").split())
        if tag == "label":
            self._inside_label = True
            self.fors.add(found.get("for", ""))
        is_control = tag in ("select", "textarea") or (tag == "input" and found.get("type") != "hidden")
        if is_control and not self._inside_label and "aria-label" not in found:
            self.nameless.append(found.get("id", found.get("name", "?")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._inside_label = False


@pytest.fixture
def everywhere(browser: Browser) -> Browser:
    """A draft whose steps are all open and have been saved once, so that their errors show."""
    browser.press("onward")
    Draft.objects.update(reached=len(STEPS))
    for step in STEPS:
        browser.open_step(step).press("save", {"familienname": "Probe"} if step == "person" else {})
    return browser


def test_every_control_has_a_name_and_every_description_exists(everywhere: Browser) -> None:
    for step in STEPS:
        labels = Labels(everywhere.open_step(step).html)

        assert labels.nameless == [], step
        assert labels.described <= set(labels.ids), step
        assert len(labels.ids) == len(set(labels.ids)), step


def test_every_line_of_the_error_summary_leads_to_a_place_on_the_page(everywhere: Browser) -> None:
    for step in ("beratung", "person", "aufenthalt", "anliegen"):
        html = everywhere.open_step(step).html
        summary = re.search(r'class="error-summary".*?</div>', html, re.DOTALL)

        assert summary is not None, step
        assert set(re.findall(r'href="#([^"]+)"', summary[0])) <= set(Labels(html).ids), step


def test_the_review_lists_what_is_missing_with_links_that_lead_there(everywhere: Browser) -> None:
    html = everywhere.open_step("abschluss").html

    links = re.findall(r'href="/de/antrag/[^/]+/(\w+)/#([^"]+)"', html)

    assert len(links) > 20
    for step, anchor in set(links):
        assert anchor in Labels(everywhere.open_step(step).html).ids, (step, anchor)


def test_a_page_needs_few_queries(everywhere: Browser) -> None:
    for step in STEPS:
        with CaptureQueriesContext(connection) as queries:
            everywhere.open_step(step)

        assert len(queries) <= 8, step


def fields_of(html: str) -> dict[str, str]:
    """The questions of a page as markup, by their places."""
    return {str(field["data-place"]): str(field) for field in BeautifulSoup(html, "html.parser").select(".field")}


def saved_by_itself(browser: Browser, typed: dict[str, str], action: str) -> str:
    fields = {**browser.form.sent, **typed, "action": action, "live": "1"}
    answer = browser.client.post(browser.path, fields, headers={"X-Requested-With": "script"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("step", STEPS)
def test_a_script_is_told_of_all_questions_with_news_and_of_no_other(everywhere: Browser, step: str) -> None:
    """What the whole page shows as wrong, proposed, typed by two, or changed since, stands alike in the brief one."""
    page = everywhere.open_step(step)
    texts = [name for name in page.form.names if name.split(".")[-1] in {"cm_telefon", "vornamen", "frage", "ort"}]
    for place in texts:
        page.tab().press("save", {place: "von nebenan"})
    typed = dict.fromkeys(texts[:1], "hier getippt")

    whole = saved_by_itself(page, typed, "autosave")
    brief = saved_by_itself(page, typed, "autosave:brief")

    behind = re.search(r'data-behind="([^"]*)"', whole)
    assert behind == re.search(r'data-behind="([^"]*)"', brief) or (behind and behind[0] in brief)
    late = set(behind[1].split()) if behind else set()
    shown = fields_of(whole)
    news = {
        place: markup
        for place, markup in shown.items()
        if place in late or any(mark in markup for mark in ("field--error", "data-proposed", 'clash"'))
    }
    assert fields_of(brief) == news
    assert len(news) < len(shown)
    assert bool(texts) <= ('clash"' in brief)
    for part in (r'<ol class="steps">.*?</ol>', r'<div class="error-summary".*?</div>', r'name="base" value="\d+"'):
        assert re.findall(part, brief, re.DOTALL) == re.findall(part, whole, re.DOTALL)


EXCLUDING = {
    "abh_zustaendig": ("andere", "Möglicher Ausschlussgrund: Andere Ausländerbehörde zuständig."),
    "vg_laufend": ("ja", "Verwaltungsgericht"),
    "asyl_laufend": ("laufend", "Asylantrag gestellt"),
}


@pytest.mark.parametrize("key", EXCLUDING)
def test_an_exclusion_warns_at_once_and_blocks_nothing(browser: Browser, key: str) -> None:
    value, sentence = EXCLUDING[key]

    browser.press("onward").press("save", {key: value})

    notices = re.findall(
        r'<div class="notice notice--attention" role="status"([^>]*)>(.*?)</div>', browser.html, re.DOTALL
    )
    assert [sentence in text for attributes, text in notices if "hidden" not in attributes] == [True]
    assert browser.press("onward").step == "person"


def test_questions_of_special_categories_open_with_the_consent(everywhere: Browser) -> None:
    everywhere.open_step("haerte").press("save", {"haerte_aspekte": ["krankheit"]})
    assert "a_krankheit.kr_kurz" in everywhere.form.hidden_places

    everywhere.press("save", {"consent.p2": True})

    assert "a_krankheit.kr_kurz" not in everywhere.form.hidden_places
    assert everywhere.open_step("einwilligung").status == 200


def test_a_closed_step_says_why_in_both_languages_and_keeps_what_was_typed(everywhere: Browser) -> None:
    everywhere.open_step("person").press("save", {"sprache": "tr"})
    everywhere.open_step("haerte").press("save", {"haerte_aspekte": ["krankheit"], "consent.p2": True})
    everywhere.press("save", {"a_krankheit.kr_kurz": "Dialyse", "consent.p2": False})

    assert "a_krankheit.kr_kurz" in everywhere.form.hidden_places
    told = re.findall(r'<p class="notice" data-unless="[^"]*consent\.p2[^"]*">(.*?)</p>', everywhere.html)
    assert told
    assert all("Diese Fragen öffnen sich" in one and 'lang="tr"' in one for one in told)
    everywhere.press("save", {"consent.p2": True})
    assert everywhere.shown("a_krankheit.kr_kurz") == ["Dialyse"]


def test_without_scripts_new_questions_are_shown_before_going_on(browser: Browser) -> None:
    browser.press("next", {"anwalt": "ja", **first_step()})
    assert browser.step == "beratung"
    assert "anwalt_informiert" not in browser.form.hidden_places

    browser.press("next", {"anwalt_informiert": "ja"})

    assert browser.step == "ausschluss"


def test_with_errors_the_first_press_shows_them_and_the_second_goes_on(browser: Browser) -> None:
    browser.press("next", {**first_step(), "beratung_datum": "gestern"})
    assert browser.step == "beratung"
    assert "onward" in browser.form.buttons

    assert browser.press("onward").step == "ausschluss"


def test_items_are_added_and_removed_without_scripts(everywhere: Browser) -> None:
    page = everywhere.open_step("familie").press("add:familienmitglieder").press("add:familienmitglieder")
    page.press("save", {"familienmitglieder.F1.fm_beziehung": "ehe", "familienmitglieder.F2.fm_beziehung": "kind"})

    page.press("remove:familienmitglieder:F1")

    assert "familienmitglieder.F1.fm_beziehung" not in page.form.names
    assert page.shown("familienmitglieder.F2.fm_beziehung") == ["kind"]
    assert page.press("add:familienmitglieder").form.names >= {"familienmitglieder.F3.fm_beziehung"}


def test_the_list_of_steps_says_where_something_is_missing(browser: Browser) -> None:
    browser.press("next", {**first_step(), "anwalt": "nein"})
    assert browser.step == "ausschluss"

    browser.press("save")

    assert re.findall(r'<li class="(is-[a-z]+)">', browser.html) == ["is-done", "is-problem"]


def test_a_step_left_incomplete_never_carries_the_mark_of_a_complete_one(browser: Browser) -> None:
    browser.press("onward", {**first_step(), "anwalt": "nein"})
    browser.press("onward").press("back").press("back")

    marks = re.findall(r'<li class="([^"]*)">.*?</li>', browser.html)
    states = re.findall(r'<span class="visually-hidden"> \(([^)]+)\)</span></li>', browser.html)
    assert marks[:4] == ["is-done", "is-problem", "is-open", ""]
    assert states == ["vollständig", "noch unvollständig", "noch unvollständig"]


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("beratung_datum", "31.02.2026", "Dieses Datum gibt es nicht. Bitte so schreiben: 16.02.2026."),
        ("beratung_datum", "", "Bitte beantworten Sie diese Frage."),
    ],
)
def test_an_answer_that_does_not_fit_is_told_with_what_to_do(
    browser: Browser, name: str, typed: str, sentence: str
) -> None:
    browser.press("next", {**first_step(), name: typed})

    assert sentence in browser.html


@pytest.mark.parametrize("page", ["weiter", "bogen"])
def test_pages_to_read_take_no_post(browser: Browser, page: str) -> None:
    assert browser.client.post(f"/de/antrag/{browser.draft_id}/{page}/").status_code == 405


def test_the_consent_sheet_can_be_printed_from_the_first_minute(browser: Browser) -> None:
    page = browser.go(f"/de/antrag/{browser.draft_id}/bogen/")

    assert page.status == 200
    assert "entbinde ich sie von der Schweigepflicht" in page.html
    assert "Fassung 2026-02" in page.html


def first_step() -> dict[str, Any]:
    return {"beratung_datum": "16.2.26", "sprachmittlung": "nicht_noetig", "eilig": "nein"}


def test_a_language_answered_once_is_offered_first_from_then_on(everywhere: Browser) -> None:
    everywhere.open_step("beratung").press("save", {"sprachmittlung": "professionell", "sprachmittlung_sprache": "am"})

    html = everywhere.open_step("person").html

    assert re.search(r'<input[^>]* name="sprache"[^>]* value="Amharisch" list="languages"', html)
    names = re.search(r'<datalist id="languages">(.*?)</datalist>', html, re.DOTALL)
    assert names is not None
    assert names[1].startswith('<option value="Amharisch" data-code="am">')


def test_a_country_that_is_none_is_kept_and_told(everywhere: Browser) -> None:
    everywhere.open_step("person").press("save", {"staatsangehoerigkeit": ["syria", "Atlantis"]})

    html = everywhere.open_step("person").html

    assert 'value="Syrien"' in html
    assert 'value="Atlantis"' in html
    assert "Dieses Land steht nicht in der Liste." in html


def test_an_entry_is_called_by_its_number_and_once_by_what_it_is(everywhere: Browser) -> None:
    html = everywhere.open_step("anlagen").html

    legends = re.findall(r'<legend class="item__title"[^>]*>(.*?)</legend>', html)
    assert legends[:2] == ["1. Unterschriebene Einwilligung", "2. Kopie der Duldung oder des aktuellen Papiers"]
    assert legends[-1] == "Eintrag 3"
