from documents.content import Content, Table
from forms.case_files import ExampleCase
from forms.definition import Severity
from forms.reading import shipped_form
from forms.validation import Problem
from gremium.cases.dossier_content import wording
from gremium.cases.dossier_content.facts import fact
from gremium.cases.dossier_content.record import Record
from tests.gremium.cases.conftest import Composer


def said(content: Content) -> dict[str, str]:
    tables = [block for section in content.sections for block in section.blocks if isinstance(block, Table)]
    return {row[0]: row[2] for block in tables if block.heading == wording.FINDINGS for row in block.rows}


def test_each_warning_and_hint_of_the_shipped_form_has_a_fact_for_members() -> None:
    softer = {code for code, rule in shipped_form().rules.items() if rule.severity is not Severity.ERROR}

    assert softer == set(wording.RULE_FACTS)
    assert not [text for text in wording.RULE_FACTS.values() if "bitte" in text.lower() or "?" in text]


def test_members_read_a_fact_where_the_case_manager_reads_a_request(composed: Composer) -> None:
    content = composed("C1", {"anwalt": "ja", "anwalt_informiert": "nein"})

    assert said(content)["V04"] == "Die Kanzlei weiß nach Angabe noch nichts von diesem Antrag."


def test_a_named_guardian_leaves_nothing_to_say_about_a_minor(composed: Composer) -> None:
    assert "V07" not in said(composed("C2"))
    assert said(composed("C2", {"gesetzliche_vertretung": {}}))["V07"].endswith("ist nicht angegeben.")


def test_the_paper_that_is_missing_is_named(composed: Composer, cases: dict[str, ExampleCase]) -> None:
    listed = [item for item in cases["C1"].answers["anlagen_liste"] if item["an_typ"] != "bescheid_abh"]
    without_both = [item for item in listed if item["an_typ"] != "duldung_kopie"]

    assert said(composed("C1", {"anlagen_liste": listed}))["V29"] == "Nicht beigefügt: Schreiben der Ausländerbehörde."
    assert said(composed("C1", {"anlagen_liste": without_both}))["V29"] == (
        "Nicht beigefügt: Kopie des aktuellen Papiers, Schreiben der Ausländerbehörde."
    )


def test_a_rule_that_an_editor_adds_or_words_anew_speaks_for_itself(cases: dict[str, ExampleCase]) -> None:
    case = cases["C1"]
    record = Record(case.form, case.answers, case.as_of, {})

    anew = Problem("V04", Severity.WARNING, "anwalt_informiert", "Kanzlei zuerst fragen.")
    added = Problem("V99", Severity.INFO, "", "Etwas Neues.")

    assert [fact(record, anew), fact(record, added)] == ["Kanzlei zuerst fragen.", "Etwas Neues."]
