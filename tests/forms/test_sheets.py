"""The sheet on paper and the boxes on screen say the same, and the paper says for whom."""

import re
from typing import Any

import pytest

from forms.consent_texts import ConsentText, store_text
from forms.models import Draft
from forms.reading import shipped_form
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MOTHER = {"vornamen": "Shirin", "familienname": "Karvani", "geburtsdatum": "12.04.1988"}
CHILD = "familienmitglieder.F1.fm_"


@pytest.fixture
def family(browser: Browser) -> Browser:
    """A mother with one child in her custody."""
    Draft.objects.update(reached=len(shipped_form().steps))
    browser.open_step("person").press("save", MOTHER)
    browser.open_step("familie").press("add:familienmitglieder")
    child = {"vornamen": "Lana", "geburtsdatum": "02.06.2013", "beziehung": "kind", "mitantrag": "ja"}
    answers: dict[str, Any] = {f"{CHILD}{key}": value for key, value in child.items()}
    return browser.press("save", answers | {f"{CHILD}sorge": "antragsteller"})


def test_the_printed_sheet_names_the_signer_and_each_child(family: Browser) -> None:
    html = family.go(f"/de/antrag/{family.draft_id}/bogen/").html

    [told] = re.findall(r"gilt für:</p>\s*<ul>(.*?)</ul>", html, re.DOTALL)
    assert re.findall(r"<li>(.*?)</li>", told) == [
        "Shirin Karvani",
        "Lana Karvani (geb. 02.06.2013), vertreten durch Shirin Karvani als sorgeberechtigte Person",
    ]


def test_the_printed_sheet_says_where_to_withdraw(family: Browser) -> None:
    html = family.go(f"/de/antrag/{family.draft_id}/bogen/").html

    assert "bei meiner Beratung (Marte Feldhaus, Beispielträger Nord (fiktiv)" in html


def test_a_blank_sheet_has_a_line_for_the_name(browser: Browser) -> None:
    html = browser.go(f"/de/antrag/{browser.draft_id}/bogen/").html

    assert '<li><span class="sheet__line"></span></li>' in html


def test_the_purposes_on_screen_stand_in_the_order_and_words_of_the_paper(family: Browser) -> None:
    paper = family.go(f"/de/antrag/{family.draft_id}/bogen/").html
    screen = family.open_step("einwilligung").html

    shown = re.findall(r'name="einwilligungen.antragsteller.ew_zwecke" value="(P\d)"', screen)
    printed = re.findall(r'sheet__purpose">.*?<span>(.*?)</span></p>', paper)
    wordings = re.findall(r'ew_zwecke-P\d"[^>]*><span lang="de">(.*?) ?(?:<span|</span>)', screen)
    assert shown == ["P0", "P1", "P4", "P2", "P3", "P5", "P6", "P7", "P8"]
    assert [wording.rstrip("_: ").lstrip("(*) ") for wording in printed] == wordings


def test_what_is_missing_on_a_sheet_is_said_with_the_signers_name(family: Browser) -> None:
    family.open_step("einwilligung").press("save", {"einwilligungen.antragsteller.ew_zwecke": ["P0"]})

    summary = re.search(r'class="error-summary".*?</div>', family.html, re.DOTALL)
    assert summary is not None
    assert "Shirin Karvani: " in summary[0]


def test_a_missing_consent_is_told_with_the_names_of_those_it_is_missing_of(family: Browser) -> None:
    family.open_step("einwilligung").press("save")

    summary = re.search(r'class="error-summary".*?</div>', family.html, re.DOTALL)
    assert summary is not None
    assert "Es fehlt die Einwilligung einer erwachsenen Person. (Shirin Karvani)" in summary[0]
    assert "Es fehlt die Einwilligung für ein Kind. (Lana Karvani)" in summary[0]


def test_paragraphs_of_the_paper_begin_in_bold_and_its_words_are_those_of_the_text(family: Browser) -> None:
    paper = family.go(f"/de/antrag/{family.draft_id}/bogen/").html

    bold = re.findall(r"<b>(.*?)</b>", paper)
    assert bold == [
        "Worum es geht:",
        "Wer liest mit?",
        "die Leitung der Ausländerbehörde",
        "Was Sie vorher wissen sollten:",
        "Ihre Zustimmung ist freiwillig:",
        "Ich bin einverstanden mit Folgendem:",
        "Sie können Ihre Zustimmung jederzeit zurücknehmen",
        "Für Kinder",
    ]
    words = " ".join(re.sub(r"<[^>]+>", "", paper).split())
    for paragraph in ConsentText.objects.current("kurzantrag").text.split("\n\n"):
        if not paragraph.startswith("["):
            assert " ".join(paragraph.split()) in words


def test_who_agreed_to_an_earlier_text_has_not_agreed_to_a_newer_one(browser: Browser) -> None:
    """Whether the newer one is published after the page was loaded, or after it was saved."""
    Draft.objects.update(reached=len(shipped_form().steps))
    browser.open_step("person").press("save", {"vornamen": "Ada", "familienname": "Probe", "geburtsdatum": "1990"})
    start, told = "einwilligungen.antragsteller", "Die Textfassung der Einwilligung ist nicht mehr gültig."
    agreed = {f"{start}.ew_zwecke": ["P0", "P1", "P4"], f"{start}.ew_datum": "10.02.2026"}
    first = ConsentText.objects.current("kurzantrag")
    browser.open_step("einwilligung")
    store_text("kurzantrag", "2099-01", f"{first.text}\n\nNeu.")

    browser.press("save", agreed)

    assert told in browser.html
    store_text("kurzantrag", "2099-02", f"{first.text}\n\nNoch neuer.")
    assert told in browser.open_step("einwilligung").html
    browser.press("save", {f"{start}.ew_datum": "11.02.2026"})
    assert told not in browser.html
    assert browser.draft.ledger().values[f"{start}.ew_version"] == "2099-02"
