"""Handing in: once, whole, and only what still applies."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
import yaml
from django.contrib.messages import get_messages
from django.db import connections

from documents import sealed_files
from documents.journal import Act, JournalLine
from documents.uploads import Upload, accept_upload, remove_upload
from forms.catalogues import german_of, shipped_translations
from forms.conversation import HELPER
from forms.desk import Desk
from forms.drafts import Draft, open_draft
from forms.ledger_lines import Stamp
from forms.models import ConsentText, FormVersion, Submission
from forms.places import decompose
from forms.signals import submission_sealed
from forms.submit import NotReady, submit_draft
from forms.translations import load_drafts
from forms.uploading import limits_of
from tests.documents.ordering import pdf as many_pages
from tests.forms.asking import actor
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
STAMP = Stamp(by="Marte Feldhaus", at="2026-02-16T12:00+01:00")
TODAY = date(2026, 2, 16)
SHEET = {
    "ew_zwecke": ["P0", "P1", "P3", "P4", "P5", "P6"],
    "ew_sprache": "ckb",
    "ew_erlaeutert": "uebersetzt",
    "ew_sprachmittler": "Nora Beispiel",
    "ew_datum": "2026-02-10",
    "ew_form": "papier_scan",
    "ew_widerruf_erklaert": True,
}


@pytest.fixture
def c1(samples: Path) -> dict[str, Any]:
    answers = dict(yaml.safe_load((samples / "cases.yaml").read_text())["cases"][0]["answers"])
    return answers | {"anlagen_liste": answers["anlagen_liste"][:3]}


@pytest.fixture
def full(db: None, c1: dict[str, Any], pdf: bytes) -> Draft:
    """A draft of case C1 that can be handed in, with one file at each attachment."""
    marte = actor()
    draft = open_draft(FormVersion.objects.current("kurzantrag"), by=marte)
    ledger = draft.ledger()
    places = decompose(draft.definition, {key: value for key, value in c1.items() if key != "einwilligungen"})
    for place in places:
        if place.endswith(".an_datei"):
            limits = limits_of(draft.definition.file_rules)
            upload = accept_upload(subject=draft.pk, name=places[place], data=pdf, limits=limits, by=marte)
            places[place] = [str(upload.pk)]
    for signer in ("antragsteller", "F1"):
        places |= {f"einwilligungen.{signer}.{key}": value for key, value in SHEET.items()}
    ledger.write(places, STAMP)
    draft.put(ledger)
    draft.reached = 11
    draft.save()
    return draft


@pytest.fixture
def told() -> Iterator[list[Submission]]:
    """Submissions the floor above heard of."""
    heard: list[Submission] = []

    def hear(sender: object, submission: Submission, **details: object) -> None:
        heard.append(submission)

    submission_sealed.connect(hear)
    yield heard
    submission_sealed.disconnect(hear)


def change(draft: Draft, **values: Any) -> None:
    ledger = draft.ledger()
    ledger.write(values, STAMP)
    draft.put(ledger)
    draft.save()


def test_a_full_draft_is_handed_in_sealed_and_pinned(full: Draft, c1: dict[str, Any], told: list[Submission]) -> None:
    submission = submit_draft(full, by=actor(), today=TODAY)

    consent = ConsentText.objects.current("kurzantrag")
    assert told == [submission]
    assert submission.form_version == full.form_version
    assert (submission.consent_text, submission.consent_sha256) == (consent, consent.sha256)
    assert submission.answers()["einwilligungen"] == c1["einwilligungen"]
    assert submission.findings() == {"warnings": [], "infos": [], "exclusions": [], "flags": []}
    assert b"Karvani" not in bytes(submission.sealed_answers)


def test_handing_in_again_gives_the_same_submission(full: Draft, told: list[Submission]) -> None:
    first = submit_draft(full, by=actor(), today=TODAY)
    again = submit_draft(full, by=actor(), today=TODAY)

    assert again == first
    assert told == [first]


def test_a_draft_with_errors_is_not_handed_in(full: Draft, told: list[Submission]) -> None:
    change(full, begruendung="Zu kurz.")

    with pytest.raises(NotReady):
        submit_draft(full, by=actor(), today=TODAY)

    assert not Submission.objects.exists()
    assert told == []


def test_an_account_that_may_not_submit_is_stopped(full: Draft) -> None:
    with pytest.raises(NotReady):
        submit_draft(full, by=actor(**{"account.recognised": "no"}), today=TODAY)


def test_two_different_answers_to_one_question_stop_handing_in(full: Draft) -> None:
    ledger = full.ledger()
    ledger.save({"frage": "Erste Fassung."}, base=0, stamp=STAMP)
    assert ledger.rivals
    full.put(ledger)
    full.save()

    with pytest.raises(NotReady):
        submit_draft(full, by=actor(), today=TODAY)


def test_different_answers_to_a_question_that_is_not_asked_stop_nothing(full: Draft, c1: Any) -> None:
    """Here the lawyer's name where nobody has one."""
    ledger = full.ledger()
    for value in ("Kanzlei A", "Kanzlei B"):
        ledger.save({"anwalt_name": value}, base=0, stamp=STAMP)
    assert ledger.rivals
    full.put(ledger)
    full.save()

    submission = submit_draft(full, by=actor(), today=TODAY)

    assert "anwalt_name" not in submission.answers()
    assert JournalLine.objects.get(act=Act.APPLICATION_ANSWERS_DROPPED).details["number"] == "2"


