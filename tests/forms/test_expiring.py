"""Drafts that nobody changes end after 90 days, with all that belongs to them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from documents import keystore, sealed_files
from documents.actors import SYSTEM, Actor
from documents.journal import Act, JournalLine
from documents.sweeping import tell_the_floors_above
from documents.uploads import Upload
from forms import expiring, tasks
from forms.drafts import KEPT, Draft, OtherOrganisation, hand_over
from tests.forms.asking import actor
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = timedelta(days=1)
DUTY = "anlagen_liste.t-duldung_kopie.an_datei"
KIM = replace(actor("Kim Kollegin"), ref="ref-kim")  # the journal takes codes only


def last_change(browser: Browser) -> datetime:
    return browser.draft.changed_at


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_after_90_days_a_draft_its_files_and_its_key_are_gone(browser: Browser, pdf: bytes) -> None:
    subject = browser.draft.pk
    while browser.step != "anlagen":
        browser.press("onward")
    browser.press("save", files={DUTY: [("duldung.pdf", pdf)]})
    upload = Upload.objects.of(subject).get()

    assert expiring.erase_expired(last_change(browser) + KEPT - timedelta(seconds=1)) == 0
    assert expiring.erase_expired(last_change(browser) + KEPT) == 1

    assert not Draft.objects.filter(pk=subject).exists()
    assert not Upload.objects.of(subject).exists()
    assert not sealed_files.storage().exists(upload.original_file)
    assert not sealed_files.storage().exists(upload.pdf_file)
    assert not keystore.has_key(subject)
    line = JournalLine.objects.get(subject=subject, act=Act.DRAFT_EXPIRED)
    assert line.actor_ref == SYSTEM.ref


def test_each_change_gives_a_draft_its_whole_time_again(browser: Browser, at_day: Callable[[date], None]) -> None:
    began = last_change(browser)
    at_day((began + 80 * DAY).date())
    browser.press("save", {"cm_telefon": "0231 12"})
    changed = last_change(browser)

    assert changed > began + 79 * DAY
    assert expiring.erase_expired(began + KEPT + DAY) == 0
    assert expiring.erase_expired(changed + KEPT) == 1


def test_looking_at_a_draft_does_not_lengthen_its_life(browser: Browser) -> None:
    began = last_change(browser)

    browser.go(browser.path)

    assert last_change(browser) == began


def test_what_was_handed_in_does_not_end_as_a_draft(browser: Browser) -> None:
    Draft.objects.update(submitted_at=timezone.now())

    assert expiring.erase_expired(timezone.now() + 10 * KEPT) == 0


def test_the_sweeper_rings_only_when_a_draft_is_due_and_the_worker_erases_it(
    browser: Browser, at_day: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(expiring, "call_worker", lambda task, queue: rung.append(task))
    tell_the_floors_above()
    assert rung == []

    at_day((last_change(browser) + KEPT + DAY).date())
    tell_the_floors_above()
    tasks.erase_expired_drafts()

    assert rung == [tasks.erase_expired_drafts.name]
    assert not Draft.objects.exists()


def test_a_draft_goes_to_a_colleague_with_one_line_of_who_to_whom_and_when(browser: Browser, marte: Actor) -> None:
    changed = last_change(browser)

    hand_over(browser.draft, to=KIM, by=marte)

    assert browser.draft.owner_ref == KIM.ref
    assert last_change(browser) == changed
    line = JournalLine.objects.get(subject=browser.draft.pk, act=Act.DRAFT_HANDED_OVER)
    assert (line.actor_ref, line.details) == (marte.ref, {"to": KIM.ref})


def test_whoever_takes_over_is_named_as_case_manager(
    browser: Browser, open_browser: Callable[[Actor], Browser], marte: Actor
) -> None:
    hand_over(browser.draft, to=KIM, by=marte)

    colleague = open_browser(KIM).go(browser.path)
    colleague.press("save")

    assert browser.draft.ledger().values["cm_name"] == "Kim Kollegin"


@pytest.mark.parametrize("stranger", [actor("Jonte", "south"), actor("Lea", "north", **{"forms.fills": ""})])
def test_a_draft_never_leaves_its_organisation_or_those_who_fill_forms(
    browser: Browser, marte: Actor, stranger: Actor
) -> None:
    with pytest.raises(OtherOrganisation):
        hand_over(browser.draft, to=stranger, by=marte)

    assert browser.draft.owner_ref == marte.ref
