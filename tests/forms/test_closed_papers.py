"""Papers that tell of health are closed until the person has agreed to such data (purpose P2)."""

import re

import pytest
from django.utils.datastructures import MultiValueDict

from documents.uploads import Upload
from forms.closed_papers import is_closed, special_types
from forms.ledger import GATE
from forms.passes import Pass, Purpose
from forms.reading import shipped_form
from forms.sending import open_for_photos, receive
from tests.documents.hostile import picture
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TYPE = "anlagen_liste.n1.an_typ"
FILE = "anlagen_liste.n1.an_datei"
SENTENCE = "Unterlagen zu Gesundheit, Behinderung oder Gewalt"


@pytest.fixture
def attachments(browser: Browser) -> Browser:
    return browser.reach("anlagen")


def option(html: str, kind: str) -> str:
    """The first option of this type as the page has it."""
    found = re.search(rf'<option value="{kind}"[^>]*>', html)
    assert found is not None
    return found[0]


def test_which_papers_are_meant_says_the_class_of_their_type() -> None:
    form = shipped_form()

    assert special_types(form) == {"attest", "behinderung_pflege"}
    assert is_closed(form, {TYPE: "attest"}, FILE)
    assert not is_closed(form, {TYPE: "attest", GATE: True}, FILE)
    assert not is_closed(form, {TYPE: "lebenslauf"}, FILE)
    assert not is_closed(form, {}, "begruendung")


def test_the_page_says_why_and_where_and_offers_no_such_type(attachments: Browser) -> None:
    assert SENTENCE in attachments.html
    assert f'name="{GATE}"' in attachments.html
    assert option(attachments.html, "attest").endswith(" hidden>")
    assert "hidden" not in option(attachments.html, "lebenslauf")


def test_with_the_tick_the_types_are_there(attachments: Browser) -> None:
    attachments.press("save", {GATE: True})

    assert "hidden" not in option(attachments.html, "attest")


def test_a_type_that_is_sent_all_the_same_is_not_taken_and_nothing_else_is_lost(attachments: Browser) -> None:
    attachments.press("next", {TYPE: "attest", "anlagen_liste.n1.an_titel": "Brief"})

    assert attachments.step == "anlagen"
    assert "„Ärztliche Bescheinigung“: Unterlagen zu Gesundheit" in attachments.html
    assert attachments.shown(TYPE) == [""]
    assert attachments.shown("anlagen_liste.n1.an_titel") == ["Brief"]


def test_no_file_of_such_a_type_is_stored(attachments: Browser, pdf: bytes) -> None:
    attachments.press("save", {TYPE: "attest"}, {FILE: [("arzt.pdf", pdf)]})

    assert "„arzt.pdf“: Unterlagen zu Gesundheit" in attachments.html
    assert not Upload.objects.of(attachments.draft_id).exists()


def test_tick_type_and_file_may_come_together(attachments: Browser, pdf: bytes) -> None:
    attachments.press("save", {GATE: True, TYPE: "attest"}, {FILE: [("arzt.pdf", pdf)]})

    assert attachments.shown(TYPE) == ["attest"]
    assert Upload.objects.of(attachments.draft_id).get().display_name == "arzt.pdf"


def test_what_is_there_already_stays_when_the_tick_is_taken_back(attachments: Browser, pdf: bytes) -> None:
    attachments.press("save", {GATE: True, TYPE: "attest"}, {FILE: [("arzt.pdf", pdf)]})

    attachments.press("save", {GATE: False}, {FILE: [("mehr.pdf", pdf)]})

    assert attachments.shown(TYPE) == ["attest"]
    assert [one.display_name for one in Upload.objects.of(attachments.draft_id)] == ["arzt.pdf"]
    assert "arzt.pdf" in attachments.html


def test_a_phone_brings_no_such_paper_either(attachments: Browser) -> None:
    attachments.press("save", {GATE: True, TYPE: "attest"})
    open_for_photos(attachments.draft, FILE, by=attachments.actor)
    attachments.press("save", {GATE: False})

    class Photo:
        name = "IMG_1.jpg"
        size = 10

        def read(self) -> bytes:
            return picture()

    taken = receive(Pass.objects.get(purpose=Purpose.PHOTOS), [Photo()], MultiValueDict())

    assert (taken.uploads, [one.code for one in taken.refusals[FILE]]) == ([], ["waits_for_consent"])


def test_the_person_reads_the_sentence_in_her_language(attachments: Browser) -> None:
    attachments.press("desk", {"desk.language": "tr"})

    told = re.sub(r"<[^>]+>", " ", attachments.html.partition(SENTENCE)[2][:900])
    assert "onay verdikten sonra eklenebilir" in told