def test_answers_that_no_longer_apply_are_dropped_with_a_journal_line(full: Draft) -> None:
    change(full, haerte_aspekte=["kindeswohl", "sprache", "verwurzelung"])

    submission = submit_draft(full, by=actor(), today=TODAY)

    line = JournalLine.objects.get(act=Act.APPLICATION_ANSWERS_DROPPED)
    assert "a_arbeit" not in submission.answers()
    assert line.details == {"number": "1", "dropped.1": "a_arbeit"}
    assert "a_arbeit" not in str(full.__class__.objects.get(pk=full.pk).ledger().values)


def test_if_the_receiver_fails_nothing_is_handed_in(full: Draft) -> None:
    def fail(**details: object) -> None:
        raise RuntimeError("no case can be opened")

    submission_sealed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            submit_draft(full, by=actor(), today=TODAY)
    finally:
        submission_sealed.disconnect(fail)

    assert not Submission.objects.exists()
    assert not Draft.objects.get(pk=full.pk).is_submitted


def test_files_no_answer_names_are_removed(full: Draft, pdf: bytes) -> None:
    limits = limits_of(full.definition.file_rules)
    orphan = accept_upload(subject=full.pk, name="liegengeblieben.pdf", data=pdf, limits=limits, by=actor())

    submit_draft(full, by=actor(), today=TODAY)

    assert not Upload.objects.filter(pk=orphan.pk).exists()
    assert Upload.objects.of(full.pk).count() == 3


def test_a_file_that_is_gone_stops_handing_in_until_it_is_added_again(
    full: Draft, open_browser: Any, at_day: Any, pdf: bytes
) -> None:
    at_day(TODAY)
    lost = str(full.ledger().values["anlagen_liste.n1.an_datei"][0])
    remove_upload(Upload.objects.get(pk=lost), actor())

    with pytest.raises(NotReady):
        submit_draft(full, by=actor(), today=TODAY)
    browser = at_review(open_browser, full)
    assert "#f-anlagen_liste-n1-an_datei" in browser.html

    browser.open_step("anlagen").press("save", files={"anlagen_liste.n1.an_datei": [("wieder.pdf", pdf)]})
    assert submit_draft(full, by=actor(), today=TODAY).number == 1


def at_review(open_browser: Any, draft: Draft) -> Browser:
    return open_browser(actor()).go(f"/de/antrag/{draft.pk}/abschluss/")


def test_the_review_page_hands_in_and_leads_to_the_case(full: Draft, open_browser: Any, at_day: Any) -> None:
    at_day(TODAY)
    browser = at_review(open_browser, full)

    browser.press("submit")

    assert browser.path == f"/de/antrag/{full.pk}/"
    assert Submission.objects.count() == 1


def test_reading_an_address_never_hands_in(full: Draft, open_browser: Any, at_day: Any) -> None:
    at_day(TODAY)

    at_review(open_browser, full).go(f"/de/antrag/{full.pk}/abschluss/?action=submit")

    assert not Submission.objects.exists()


def test_a_second_press_in_another_tab_leads_to_the_same_case(full: Draft, open_browser: Any, at_day: Any) -> None:
    at_day(TODAY)
    browser = at_review(open_browser, full)
    other = browser.tab()

    browser.press("submit")
    other.press("submit")

    assert other.path == browser.path == f"/de/antrag/{full.pk}/"
    assert Submission.objects.count() == 1


