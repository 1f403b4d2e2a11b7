"""Every kind of change between two versions moves a draft without losing what still applies."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from documents.actors import Actor
from documents.journal import Act, JournalLine
from forms.changeover import Asked, Kept, accept, newer_version, preview
from forms.drafts import Draft, open_draft
from forms.ledger import Ledger
from forms.ledger_lines import Former, Rival, Stamp
from forms.plain_yaml import dump_text
from forms.reading_rules import shipped_data
from forms.revising.reshaping import move_item, split_step
from forms.versions import FormVersion, import_form
from tests.forms.asking import actor
from tests.forms.browser import Browser
from tests.forms.revising.changing import Data, item, question, remove, step

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
STAMP = Stamp(by="Marte Feldhaus", at="2026-02-16T10:00+01:00")
Change = Callable[[Data], Data | None]


@pytest.fixture
def draft(marte: Actor) -> Draft:
    return open_draft(FormVersion.objects.current("kurzantrag"), by=marte)


def typed(draft: Draft, values: dict[str, Any], items: dict[str, list[str]] | None = None) -> Ledger:
    ledger = draft.ledger()
    ledger.write(values, STAMP)
    ledger.items |= items or {}
    draft.put(ledger)
    draft.save()
    return ledger


def published(change: Change, version: str = "1.1.0") -> FormVersion:
    data = copy.deepcopy(dict(shipped_data()))
    data = change(data) or data
    data["form"]["version"] = version
    return import_form(dump_text(data), name="test")[0]


def answers(ledger: Ledger) -> dict[str, Any]:
    return {place: value for place, value in ledger.values.items() if not place.startswith("cm_")}


def test_a_draft_of_the_current_version_has_nothing_to_move_to(draft: Draft) -> None:
    assert newer_version(draft) is None


def test_looking_changes_nothing(draft: Draft) -> None:
    before = typed(draft, {"beratung_art": ["video"]}).as_data()
    newer = published(lambda data: remove(data, "beratung_art") and None)

    preview(draft, draft.ledger(), newer)

    draft.refresh_from_db()
    assert (draft.ledger().as_data(), draft.form_version == newer) == (before, False)


def test_a_new_question_is_asked_and_everything_else_kept(draft: Draft) -> None:
    before = answers(typed(draft, {"anwalt": "ja", "anwalt_name": "Kanzlei Nord"}))
    newer = published(lambda data: step(data, "anliegen")["fields"].append(question("neu", "Was noch?", required=True)))

    moved = preview(draft, draft.ledger(), newer)

    assert moved.asked == [Asked("Was noch?", "Anliegen", True)]
    assert (answers(moved.ledger), moved.gone, moved.moved) == (before, [], [])
    assert Kept("Name der Kanzlei", "Kanzlei Nord") in moved.kept


def test_an_answer_to_a_removed_question_is_shown_and_stays_with_the_draft(draft: Draft, marte: Actor) -> None:
    typed(draft, {"beratung_art": ["telefon", "video"], "anwalt": "nein"})
    newer = published(lambda data: remove(data, "beratung_art") and None)

    assert preview(draft, draft.ledger(), newer).gone == [Former("Wie haben Sie beraten?", "Telefon, Video")]
    assert accept(draft, newer, by=marte)

    draft.refresh_from_db()
    ledger = draft.ledger()
    assert (draft.form_version, "beratung_art" in ledger.values) == (newer, False)
    assert ledger.former == [Former("Wie haben Sie beraten?", "Telefon, Video")]
    assert ledger.values["anwalt"] == "nein"
    assert JournalLine.objects.filter(subject=draft.pk, act=Act.DRAFT_MIGRATED).count() == 1


def test_a_question_that_moves_to_another_step_takes_its_answer_along(draft: Draft) -> None:
    before = answers(typed(draft, {"beratung_art": ["telefon"]}))
    newer = published(lambda data: move_item(data, "beratung_art", to="anliegen"))

    moved = preview(draft, draft.ledger(), newer)

    assert moved.moved == [Kept("Wie haben Sie beraten?", "Telefon", "Anliegen")]
    assert (answers(moved.ledger), moved.gone, moved.asked) == (before, [], [])


def test_a_question_that_moves_out_of_a_group_takes_its_answer_along(draft: Draft) -> None:
    typed(draft, {"haerte_aspekte": ["familie"], "a_familie.fa_wer": "von den Eltern"})
    newer = published(lambda data: step(data, "haerte")["fields"].append({**remove(data, "fa_wer"), "sens": "S2"}))

    moved = preview(draft, draft.ledger(), newer)

    assert (moved.ledger.values["fa_wer"], moved.gone) == ("von den Eltern", [])
    assert "a_familie.fa_wer" not in moved.ledger.values


def test_another_wording_changes_no_answer(draft: Draft) -> None:
    before = answers(typed(draft, {"anwalt": "ja"}))
    newer = published(lambda data: item(data, "anwalt").update(label="Gibt es eine Anwältin?"))

    moved = preview(draft, draft.ledger(), newer)

    assert answers(moved.ledger) == before
    assert Kept("Gibt es eine Anwältin?", "Ja", "", "Gibt es eine anwaltliche Vertretung?") in moved.kept


@pytest.mark.parametrize(
    ("key", "before", "change", "after"),
    [
        ("anwalt_name", "Kanzlei", {"type": "textarea"}, "Kanzlei"),
        ("entscheidung_datum", "2026-01-05", {"type": "partial_date"}, "2026-01-05"),
        ("einreise_datum", "2018-03-02", {"type": "date"}, "2018-03-02"),
        ("einreise_datum", "2018-03", {"type": "date"}, None),
        ("anwalt", "ja", {"type": "multichoice"}, ["ja"]),
        ("beratung_art", ["video"], {"type": "choice"}, "video"),
        ("beratung_art", ["video", "telefon"], {"type": "choice"}, None),
        ("beratung_art", ["video", "telefon"], {"options": {"video": "Video"}}, ["video"]),
        ("abh_zustaendig", "unklar", {"options": {"dortmund": "Dortmund"}}, None),
        ("anwalt", "ja", {"type": "text", "options_ref": None}, "Ja"),
        ("anwalt_name", "12", {"type": "integer", "max": 20}, 12),
        ("anwalt_name", "Kanzlei", {"type": "integer", "max": 20}, None),
    ],
)
def test_another_kind_of_question_keeps_what_fits_and_asks_anew_for_the_rest(
    draft: Draft, key: str, before: Any, change: dict[str, Any], after: Any
) -> None:
    typed(draft, {key: before})

    def retype(data: Data) -> None:
        changed = item(data, key)
        changed.update(change)
        for name in [name for name, value in change.items() if value is None]:
            del changed[name]

    moved = preview(draft, draft.ledger(), published(retype))

    assert moved.ledger.values.get(key) == after
    label = next(entry.label for entry in draft.definition.items() if entry.key == key)
    is_told = after is None or (
        isinstance(after, list) and len(after) < len([before] if isinstance(before, str) else before)
    )
    assert [one.label for one in moved.gone] == ([label] if is_told else [])
    assert [one.label for one in moved.asked] == ([] if after is not None else [label])


def test_a_split_step_keeps_every_answer_and_what_was_reached(draft: Draft) -> None:
    before = answers(typed(draft, {"frage": "Was tun?", "geprueft_ergebnis": "Nichts"}))
    draft.reached = 8
    ledger = draft.ledger()
    ledger.check("anliegen")
    newer = published(lambda data: split_step(data, "anliegen", first="geprueft", title="Wege")[0])

    moved = preview(draft, ledger, newer)

    assert (answers(moved.ledger), moved.gone) == (before, [])
    assert [step.key for step in newer.definition.steps[: moved.reached]][-2:] == ["anliegen", "wege"]
    assert {"anliegen", "wege"} <= set(moved.ledger.checked)


def test_entries_of_groups_keep_their_answers_and_their_order(draft: Draft) -> None:
    values = {"chronologie.n1.ch_von": "2018", "chronologie.n2.ch_von": "2020", "chronologie.n2.ch_ort": "Dortmund"}
    typed(draft, values, {"chronologie": ["n2", "n1"]})
    newer = published(lambda data: remove(data, "ch_ort") and None)

    moved = preview(draft, draft.ledger(), newer)

    assert moved.ledger.items["chronologie"] == ["n2", "n1"]
    assert [moved.ledger.values[f"chronologie.{one}.ch_von"] for one in ("n1", "n2")] == ["2018", "2020"]
    assert moved.gone == [Former("Ort", "Dortmund")]


def test_what_two_people_typed_differently_stays_to_be_chosen(draft: Draft) -> None:
    ledger = typed(draft, {"frage": "Was tun?", "beratung_art": ["video"]})
    ledger.rivals = {
        "frage": [Rival("Wie weiter?", "Jonte", STAMP.at)],
        "beratung_art": [Rival(["telefon"], "Jonte", STAMP.at)],
    }
    newer = published(lambda data: remove(data, "beratung_art") and None)

    moved = preview(draft, ledger, newer)

    assert [one.value for one in moved.ledger.rivals["frage"]] == ["Wie weiter?"]
    assert [one.answer for one in moved.ledger.former] == ["Video", "Telefon"]


@pytest.mark.parametrize(("place", "is_asked"), [("beratung_art", False), ("frage", True)])
def test_what_waits_at_an_empty_answer_is_not_forgotten(draft: Draft, place: str, is_asked: bool) -> None:
    value: Any = ["video"] if place == "beratung_art" else "Was tun?"
    ledger = typed(draft, {})
    ledger.rivals = {place: [Rival(value, "Jonte", STAMP.at)]}
    newer = published(lambda data: remove(data, "beratung_art") and None)

    moved = preview(draft, ledger, newer)

    assert [*moved.ledger.rivals] == [place] * is_asked
    assert [one.answer for one in moved.ledger.former] == [] if is_asked else ["Video"]


def test_a_draft_that_was_handed_in_is_never_moved(draft: Draft, marte: Actor) -> None:
    newer = published(lambda data: remove(data, "beratung_art") and None)
    draft.submitted_at = draft.created_at
    draft.save()

    assert (newer_version(draft), accept(draft, newer, by=marte)) == (None, False)


def test_the_case_manager_sees_what_would_change_and_decides(browser: Browser) -> None:
    browser.press("save", {"beratung_art": ["video"], "cm_telefon": "0231 1"})
    published(lambda data: remove(data, "beratung_art") and None)

    browser.open_step("beratung")
    assert "Es gibt eine neue Fassung des Formulars" in browser.html
    browser.go(f"/de/antrag/{browser.draft_id}/fassung/")
    assert "Wie haben Sie beraten?" in browser.html
    assert browser.draft.form_version.version != "1.1.0"

    browser.client.post(browser.path, {"to": str(FormVersion.objects.current("kurzantrag").pk)})

    browser.open_step("beratung")
    assert browser.draft.form_version.version == "1.1.0"
    assert "Wie haben Sie beraten?" not in browser.html
    assert browser.shown("cm_telefon") == ["0231 1"]
    Draft.objects.update(reached=11)
    browser.open_step("abschluss")
    assert 'Wie haben Sie beraten?</span><br><span dir="auto">Video' in browser.html


def test_nobody_moves_to_a_version_whose_changes_were_not_shown(browser: Browser) -> None:
    shown = published(lambda data: remove(data, "anwalt_name") and None)
    published(lambda data: remove(data, "beratung_art") and None, "1.2.0")

    answer = browser.client.post(f"/de/antrag/{browser.draft_id}/fassung/", {"to": str(shown.pk)})

    assert "1.2.0" in answer.content.decode()
    assert browser.draft.form_version.version not in ("1.1.0", "1.2.0")


def test_options_that_are_gone_are_shown_and_the_others_stay(draft: Draft) -> None:
    ledger = typed(draft, {"beratung_art": ["video", "telefon"]})

    def without_video(data: Data) -> None:
        del item(data, "beratung_art")["options"]["video"]

    moved = preview(draft, ledger, published(without_video))

    assert answers(moved.ledger)["beratung_art"] == ["telefon"]
    assert [one.answer for one in moved.gone] == [one.answer for one in moved.ledger.former] == ["Video"]


def test_a_colleague_of_another_organisation_moves_nothing(
    browser: Browser, open_browser: Callable[[Actor], Browser]
) -> None:
    published(lambda data: remove(data, "beratung_art") and None)
    other = open_browser(actor("Jonte Albrecht", "south"))

    assert other.client.post(f"/de/antrag/{browser.draft_id}/fassung/").status_code == 404


NOTED = {"unterlagen.duldung_kopie.stand": "folgt", "unterlagen.duldung_kopie.grund": "bis Mai"}


def test_what_was_said_of_papers_moves_along(draft: Draft, marte: Actor) -> None:
    typed(draft, NOTED)
    newer = published(lambda data: step(data, "anliegen")["fields"].append(question("neu", "Was noch?")))

    assert accept(draft, newer, by=marte)

    draft.refresh_from_db()
    assert draft.ledger().values.items() >= NOTED.items()


def test_what_was_said_of_a_paper_that_is_gone_is_shown_and_stays_with_the_draft(draft: Draft) -> None:
    typed(draft, {"unterlagen.vollmacht.stand": "keine", "unterlagen.vollmacht.grund": "Kanzlei zu"})
    newer = published(lambda data: data["attachment_types"].pop("vollmacht") and None)

    moved = preview(draft, draft.ledger(), newer)

    assert [(one.label, one.answer.split(", ")[-1]) for one in moved.gone] == [("Vollmacht", "Kanzlei zu")]
    assert moved.ledger.former == moved.gone
    assert not [place for place in moved.ledger.values if place.startswith("unterlagen.")]


def test_rival_answers_become_what_the_question_of_now_takes_or_are_told_in_words(draft: Draft) -> None:
    ledger = typed(draft, {"geprueft": ["p25a"]})
    ledger.rivals = {"geprueft": [Rival(["p25a", "p60d"], "Jonte", STAMP.at), Rival(["p25b"], "Jonte", STAMP.at)]}

    def without_one_way(data: Data) -> None:
        del item(data, "geprueft")["options"]["p25b"]

    moved = preview(draft, ledger, published(without_one_way))

    assert [rival.value for rival in moved.ledger.rivals["geprueft"]] == [["p25a", "p60d"]]
    assert [one.answer for one in moved.ledger.former] == ["§ 25b"]
