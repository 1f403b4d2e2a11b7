"""Files at the attachments: refused ones are told plainly, and nothing else is lost."""

import re
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from documents.journal import Act, JournalLine
from documents.sweeping import clean_up
from documents.uploads import Upload, accept_upload
from forms.uploading import limits_of
from tests.documents.ordering import pdf as many_pages
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DUTY = "anlagen_liste.t-duldung_kopie.an_datei"


@pytest.fixture
def attachments(browser: Browser) -> Browser:
    return browser.reach("anlagen")


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


def test_the_empty_row_at_the_end_cannot_be_removed_until_it_holds_something(attachments: Browser) -> None:
    hidden = '<p class="item__out" hidden><button class="button button--plain" name="action" value="remove:'
    assert f"{hidden}anlagen_liste:n1" in attachments.html
    assert attachments.html.count(hidden) == 1

    attachments.press("save", {"anlagen_liste.n1.an_typ": "lebenslauf"})

    assert f"{hidden}anlagen_liste:n1" not in attachments.html
    assert attachments.html.count(hidden) == 1


def test_rows_without_a_file_are_no_attachments(attachments: Browser) -> None:
    attachments.press("next")

    assert attachments.step == "einwilligung"


def test_a_file_for_a_place_the_page_does_not_have_is_ignored(attachments: Browser, pdf: bytes) -> None:
    attachments.press("save", files={"begruendung": [("fremd.pdf", pdf)]})

    assert not Upload.objects.of(attachments.draft_id).exists()


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_saves_of_another_tab_take_no_file_that_is_just_being_attached(attachments: Browser) -> None:
    names = [f"Anlage {number}.pdf" for number in range(3)]
    other = attachments.tab().open_step("person")
    is_done, saves = Event(), []

    def attach() -> None:
        attachments.press("save", files={DUTY: [(name, many_pages(20, name)) for name in names]})
        connections.close_all()
        is_done.set()

    uploading = Thread(target=attach)
    uploading.start()
    while not is_done.is_set():
        saves.append(other.press("autosave", {"strasse": f"Beispielweg {len(saves)}"}).status)
    uploading.join()

    held = attachments.draft.ledger().values[DUTY]
    assert set(saves) == {200}
    assert len(saves) > 1
    assert [upload.display_name for upload in Upload.objects.of(attachments.draft_id)] == names
    assert {str(upload.pk) for upload in Upload.objects.of(attachments.draft_id)} == set(held)
    assert attachments.draft.ledger().values["strasse"] == f"Beispielweg {len(saves) - 1}"


def lying_about(browser: Browser, pdf: bytes, *, for_hours: float) -> Upload:
    """A file that no answer names, as a half-done act might leave it."""
    limits = limits_of(browser.draft.definition.file_rules)
    upload = accept_upload(subject=browser.draft_id, name="verloren.pdf", data=pdf, limits=limits, by=browser.actor)
    Upload.objects.filter(pk=upload.pk).update(created_at=timezone.now() - timedelta(hours=for_hours))
    return upload


def test_the_sweeper_removes_what_no_answer_names_for_an_hour(attachments: Browser, pdf: bytes) -> None:
    attachments.press("save", files={DUTY: [("gut.pdf", pdf)]})
    Upload.objects.update(created_at=timezone.now() - timedelta(hours=2))
    lying_about(attachments, pdf, for_hours=1.1)
    young = lying_about(attachments, pdf, for_hours=0.9)

    assert clean_up().uploads == 1

    names = [upload.display_name for upload in Upload.objects.of(attachments.draft_id).exclude(pk=young.pk)]
    assert names == ["gut.pdf"]
    assert Upload.objects.filter(pk=young.pk).exists()


def test_a_save_leaves_alone_what_it_did_not_take_out(attachments: Browser, pdf: bytes) -> None:
    young = lying_about(attachments, pdf, for_hours=0)

    attachments.press("save")

    assert Upload.objects.filter(pk=young.pk).exists()


