from typing import Any

from documents.content import Content, Entries, Notice, Table
from forms.case_files import ExampleCase
from forms.conversation import Conversation, ReadingHelp
from gremium.cases.dossier_content.consents import consents
from gremium.cases.dossier_content.record import Record
from tests.gremium.cases.conftest import Composer
from tests.gremium.cases.said import text_of


def blocks_of(content: Content, kind: type[Any]) -> list[Any]:
    return [
        block
        for section in content.sections
        if section.code == "D11"
        for block in section.blocks
        if isinstance(block, kind)
    ]


def granted(content: Content) -> dict[str, str]:
    purposes = blocks_of(content, Table)[0]
    return {code: said for code, _, said in purposes.rows}


def test_each_purpose_says_for_whom_it_is_missing(composed: Composer) -> None:
    said = granted(composed("C1"))

    assert said["P0"] == "für alle"
    assert said["P2"] == "von niemandem"
    assert said["P6"] == "fehlt für Lana Karvani (F2), Aram Karvani (F3), Sara Karvani (F4)"


def test_a_child_needs_every_signature_for_a_purpose(cases: dict[str, ExampleCase], composed: Composer) -> None:
    declarations = [dict(one) for one in cases["C1"].answers["einwilligungen"]]
    declarations[2]["ew_zwecke"] = ["P0", "P1", "P4"]  # one of two parents for F2

    said = granted(composed("C1", {"einwilligungen": declarations}))

    assert said["P5"] == "fehlt für Lana Karvani (F2)"


def test_a_person_without_a_declaration_and_a_missing_required_purpose_stand_out(
    cases: dict[str, ExampleCase], composed: Composer
) -> None:
    declarations = [dict(one) for one in cases["C1"].answers["einwilligungen"] if one["ew_person"] != "F1"]
    declarations[0]["ew_zwecke"] = ["P0", "P4"]

    notices = blocks_of(composed("C1", {"einwilligungen": declarations}), Notice)

    assert [(one.mark, one.text) for one in notices] == [
        ("", "Für Hemin Karvani (F1) liegt keine Erklärung vor."),
        ("P1", "Notwendige Einwilligung fehlt: P1 für Shirin Karvani."),
    ]


def test_special_categories_need_their_purpose_from_the_applying_person(
    cases: dict[str, ExampleCase], composed: Composer
) -> None:
    declaration = dict(cases["C3"].answers["einwilligungen"][0], ew_zwecke=["P0", "P1", "P4"])

    assert blocks_of(composed("C3"), Notice) == []
    assert [one.mark for one in blocks_of(composed("C3", {"einwilligungen": [declaration]}), Notice)] == ["P2"]


def test_what_one_person_signed_in_the_same_way_is_told_once(composed: Composer) -> None:
    told = text_of(composed("C1"), "D11")

    assert told.count("Erklärung von Shirin Karvani") == 1
    assert told.count("Erklärung von Hemin Karvani") == 1
    assert told.count("Nora Beispiel") == 2
    assert "Lana Karvani (F2), Aram Karvani (F3), Sara Karvani (F4)" in told


def told_of(case: ExampleCase, conversation: Conversation) -> dict[str, str]:
    """What D11 says of the conversation at the desk."""
    blocks = consents(Record(case.form, case.answers, case.as_of, {}, conversation))
    found = [block for block in blocks if isinstance(block, Entries) and block.heading.startswith("Das Gespräch")]
    return {entry.label: str(entry.value) for block in found for entry in block.entries}


def test_the_reading_help_and_the_read_back_are_printed(cases: dict[str, ExampleCase]) -> None:
    conversation = Conversation(
        reading_helps=(ReadingHelp("ckb", "draft", "0123456789abcdef" + 48 * "0"),),
        helper="Nora Beispiel",
        read_back_in="ckb",
        interpreter="Nora Beispiel",
        steps=("Familie",),
    )

    assert told_of(cases["C1"], conversation) == {
        "Lesehilfe neben dem deutschen Text": (
            "Zentralkurdisch, von keinem Menschen geprüft (Prüfsumme 0123456789abcdef)"
        ),
        "Beim Verstehen geholfen hat": "Nora Beispiel",
        "Rückübersetzung bestätigt": "Zentralkurdisch",
        "Rückübersetzt hat": "Nora Beispiel",
        "Auch einzeln rückübersetzt": "Familie",
    }


def test_a_dossier_without_a_conversation_says_nothing_of_one(cases: dict[str, ExampleCase]) -> None:
    assert told_of(cases["C1"], Conversation()) == {}