def test_a_failing_receiver_is_told_plainly_and_nothing_is_lost(full: Draft, open_browser: Any, at_day: Any) -> None:
    at_day(TODAY)
    browser = at_review(open_browser, full)

    def fail(**details: object) -> None:
        raise RuntimeError("no case can be opened")

    submission_sealed.connect(fail)
    browser.press("submit")
    submission_sealed.disconnect(fail)

    assert browser.step == "abschluss"
    assert "nothing was handed in" in browser.html or "nichts eingereicht" in browser.html
    assert Draft.objects.get(pk=full.pk).ledger().values["familienname"] == "Karvani"


DUTY = "anlagen_liste.n1.an_datei"


def test_a_page_sent_after_handing_in_says_so_and_leaves_no_file(
    full: Draft, open_browser: Any, at_day: Any, pdf: bytes
) -> None:
    at_day(TODAY)
    late = open_browser(actor()).go(f"/de/antrag/{full.pk}/anlagen/")
    submission = submit_draft(full, by=actor(), today=TODAY)

    late.press("save", files={DUTY: [("spaet.pdf", pdf)]})

    told = [str(message) for message in get_messages(late.response.wsgi_request)]
    assert late.path == f"/de/antrag/{full.pk}/"
    assert len(told) == 1
    assert "bereits eingereicht" in told[0]
    assert Upload.objects.of(full.pk).count() == 3
    assert Submission.objects.get() == submission


def test_a_script_that_saves_after_handing_in_gets_a_sentence(full: Draft, open_browser: Any, at_day: Any) -> None:
    at_day(TODAY)
    late = open_browser(actor()).go(f"/de/antrag/{full.pk}/anlagen/")
    submit_draft(full, by=actor(), today=TODAY)

    reply = late.client.post(late.path, {"action": "autosave"}, headers={"X-Requested-With": "script"})

    assert reply.status_code == 409
    assert "bereits eingereicht" in reply.content.decode()


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_files_still_being_examined_when_the_draft_is_handed_in_are_removed_and_told(
    full: Draft, open_browser: Any, a_gate_for_each_file: None
) -> None:
    """The upload is well on its way when another tab hands in; the person hears that the files came too late."""
    late = open_browser(actor()).go(f"/de/antrag/{full.pk}/anlagen/")
    files_before = set(sealed_files.all_names())
    sent = {DUTY: [(f"{number}.pdf", many_pages(40, "x")) for number in range(3)]}

    def upload() -> None:
        late.press("save", files=sent)
        connections.close_all()

    uploading = Thread(target=upload)
    uploading.start()
    while set(sealed_files.all_names()) == files_before:  # until the first of the files is sealed
        assert uploading.is_alive()
    submit_draft(full, by=actor(), today=TODAY)
    uploading.join()

    assert late.path == f"/de/antrag/{full.pk}/"
    assert [str(one) for one in get_messages(late.response.wsgi_request)]
    assert Upload.objects.of(full.pk).count() == 3
    assert set(sealed_files.all_names()) == files_before


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_two_at_once_make_one_submission(full: Draft) -> None:
    barrier, numbers = Barrier(2), []

    def submit() -> None:
        barrier.wait()
        numbers.append(submit_draft(full, by=actor(), today=TODAY).pk)
        connections.close_all()

    threads = [Thread(target=submit) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(numbers)) == 1
    assert len(numbers) == 2
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("desk", ["de", "ar", "ckb"])
def test_the_record_names_every_translation_that_was_read_whatever_the_desk_shows_at_the_end(
    full: Draft, desk: str
) -> None:
    german = german_of(full.definition, ConsentText.objects.current("kurzantrag"))
    for language in ("ar", "ckb", "tr"):
        load_drafts("kurzantrag", language, german, shipped_translations(language))
    for signer, spoken in (("antragsteller", "ckb"), ("F1", "tr")):
        start = f"einwilligungen.{signer}"
        change(full, **{f"{start}.ew_erlaeutert": "vorgelesen", f"{start}.ew_sprache": spoken})
    change(full, **{HELPER: "Nora Beispiel"})
    ledger = full.ledger()
    ledger.desk = Desk(desk)
    full.put(ledger)
    full.save()

    told = submit_draft(full, by=actor(), today=TODAY).conversation()

    assert {one.language for one in told.reading_helps} == {"ckb", "tr", desk} - {"de"}
    assert told.helper == "Nora Beispiel"
