from datetime import date

from documents.content import Table
from forms.answers import visible
from forms.case_files import ExampleCase
from gremium.cases.dossier_content import AttachmentFacts, attachment_files
from tests.gremium.cases.conftest import Composer
from tests.gremium.cases.said import text_of


def test_files_go_by_the_key_of_their_attachment_in_the_order_given(cases: dict[str, ExampleCase]) -> None:
    case = cases["C4"]
    listed = [dict(one) for one in case.answers["anlagen_liste"][:2]]
    listed[1]["an_datei"] = ["b.pdf", "a.jpg"]
    answers = visible(case.form, {**case.answers, "anlagen_liste": listed}, case.as_of).answers

    files = attachment_files(case.form, answers, day=date(2026, 6, 15))

    assert files == {"anlage-1": ("c4_einwilligung.pdf",), "anlage-2": ("b.pdf", "a.jpg")}


def test_the_list_says_number_type_title_person_date_language_and_pages(composed: Composer) -> None:
    uploads = {
        "c1_einwilligung.pdf": AttachmentFacts(name="c1_einwilligung.pdf", pages=3),
        "c1_duldung.pdf": AttachmentFacts(name="c1_duldung.pdf", problem="Die Datei ist leer."),
    }

    content = composed("C1", uploads=uploads)

    listed = next(block for one in content.sections if one.code == "D12" for block in one.blocks)
    assert isinstance(listed, Table)
    assert listed.rows[0] == (
        "1",
        "Unterschriebene Einwilligung",
        "Einwilligungen Eltern und Kinder",
        "Shirin Karvani (antragstellende Person)",
        "10.02.2026",
        "mit Übersetzung",
        "3",
    )
    assert listed.rows[1][-1] == "fehlt"


def test_a_file_that_could_not_be_read_is_named_on_its_divider(composed: Composer) -> None:
    uploads = {"c1_duldung.pdf": AttachmentFacts(name="c1_duldung.pdf", problem="Die Datei ist leer.")}

    content = composed("C1", uploads=uploads)

    assert "Die Datei ist leer." in [entry.value for entry in content.attachments[1].entries]


def test_an_attachment_whose_file_is_missing_is_still_listed(composed: Composer) -> None:
    content = composed("C1", {"anlagen_liste": [{"an_typ": "attest", "an_titel": "Brief der Praxis"}]})

    assert [(one.key, one.title) for one in content.attachments] == [("anlage-1", "Brief der Praxis")]
    assert "Brief der Praxis" in text_of(content, "D12")


def test_attachments_with_health_data_are_named_in_the_list(composed: Composer) -> None:
    assert "die Anlagen mit der Nummer 4, 5." in text_of(composed("C3"), "D12")
    assert "schutzwürdig" not in text_of(composed("C4"), "D12")


def test_what_an_attachment_shows_stands_on_its_divider_and_describes_its_pages(composed: Composer) -> None:
    said = "Der Brief bestätigt eine Behandlung seit Mai."
    paper = {"an_typ": "attest", "an_titel": "Brief der Praxis", "an_person": "antragsteller"}

    content = composed("C1", {"anlagen_liste": [paper | {"an_inhalt": said}, paper]})

    first, second = content.attachments
    assert (first.description, second.description) == (said, "")
    assert ("Was zeigt dieses Dokument in einem Satz?", said) in [(one.label, one.value) for one in first.entries]
    assert said not in text_of(content, "D12")
