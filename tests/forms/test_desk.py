"""Two people at one desk: German and the person's language side by side; switching changes no answer."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.catalogues import german_of, shipped_translations
from forms.consent_texts import ConsentText
from forms.desk import Desk, Shows
from forms.reading import shipped_form
from forms.reading_languages import reading_language_of, reading_languages
from forms.translations import State, Translation, keep_translation, load_drafts
from forms.versions import FORM_KEY
from forms.wordings import consent_wordings
from tests.forms.asking import actor
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
FORM = shipped_form()
STEPS = [step.key for step in FORM.steps]


def translate_into(*languages: str) -> None:
    german = german_of(FORM, ConsentText.objects.current(FORM_KEY))
    for language in languages:
        load_drafts(FORM_KEY, language, german, shipped_translations(language))


@pytest.fixture
def arabic(browser: Browser) -> Browser:
    """Marte at a new draft with all steps open, Arabic beside German."""
    translate_into("ar")
    draft = browser.draft
    draft.reached = len(STEPS)
    draft.save(update_fields=["reached"])
    return browser.press("desk", {"desk.language": "ar"})


def others(html: str) -> list[str]:
    """What stands beside the German, as it is marked."""
    return re.findall(r'<span class="pair__other" lang="ar" dir="rtl">', html)


def test_each_text_stands_in_both_languages_with_its_own_direction(arabic: Browser) -> None:
    translated = shipped_translations("ar")

    for german in ("Beratung und Eilbedürftigkeit", "Dienstliche Telefonnummer", "nicht nötig"):
        pattern = f'<span lang="de" dir="ltr">{german}</span><span class="pair__other" lang="ar" dir="rtl">'
        assert pattern + translated[german] in arabic.html


def test_the_language_that_the_person_speaks_is_proposed(browser: Browser) -> None:
    translate_into("ar")
    assert not others(browser.html)

    browser.press("save", {"sprachmittlung": "professionell", "sprachmittlung_sprache": "ar"})

    assert others(browser.html)


@pytest.mark.parametrize(
    ("spoken", "read"), [("ar", "ar"), ("prs", "fa"), ("ku", "kmr"), ("ckb", "ckb"), ("de", ""), ("am", ""), ("", "")]
)
def test_who_speaks_a_neighbour_of_our_languages_reads_that(spoken: str, read: str) -> None:
    assert reading_language_of(spoken) == read


def test_either_language_can_be_hidden(arabic: Browser) -> None:
    label = shipped_translations("ar")["Dienstliche Telefonnummer"]

    only_german = arabic.press("desk:german").html
    assert label not in only_german
    assert "Dienstliche Telefonnummer" in only_german

    only_arabic = arabic.press("desk:person").html
    assert label in only_arabic
    assert "Dienstliche Telefonnummer" not in only_arabic

    both = arabic.press("desk:both").html
    assert label in both
    assert "Dienstliche Telefonnummer" in both


def test_the_choice_holds_on_every_step_and_in_every_browser(arabic: Browser) -> None:
    for step in STEPS:
        assert others(arabic.open_step(step).html), step

    assert others(arabic.tab().html)
    assert "ar" not in arabic.path.split("/")
    assert not arabic.client.cookies.keys() - {"csrftoken", "messages"}


def test_errors_are_told_in_both_languages(arabic: Browser) -> None:
    arabic.open_step("beratung").press("next", {"beratung_datum": "31.12.2099", "anwalt": "nein"})

    translated = shipped_translations("ar")
    assert translated["Das Gespräch kann nicht in der Zukunft liegen."] in arabic.html
    assert 'lang="ar" dir="rtl">يرجى الإجابة عن هذا السؤال.' in arabic.html


def test_a_text_whose_german_has_changed_stands_in_german_alone(arabic: Browser) -> None:
    keep_translation(
        form_key=FORM_KEY, language="ar", address="cm_telefon.label", german="Telefon", text="رقم قديم", by=actor()
    )
    Translation.objects.filter(address="cm_telefon.label").exclude(source="Telefon").delete()

    html = arabic.press("desk:person").html

    assert '<span lang="de" dir="ltr">Dienstliche Telefonnummer</span>' in html
    assert "رقم قديم" not in html


WORDS = st.sampled_from(["", " ", "Müller ", "31.02.2026", "16.2.26", "حسن", "a <b> & „c“", "zwei\nZeilen", "0231 1"])
CHOICES = st.sampled_from(["de", *(language.code for language in reading_languages()), "xx"])
SHOWS = st.sampled_from(["desk", *(f"desk:{one.value}" for one in Shows), "desk:all"])


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(st.tuples(st.sampled_from(["cm_telefon", "beratung_datum"]), WORDS), max_size=3), data=st.data())
def test_switching_the_language_changes_no_answer(wizard_site: None, texts: list[Any], data: st.DataObject) -> None:
    page = Browser(actor()).begin()
    page.press("save", dict(texts) | {"beratung_art": ["telefon"], "anwalt": "ja"})
    before = page.draft.ledger()

    for _time in range(data.draw(st.integers(1, 4))):
        page.press(data.draw(SHOWS), {"desk.language": data.draw(CHOICES)})

    after = page.draft.ledger()
    assert (after.values, after.changes, after.items, after.version) == (
        before.values,
        before.changes,
        before.items,
        before.version,
    )


def test_what_is_typed_while_the_language_is_switched_is_saved(arabic: Browser) -> None:
    arabic.press("desk", {"cm_telefon": "halb getippt", "desk.language": "tr"})

    assert arabic.shown("cm_telefon") == ["halb getippt"]
    assert arabic.draft.ledger().desk == Desk("tr")


def test_a_page_in_two_languages_needs_few_queries(arabic: Browser) -> None:
    for step in STEPS:
        with CaptureQueriesContext(connection) as queries:
            arabic.open_step(step)

        assert len(queries) <= 12, step


def release_consent(text: ConsentText) -> None:
    for address, german in consent_wordings(text).items():
        keep_translation(
            form_key=FORM_KEY,
            language="ar",
            address=address,
            german=german,
            text=f"ar {german}",
            by=actor(),
            state=State.RELEASED,
        )


def sheet(way: str) -> dict[str, Any]:
    start = "einwilligungen.antragsteller"
    return {f"{start}.ew_sprache": "ar", f"{start}.ew_erlaeutert": way, f"{start}.ew_zwecke": ["P0", "P1", "P4"]}


def person_of_age(page: Browser) -> Browser:
    return page.open_step("person").press("save", {"geburtsdatum": "1990", "vornamen": "Ada", "familienname": "Probe"})


@pytest.mark.parametrize(("way", "is_told"), [("gelesen", True), ("vorgelesen", True), ("uebersetzt", False)])
def test_an_outdated_translation_of_the_consent_is_not_read_from(arabic: Browser, way: str, is_told: bool) -> None:
    current = ConsentText.objects.current(FORM_KEY)
    release_consent(current)
    changed = current.text.replace("Alle müssen schweigen.", "Alle müssen darüber schweigen.")
    ConsentText.objects.create(form_key=FORM_KEY, version="2099-01", language="de", text=changed, sha256="x")
    person_of_age(arabic).open_step("einwilligung")

    arabic.press("save", sheet(way))

    assert ("Übersetzung des Einwilligungstextes in diese Sprache ist veraltet" in arabic.html) is is_told
    assert "ar Einwilligung zum Kurzantrag" not in arabic.html


def test_an_unchecked_translation_of_the_consent_says_that_the_german_counts(arabic: Browser) -> None:
    html = person_of_age(arabic).open_step("einwilligung").html

    assert "Zugestimmt wird allein dem deutschen Text." in html
    assert "consent.helper" in arabic.form.names
