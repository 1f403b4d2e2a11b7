import copy
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.reading_rules import shipped_data
from forms.revising.differences import differences
from forms.revising.outline import Outline
from forms.revising.telling import told_condition
from forms.versions import content_hash
from tests.forms.revising.changing import Data, item, question, remove, step

few = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def told(old: Data, new: Data) -> list[str]:
    with translation.override("de"):
        return [f"{change.about}: {change.sentence}" for change in differences(old, new)]


def test_a_form_does_not_differ_from_itself(form: Data) -> None:
    assert told(form, copy.deepcopy(form)) == []


def test_the_version_alone_is_no_difference(form: Data) -> None:
    changed = copy.deepcopy(form)
    changed["form"]["version"] = "9.9.9"

    assert told(form, changed) == []


def test_a_changed_help_text_is_told_by_its_question(form: Data) -> None:
    changed = copy.deepcopy(form)
    item(changed, "anwalt")["help"] = "Anders."

    assert told(form, changed) == [
        "Schritt „Beratung und Eilbedürftigkeit“: Frage „Gibt es eine anwaltliche Vertretung?“: Hilfetext geändert"
    ]


def test_a_new_question_is_told_with_the_one_before_it(form: Data) -> None:
    changed = copy.deepcopy(form)
    step(changed, "anliegen")["fields"].insert(2, question("neu", "Was noch?"))

    assert told(form, changed) == ["Schritt „Anliegen“: Neu: Frage „Was noch?“ nach „Ihre Frage an das Gremium“"]


def test_a_question_that_is_gone_is_told(form: Data) -> None:
    changed = copy.deepcopy(form)
    remove(changed, "beratung_art")

    assert told(form, changed) == [
        "Schritt „Beratung und Eilbedürftigkeit“: Frage „Wie haben Sie beraten?“ wird nicht mehr gefragt"
    ]


def test_a_question_keeps_its_identity_when_it_moves_to_another_step(form: Data) -> None:
    changed = copy.deepcopy(form)
    step(changed, "anliegen")["fields"].append(remove(changed, "beratung_art"))

    assert told(form, changed) == [
        "Schritt „Anliegen“: Frage „Wie haben Sie beraten?“: steht jetzt im Schritt „Anliegen“"
    ]


def test_only_what_was_moved_is_told_as_moved(form: Data) -> None:
    changed = copy.deepcopy(form)
    fields = step(changed, "anliegen")["fields"]
    fields.append(fields.pop(0))

    assert told(form, changed) == [
        "Schritt „Anliegen“: Frage „Worum bitten Sie das Gremium?“: "
        "steht jetzt nach „Wie soll die Einschätzung mitgeteilt werden?“"
    ]


def test_answers_that_are_new_gone_or_reworded_are_told(form: Data) -> None:
    changed = copy.deepcopy(form)
    options = item(changed, "beratung_art")["options"]
    options["brief"] = "Brief"
    options["video"] = "Videogespräch"
    del options["hausbesuch"]

    assert [line.rpartition(": ")[2] for line in told(form, changed)] == [
        "Antwort „Video“ lautet jetzt „Videogespräch“",
        "Antwort „Brief“ ist neu",
        "Antwort „Hausbesuch“ gibt es nicht mehr",
    ]


def test_a_changed_condition_is_told_in_words(form: Data) -> None:
    changed = copy.deepcopy(form)
    item(changed, "anwalt_name")["when"] = {
        "all": [{"field": "anwalt", "is": "ja"}, {"not": {"field": "eilig", "is": "nein"}}]
    }

    assert told(form, changed)[0].endswith(
        "Bedingung geändert: gefragt wenn gilt: „Gibt es eine anwaltliche Vertretung?“ ist „Ja“ und "
        "nicht („Gibt es eine Frist oder einen nahen Termin?“ ist „Nein“) "
        "(vorher: wenn gilt: „Gibt es eine anwaltliche Vertretung?“ ist „Ja“)"
    )


