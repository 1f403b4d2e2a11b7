import copy
from typing import Any

import pytest

from forms.reading import read_form
from forms.revising.keys import common_start, next_code, propose_key
from forms.revising.numbering import propose_version
from forms.revising.reshaping import (
    CannotReshape,
    add_step,
    move_item,
    move_step,
    remove_step,
    rename_step,
    split_step,
)
from tests.forms.revising.changing import Data, item, question, remove, step


def keys(form: Data) -> list[str]:
    return [one["key"] for one in form["steps"]]


def test_a_split_step_keeps_every_question_in_order(form: Data) -> None:
    before = [one["key"] for one in step(form, "haerte")["fields"]]

    changed, key = split_step(form, "haerte", first="begruendung", title="Begründung")

    halves = [[one["key"] for one in step(changed, name)["fields"]] for name in ("haerte", key)]
    assert halves[0] + halves[1] == before
    assert halves[1][0] == "begruendung"
    assert read_form(changed).step(key).title == "Begründung"
    assert "begruendung" in [one["key"] for one in step(form, "haerte")["fields"]]


def test_steps_are_added_moved_and_removed_but_the_last_stays_last(form: Data) -> None:
    changed, key = add_step(form, "Wohnen und Alltag", after="person")
    assert (key, keys(changed)[3]) == ("wohnen_alltag", key)

    assert keys(move_step(changed, key, -1))[2] == key
    assert keys(remove_step(changed, key)) == keys(form)
    for refused in (
        lambda: move_step(form, "einwilligung", 1),
        lambda: move_step(form, "beratung", -1),
        lambda: remove_step(form, "person"),
        lambda: split_step(form, "abschluss", first="best_kopie", title="Mehr"),
        lambda: split_step(form, "person", first="familienname", title="Mehr"),
        lambda: add_step(form, " "),
    ):
        with pytest.raises(CannotReshape):
            refused()


def test_a_step_is_reworded_without_a_new_key(form: Data) -> None:
    changed = rename_step(form, "person", title="Über die Person", intro="Kurz.")

    assert list(step(changed, "person")) == ["key", "title", "intro", "fields"]
    assert keys(changed) == keys(form)


def test_a_question_moves_to_the_end_of_another_step(form: Data) -> None:
    changed = move_item(form, "beratung_art", to="anliegen")

    assert step(changed, "anliegen")["fields"][-1] == item(form, "beratung_art")
    assert "beratung_art" not in [one["key"] for one in step(changed, "beratung")["fields"]]


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Wie groß ist Ihre Wohnung?", "gross_wohnung"),
        ("Größe der Wohnung", "groesse_wohnung"),
        ("Gibt es das?", "gibt_es_das"),
        ("2. Ausweis", "f_2_ausweis"),
        ("Ünïcode – Zeichen", "uenicode_zeichen"),
        ("سؤال", "frage"),
    ],
)
def test_keys_come_from_words(label: str, key: str) -> None:
    assert propose_key(label, set()) == key


def test_keys_are_never_given_twice() -> None:
    assert propose_key("Wohnung", {"wohnung", "wohnung_2"}) == "wohnung_3"


def test_codes_count_on() -> None:
    assert (next_code("V", {"V01", "V35"}), next_code("P", {"P0", "P8"}), next_code("E", set())) == ("V36", "P9", "E1")


def test_a_group_shares_the_start_of_its_keys() -> None:
    assert common_start(["fm_id", "fm_name"]) == "fm_"
    assert common_start(["fm_id", "name"]) == ""


def changed_version(form: Data, **changes: Any) -> str:
    new = copy.deepcopy(form)
    for change in changes.values():
        change(new)
    return propose_version(form, new)


def test_the_number_of_a_version_tells_how_much_changes(form: Data) -> None:
    assert changed_version(form, words=lambda new: item(new, "anwalt").update(label="Anders?")) == "1.0.1"
    assert changed_version(form, ask=lambda new: step(new, "anliegen")["fields"].append(question("neu"))) == "1.1.0"
    assert changed_version(form, check=lambda new: new["validation_rules"].pop("V04")) == "1.1.0"
    assert changed_version(form, lose=lambda new: remove(new, "beratung_art")) == "2.0.0"
    assert changed_version(form, agree=lambda new: new["consent_purposes"]["P6"].update(label="Anders")) == "2.0.0"
    assert propose_version(form, form, has_new_consent=True) == "2.0.0"
