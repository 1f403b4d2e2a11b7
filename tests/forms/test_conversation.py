"""Each fact is confirmed once in the whole form, and a read-back counts for the answers that were read."""

import pytest

from forms.conversation import (
    CONFIRMED,
    HELPER,
    INTERPRETER,
    LANGUAGE,
    Conversation,
    ReadingHelp,
    conversation_of,
    withdraw_outdated,
)
from forms.ledger import Ledger
from forms.ledger_lines import Stamp
from forms.reading import shipped_form
from forms.sheets import compose_all
from forms.translations import State, Words
from tests.forms.browser import Browser
from tests.forms.kurzantrag import TODAY

FORM = shipped_form()
STAMP = Stamp(by="Marte", at="2026-02-16T10:00")
WITH_DATABASE = pytest.mark.django_db(databases=["default", "keys"])
ADULT = {"vornamen": "Ada", "familienname": "Probe", "geburtsdatum": "1990-05-17"}


def ledger(**values: object) -> Ledger:
    held = Ledger()
    held.write({place.replace("__", "."): value for place, value in values.items()}, STAMP)
    return held


@pytest.mark.parametrize("purposes", [["P0", "P1", "P4"], ["P0", "P1"]])
def test_purpose_p4_is_the_answer_to_what_was_explained_about_the_head(purposes: list[str]) -> None:
    held = ledger(**ADULT)
    held.write({"einwilligungen.antragsteller.ew_zwecke": purposes}, STAMP)

    answers = compose_all(FORM, held, today=TODAY, consent_version="2026-02").answers

    assert answers.get("erklaert_leitung") is (True if "P4" in purposes else None)


@WITH_DATABASE
def test_what_the_sheet_confirms_is_told_and_not_ticked(browser: Browser) -> None:
    page = browser.press("onward")

    assert page.step == "ausschluss"
    assert "Die Leitung der Ausländerbehörde ist Mitglied und liest diesen Antrag." in page.html
    assert "erklaert_leitung" not in page.form.names


@WITH_DATABASE
def test_a_step_is_complete_before_the_sheet_confirms_its_fact(browser: Browser) -> None:
    page = browser.press("onward")

    page.press(
        "next",
        {
            **dict.fromkeys(("vg_laufend", "asyl_laufend", "vorbefassung"), "nein"),
            "abh_zustaendig": "dortmund",
            "ausreisepflicht": "ja_duldung",
            "erklaert_kein_anspruch": True,
            "erklaert_spaeter": True,
        },
    )

    assert page.step == "person"


@WITH_DATABASE
def test_the_read_back_is_the_one_confirmation_of_the_whole(browser: Browser) -> None:
    draft = browser.draft
    draft.reached = len(FORM.steps)
    draft.save(update_fields=["reached"])

    page = browser.open_step("abschluss")
    page.press("save", {CONFIRMED: True, LANGUAGE: "ar", INTERPRETER: "Nora Beispiel"})

    assert page.html.count(f'name="{CONFIRMED}"') == 1
    told = conversation_of(FORM, page.draft.ledger(), [Words("ar")])
    assert told == Conversation(read_back_in="ar", interpreter="Nora Beispiel")


def test_a_later_change_takes_the_read_back_away() -> None:
    held = ledger(best_richtig=True, familienname="Probe", read_back_of__person=True)
    withdraw_outdated(FORM, held, STAMP, base=held.version, met=held.version)
    assert held.values[CONFIRMED] is True

    held.write({"familienname": "Probst"}, STAMP)
    withdraw_outdated(FORM, held, STAMP, base=held.version, met=held.version)

    assert CONFIRMED not in held.values
    assert "read_back_of.person" not in held.values


def test_a_change_elsewhere_leaves_the_read_back_of_a_step() -> None:
    held = ledger(read_back_of__person=True, familienname="Probe")

    held.write({"frage": "Was ist möglich?"}, STAMP)
    withdraw_outdated(FORM, held, STAMP, base=held.version, met=held.version)

    assert held.values["read_back_of.person"] is True


@pytest.mark.parametrize("state", [State.DRAFT, State.RELEASED])
def test_the_record_names_the_reading_help_and_who_helped(state: State) -> None:
    held = ledger()
    held.write({HELPER: "Nora Beispiel"}, STAMP)

    told = conversation_of(FORM, held, [Words("ar", consent_state=state, consent_fingerprint="f" * 64)])

    assert told.reading_helps == (ReadingHelp("ar", state.value, "f" * 64),)
    assert told.helper == "Nora Beispiel"
    assert Conversation.from_data(told.as_data()) == told


@pytest.mark.parametrize("state", [State.MISSING, State.STALE])
def test_a_translation_that_was_not_shown_is_no_reading_help(state: State) -> None:
    assert conversation_of(FORM, ledger(), [Words("ar", consent_state=state)]).reading_helps == ()


@pytest.mark.parametrize(("is_shown", "counts"), [(True, True), (False, None)])
def test_a_tick_counts_only_for_answers_that_its_page_showed(is_shown: bool, counts: bool | None) -> None:
    held = ledger(familienname="Probe")
    before = held.version
    held.write({"familienname": "Anders"}, STAMP)  # by a colleague
    met = held.version
    held.write({CONFIRMED: True, "read_back_of.person": True}, STAMP)

    withdraw_outdated(FORM, held, STAMP, base=met if is_shown else before, met=met)

    assert held.values.get(CONFIRMED) is counts
    assert held.values.get("read_back_of.person") is counts