def test_the_sweeper_leaves_the_files_of_what_was_handed_in(attachments: Browser, pdf: bytes) -> None:
    lying_about(attachments, pdf, for_hours=5)
    type(attachments.draft).objects.update(submitted_at=timezone.now())

    assert clean_up().uploads == 0


def test_the_room_is_for_all_files_of_one_page_together(attachments: Browser, pdf: bytes) -> None:
    many = [(f"{number}.pdf", pdf) for number in range(32)]

    attachments.press("save", files={DUTY: many})

    assert Upload.objects.of(attachments.draft_id).count() == 30
    assert "„30.pdf“" in attachments.html
    assert "„31.pdf“" in attachments.html


def test_files_sent_together_beyond_the_limit_are_named_and_the_rest_is_taken(
    attachments: Browser, pdf: bytes, settings: Any
) -> None:
    settings.UPLOAD_LIMITS = {"forms:step": 3 * len(pdf)}

    attachments.press("save", {"frage": ""}, {DUTY: [("eins.pdf", pdf), ("gross.pdf", pdf * 3), ("zwei.pdf", pdf)]})

    assert attachments.status == 200
    assert [upload.display_name for upload in Upload.objects.of(attachments.draft_id)] == ["eins.pdf", "zwei.pdf"]
    assert "„gross.pdf“" in attachments.html


def test_a_file_for_an_entry_taken_out_meanwhile_brings_it_back(attachments: Browser, pdf: bytes) -> None:
    attachments.press("save", {"anlagen_liste.n1.an_typ": "lebenslauf"})
    other = attachments.tab()
    attachments.press("remove:anlagen_liste:n1")

    other.press("save", files={"anlagen_liste.n1.an_datei": [("lebenslauf.pdf", pdf)]})

    assert [upload.display_name for upload in Upload.objects.of(attachments.draft_id)] == ["lebenslauf.pdf"]
    assert "lebenslauf.pdf" in other.html


def test_a_sentence_about_a_refused_file_outlives_the_saves_of_another_tab(attachments: Browser) -> None:
    other = attachments.tab().open_step("person")
    attachments.press("save", files={DUTY: [("kaputt.pdf", b"kein PDF")]})

    other.press("autosave")
    other.press("save")

    assert "kaputt.pdf" in attachments.go(attachments.path).html


def test_only_files_can_be_dropped(attachments: Browser) -> None:
    attachments.open_step("person").press("save", {"vornamen": "Anna"})

    attachments.press("drop:vornamen:x")

    assert attachments.draft.ledger().values["vornamen"] == "Anna"


def test_a_file_that_cannot_be_stored_is_told_and_the_answers_are_saved(
    attachments: Browser, pdf: bytes, settings: Any, tmp_path: Path
) -> None:
    title, blocked = "anlagen_liste.t-duldung_kopie.an_titel", tmp_path / "no-folder"
    blocked.write_text("a file stands where the folder should be")
    store = {"BACKEND": "documents.sealed_files.SealedFileSystemStorage", "OPTIONS": {"location": str(blocked)}}
    settings.STORAGES = {**settings.STORAGES, "sealed": store}

    attachments.press("save", {title: "Duldung"}, {DUTY: [("gut.pdf", pdf)]})

    assert attachments.status == 200
    assert "„gut.pdf“" in attachments.html
    assert attachments.shown(title) == ["Duldung"]


def test_the_review_names_the_attachments_that_got_no_file(attachments: Browser, pdf: bytes) -> None:
    attachments.press("onward", files={DUTY: [("duldung.pdf", pdf)]}).press("onward").press("onward")

    assert attachments.step == "abschluss"
    [told] = re.findall(r"Ohne Datei, wird nicht eingereicht</p><ul>(.*?)</ul>", attachments.html)
    assert "Unterschriebene Einwilligung" in told
    assert "Duldung" not in told