def test_need_and_type_are_told(form: Data) -> None:
    changed = copy.deepcopy(form)
    item(changed, "anwalt_name").update({"recommended": True, "type": "textarea"})

    assert [line.rpartition("Name der Kanzlei“: ")[2] for line in told(form, changed)] == [
        "fragt jetzt nach: langer Text (vorher: kurzer Text)",
        "ist jetzt empfohlen (vorher: freiwillig)",
    ]


def test_a_split_step_is_told_as_a_new_step_with_questions_that_moved(form: Data) -> None:
    changed = copy.deepcopy(form)
    first = step(changed, "anliegen")
    changed["steps"].insert(8, {"key": "wege", "title": "Wege", "fields": first["fields"][4:]})
    del first["fields"][4:]

    assert told(form, changed) == [
        "Schritt „Wege“: Dieser Schritt ist neu",
        "Schritt „Wege“: Frage „Steckt darin eine allgemeine Frage für den Austausch?“: steht jetzt im Schritt „Wege“",
        "Schritt „Wege“: Frage „Wie soll die Einschätzung mitgeteilt werden?“: steht jetzt im Schritt „Wege“",
    ]


def test_rules_are_told_by_their_code_and_message(form: Data) -> None:
    changed = copy.deepcopy(form)
    rules = changed["validation_rules"]
    rules["V01"]["message"] = "Zu früh."
    rules["V02"]["rule"] = {"kind": "date_bounds", "field": "beratung_datum", "not_before": [{"today": -30}]}
    del rules["V04"]
    rules["V36"] = {"severity": "warn", "rule": {"kind": "files", "field": "x"}, "message": "Neu."}

    assert told(form, changed) == [
        "Regeln: Regel V01: meldet jetzt „Zu früh.“ (vorher: „Das Gespräch kann nicht in der Zukunft liegen.“)",
        "Regeln: Regel V02: prüft jetzt etwas anderes",
        "Regeln: Neu: Regel V36 „Neu.“",
        "Regeln: Regel V04 „Bitte vor dem Einreichen mit der Kanzlei sprechen.“ gibt es nicht mehr",
    ]


def test_purposes_concern_the_consent(form: Data) -> None:
    changed = copy.deepcopy(form)
    changed["consent_purposes"]["P6"]["label"] = "Anders"

    (change,) = differences(form, changed)

    assert change.concerns_consent


PATHS = st.sampled_from(["steps", "validation_rules", "flags", "enums", "self_check", "file_rules", "never_collected"])


def places(data: Any, depth: int = 0) -> list[tuple[Any, Any]]:
    """Every place of a part whose value could be another one."""
    keys = list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else []
    found: list[tuple[Any, Any]] = []
    for key in keys:
        if isinstance(data[key], dict | list):
            found += places(data[key], depth + 1)
        elif key != "version":
            found.append((data, key))
    return found


@few
@given(st.data())
def test_whatever_differs_is_told(data: st.DataObject) -> None:
    before = copy.deepcopy(dict(shipped_data()))
    changed = copy.deepcopy(before)
    found = places(changed)
    holder, key = found[data.draw(st.integers(0, len(found) - 1))]
    if data.draw(st.booleans()) and isinstance(holder, dict) and key not in ("key", "type"):
        del holder[key]
    else:
        holder[key] = "anders"

    assert content_hash(before) != content_hash(changed)
    assert told(before, changed)


@pytest.mark.parametrize("name", ["title", "note", "draft_lifetime_days"])
def test_the_head_of_the_form_is_told(form: Data, name: str) -> None:
    changed = copy.deepcopy(form)
    changed["form"][name] = "anders"

    assert len(told(form, changed)) == 1


@pytest.mark.parametrize("condition", [{"under_age": 18}, {"all": None}, {}])
def test_a_condition_that_is_none_is_told_as_it_stands(condition: dict[str, Any], form: Data) -> None:
    assert told_condition(condition, Outline(form))
