"""Whether a translation may be read is computed from the German it was made from; nobody can forget to say so."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forms.consent_texts import ConsentText, shipped_texts
from forms.reading import shipped_form
from forms.translations import State, Translation, Words, keep_translation, load_drafts, words_of
from forms.wordings import consent_wordings
from tests.forms.asking import actor

pytestmark = pytest.mark.django_db
FORM = shipped_form()
TEXT = shipped_texts()["kurzantrag", "2026-02", "de"]
NAME, LABEL = "familienname.label", "Familienname"
Keep = Callable[..., Translation]


def consent(text: str = TEXT) -> ConsentText:
    return ConsentText(form_key="kurzantrag", version="2026-02", text=text, sha256=str(hash(text)))


def words(text: str = TEXT) -> Words:
    return words_of(FORM, consent(text), "tr")


def keep(address: str, german: str, text: str, state: State = State.DRAFT) -> Translation:
    return keep_translation(
        form_key="kurzantrag", language="tr", address=address, german=german, text=text, by=actor(), state=state
    )


def release_consent(text: str = TEXT) -> None:
    for address, german in consent_wordings(consent(text)).items():
        keep(address, german, f"tr: {german}", State.RELEASED)


def test_a_text_that_nobody_translated_is_missing() -> None:
    assert (words().says(NAME), words().state_of(NAME)) == ("", State.MISSING)


@pytest.mark.parametrize("state", [State.DRAFT, State.RELEASED])
def test_a_translation_of_the_german_that_stands_there_counts(state: State) -> None:
    keep(NAME, LABEL, "Soyadı", state)

    assert (words().says(NAME), words().state_of(NAME)) == ("Soyadı", state)


def test_a_translation_of_another_german_is_stale_and_not_shown() -> None:
    keep(NAME, "Nachname", "Soyadı", State.RELEASED)

    assert (words().says(NAME), words().state_of(NAME)) == ("", State.STALE)


def test_a_change_is_seen_at_once_by_whoever_reads_the_words() -> None:
    keep(NAME, LABEL, "Soyadi")
    assert words().says(NAME) == "Soyadi"

    keep(NAME, LABEL, "Soyadı", State.RELEASED)

    assert words().says(NAME) == "Soyadı"


def test_the_words_of_one_language_cost_one_query() -> None:
    keep(NAME, LABEL, "Soyadı")
    words()

    with CaptureQueriesContext(connection) as queries:
        words()

    assert len(queries) == 1


def test_the_same_german_elsewhere_is_offered_but_counts_as_unchecked() -> None:
    keep("somewhere.label", LABEL, "Soyadı", State.RELEASED)

    assert (words().says(NAME), words().state_of(NAME)) == ("Soyadı", State.DRAFT)


def test_a_consent_text_is_released_only_as_a_whole() -> None:
    assert words().consent_state is State.MISSING
    release_consent()
    assert words().consent_state is State.RELEASED

    keep("consent.P4", consent_wordings(consent())["consent.P4"], "tr", State.DRAFT)

    assert words().consent_state is State.DRAFT


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("Alle müssen schweigen.", "Alle müssen darüber schweigen."),
        lambda text: text.replace("[P5]", "[P9] Noch ein Zweck.\n\n[P5]"),
    ],
    ids=["a changed paragraph", "a new paragraph"],
)
def test_a_changed_german_makes_a_released_consent_text_unusable(change: Callable[[str], str]) -> None:
    release_consent()

    found = words(change(TEXT))

    assert found.consent_state is State.STALE
    assert found.blocks_consent


def test_a_draft_of_the_consent_text_blocks_nothing_when_the_german_changes() -> None:
    for address, german in consent_wordings(consent()).items():
        keep(address, german, "tr")

    assert not words(TEXT.replace("Alle müssen schweigen.", "")).blocks_consent


def test_paragraphs_that_only_moved_stay_released() -> None:
    release_consent()
    paragraphs = TEXT.split("\n\n")
    moved = "\n\n".join([*paragraphs[:1], paragraphs[2], paragraphs[1], *paragraphs[3:]])

    assert words(moved).consent_state is State.RELEASED


def test_the_fingerprint_of_the_consent_tells_what_was_shown() -> None:
    release_consent()
    before = words().consent_fingerprint

    keep("consent.P4", consent_wordings(consent())["consent.P4"], "another wording", State.RELEASED)

    assert words().consent_fingerprint != before


def test_shipped_drafts_are_loaded_once() -> None:
    assert load_drafts("kurzantrag", "tr", {NAME: LABEL}, {LABEL: "Soyadı"}) == 1
    assert load_drafts("kurzantrag", "tr", {NAME: LABEL}, {LABEL: "Soyadı"}) == 0
    assert words().state_of(NAME) is State.DRAFT


def test_a_better_shipped_draft_takes_the_place_of_an_untouched_one() -> None:
    load_drafts("kurzantrag", "tr", {NAME: LABEL}, {LABEL: "Soyadi"})

    load_drafts("kurzantrag", "tr", {NAME: LABEL}, {LABEL: "Soyadı"})

    assert words().says(NAME) == "Soyadı"


@pytest.mark.parametrize("state", [State.DRAFT, State.RELEASED])
def test_a_shipped_draft_never_replaces_what_a_person_wrote(state: State) -> None:
    load_drafts("kurzantrag", "tr", {NAME: LABEL}, {LABEL: "Soyadi"})
    keep(NAME, LABEL, "Aile adı", state)

    load_drafts("kurzantrag", "tr", {NAME: LABEL}, {LABEL: "Soyadı"})

    assert (words().says(NAME), words().state_of(NAME)) == ("Aile adı", state)
