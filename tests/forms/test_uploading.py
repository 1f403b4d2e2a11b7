"""Files at the attachments: refused ones are told plainly, and nothing else is lost."""

import pytest

from documents.journal import Act, JournalLine
from documents.uploads import Upload
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DUTY = "anlagen_liste.t-duldung_kopie.an_datei"


@pytest.fixture
def attachments(browser: Browser) -> Browser:
    while browser.step != "anlagen":
        browser.press("onward")
    return browser


def test_a_refused_file_gets_its_sentence_and_loses_nothing_else(attachments: Browser, pdf: bytes) -> None:
    title = "anlagen_liste.t-duldung_kopie.an_titel"

    attachments.press("next", {title: "Duldung"}, {DUTY: [("gut.pdf", pdf), ("kaputt.pdf", b"kein PDF")]})

    assert attachments.step == "anlagen"
    assert "„kaputt.pdf“" in attachments.html
    assert attachments.shown(title) == ["Duldung"]
    assert [upload.display_name for upload in Upload.objects.of(attachments.draft_id)] == ["gut.pdf"]
    assert JournalLine.objects.filter(act=Act.ATTACHMENT_REJECTED).count() == 1


def test_the_sentence_is_gone_after_the_next_save(attachments: Browser) -> None:
    attachments.press("save", files={DUTY: [("kaputt.pdf", b"kein PDF")]})
    assert "kaputt.pdf" in attachments.go(attachments.path).html

    attachments.press("save")

    assert "kaputt.pdf" not in attachments.html


def test_type_title_and_person_are_proposed(attachments: Browser) -> None:
    assert attachments.shown("anlagen_liste.t-duldung_kopie.an_typ") == ["duldung_kopie"]
    assert attachments.shown("anlagen_liste.t-duldung_kopie.an_titel") == [
        "Kopie der Duldung oder des aktuellen Papiers"
    ]
    assert attachments.shown("anlagen_liste.t-duldung_kopie.an_person") == ["antragsteller"]


def test_a_chosen_type_proposes_the_title(attachments: Browser) -> None:
    attachments.press("save", {"anlagen_liste.n1.an_typ": "lebenslauf"})

    assert attachments.shown("anlagen_liste.n1.an_titel") == ["Tabellarischer Lebenslauf"]


def test_a_cleared_proposal_is_not_made_again(attachments: Browser) -> None:
    attachments.press("save", {"anlagen_liste.t-duldung_kopie.an_titel": ""})
    attachments.press("save")

    assert attachments.shown("anlagen_liste.t-duldung_kopie.an_titel") == [""]


def test_removing_an_attachment_removes_its_files(attachments: Browser, pdf: bytes) -> None:
    attachments.press("save", files={DUTY: [("eins.pdf", pdf), ("zwei.pdf", pdf)]})

    attachments.press("remove:anlagen_liste:t-duldung_kopie")

    assert not Upload.objects.of(attachments.draft_id).exists()
    assert "t-duldung_kopie" not in attachments.html


def test_rows_without_a_file_are_no_attachments(attachments: Browser) -> None:
    attachments.press("next")

    assert attachments.step == "einwilligung"


def test_a_file_for_a_place_the_page_does_not_have_is_ignored(attachments: Browser, pdf: bytes) -> None:
    attachments.press("save", files={"begruendung": [("fremd.pdf", pdf)]})

    assert not Upload.objects.of(attachments.draft_id).exists()
