import copy
from collections.abc import Callable

import pytest
from django.utils import translation

from forms.consent_texts import shipped_texts
from forms.reading import shipped_form
from forms.revising import obstacles as module
from forms.revising.obstacles import Candidate, Obstacle, obstacles, register_check
from tests.forms.revising.changing import Data, item, question, remove, step

VERSION = shipped_form().version
CONSENT = next(iter(shipped_texts().values()))


def stops(form: Data, *earlier: Data, consent_text: str = "") -> list[tuple[str, str]]:
    with translation.override("de"):
        candidate = Candidate(form=form, earlier=earlier, consent_text=consent_text, valid_consent_text=CONSENT)
        return [(one.part, one.sentence) for one in obstacles(candidate)]


def test_nothing_stops_the_shipped_form(form: Data) -> None:
    assert stops(form, form) == []


def test_a_condition_on_a_later_question_stops(form: Data) -> None:
    item(form, "cm_telefon")["when"] = {"field": "eilig", "is": "ja"}

    assert stops(form) == [
        (
            "beratung",
            "Schritt „Beratung und Eilbedürftigkeit“, „Dienstliche Telefonnummer“: die Bedingung fragt nach der "
            "späteren Frage „Gibt es eine Frist oder einen nahen Termin?“ (Schritt „Beratung und Eilbedürftigkeit“).",
        )
    ]


def test_a_condition_on_a_removed_question_stops(form: Data) -> None:
    remove(form, "anwalt")

    told = stops(form)

    assert {part for part, _sentence in told} == {"beratung"}
    assert "„Name der Kanzlei“: die Bedingung fragt nach „anwalt“; diese Frage gibt es nicht mehr." in told[0][1]


def test_a_rule_on_a_removed_question_stops(form: Data) -> None:
    remove(form, "beratung_datum")

    assert (
        "rules",
        "Regel V01 („Das Gespräch kann nicht in der Zukunft liegen.“) fragt nach „beratung_datum“; "
        "diese Frage gibt es nicht mehr.",
    ) in stops(form)


def test_an_option_that_a_condition_needs_cannot_be_removed(form: Data) -> None:
    del item(form, "abh_zustaendig")["options"]["andere"]

    told = stops(form)

    assert any("„Welche?“: gefragt ist die Antwort „andere“, die es bei „Welche" in sentence for _p, sentence in told)
    assert any("das Kennzeichen X1 fragt nach „andere“" in sentence for _part, sentence in told)


def test_an_option_that_a_rule_needs_cannot_be_removed(form: Data) -> None:
    del item(form, "entgegen")["options"]["keine"]

    assert any(part == "rules" and sentence.startswith("Regel V26: gefragt ist") for part, sentence in stops(form))


def test_a_question_that_can_never_be_asked_stops(form: Data) -> None:
    item(form, "anwalt_name")["when"] = {"all": [{"field": "anwalt", "is": "ja"}, {"field": "anwalt", "is": "nein"}]}

    assert [sentence for _part, sentence in stops(form)] == [
        "Schritt „Beratung und Eilbedürftigkeit“, „Name der Kanzlei“: sie kann nie gefragt werden, "
        "weil ihre Bedingung nie zutrifft."
    ]


def test_a_step_of_such_questions_can_never_be_reached(form: Data) -> None:
    never = {"all": [{"field": "anwalt", "is": "ja"}, {"not": {"field": "anwalt", "is": "ja"}}]}
    form["steps"].insert(
        5,
        {"key": "nie", "title": "Nie", "fields": [question("nie_eins", when=never), question("nie_zwei", when=never)]},
    )

    assert stops(form) == [("nie", "Der Schritt „Nie“ kann nie erreicht werden: Seine Bedingungen treffen nie zu.")]


def test_what_hangs_on_an_unreachable_question_is_unreachable_too(form: Data) -> None:
    never = {"all": [{"field": "anwalt", "is": "ja"}, {"field": "anwalt", "is": "nein"}]}
    step(form, "anliegen")["fields"] += [
        question("weg", "Weg?", when=never),
        question("danach", "Danach?", when={"field": "weg", "filled": True}),
    ]

    assert len(stops(form)) == 2


def test_a_step_without_questions_stops(form: Data) -> None:
    form["steps"].insert(3, {"key": "leer", "title": "Leer", "fields": []})

    assert stops(form) == [("leer", "Der Schritt „Leer“ hat keine Fragen.")]


def test_a_key_cannot_come_back_with_another_type(form: Data) -> None:
    earlier = copy.deepcopy(form)
    item(form, "anwalt_name")["type"] = "integer"

    ((_part, sentence),) = stops(form, earlier)

    assert f"mit dem Schlüssel „anwalt_name“ wurde in Fassung {VERSION} etwas anderes gefragt" in sentence


def test_a_text_may_become_longer_and_a_day_less_exact(form: Data) -> None:
    earlier = copy.deepcopy(form)
    item(form, "anwalt_name")["type"] = "textarea"
    item(form, "entscheidung_datum")["type"] = "partial_date"

    assert stops(form, earlier) == []


def test_a_removed_key_cannot_come_back_for_another_question(form: Data) -> None:
    first, second = copy.deepcopy(form), copy.deepcopy(form)
    remove(second, "beratung_art")
    second["form"]["version"] = "2.0.0"
    item(form, "beratung_art")["label"] = "Wo haben Sie beraten?"

    ((_part, sentence),) = stops(form, first, second)

    assert f"der Schlüssel „beratung_art“ gehörte in Fassung {VERSION} zu einer anderen Frage" in sentence


def test_a_reworded_question_keeps_its_key(form: Data) -> None:
    earlier = copy.deepcopy(form)
    item(form, "anwalt")["label"] = "Haben Sie eine Anwältin oder einen Anwalt?"

    assert stops(form, earlier) == []


def test_the_questions_of_the_consent_cannot_be_left_out(form: Data) -> None:
    earlier = copy.deepcopy(form)
    remove(form, "ew_sprache")

    assert any("Das System braucht die Frage" in sentence for _part, sentence in stops(form, earlier))


def test_the_consent_text_and_the_purposes_belong_together(form: Data) -> None:
    del form["consent_purposes"]["P8"]

    assert (
        "consent",
        "Der Einwilligungstext fragt nach dem Zweck P8, den es nicht gibt.",
    ) in stops(form)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda form: item(form, "anwalt").update(label=" "), "der Text der Frage fehlt"),
        (lambda form: item(form, "beratung_art").update(options={}), "es gibt keine Antworten zur Auswahl"),
        (lambda form: item(form, "anwalt").update(sens="S9"), "die Schutzklasse gibt es nicht"),
        (lambda form: item(form, "anwalt").update(dossier="D99"), "den Abschnitt des Dossiers gibt es nicht"),
        (lambda form: item(form, "anwalt").update(rules=["V99"]), "die Regel V99 gibt es nicht"),
        (lambda form: item(form, "anwalt").update(key="eilig"), "den Schlüssel „eilig“ gibt es zweimal"),
    ],
)
def test_what_an_editor_can_get_wrong_is_told_with_its_place(
    form: Data, change: Callable[[Data], None], told: str
) -> None:
    change(form)

    assert any(part == "beratung" and told in sentence for part, sentence in stops(form))


def test_other_parts_of_the_software_add_checks(form: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_checks", [])
    register_check(lambda candidate: [Obstacle("consent", "Es fehlt die arabische Fassung.")])

    assert stops(form) == [("consent", "Es fehlt die arabische Fassung.")]
