"""Drafts that nobody changes end after 90 days, with all that belongs to them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from documents import keystore, sealed_files
from documents.actors import SYSTEM, Actor
from documents.journal import Act, JournalLine
from documents.journal_aliases import refs_behind
from documents.sweeping import tell_the_floors_above
from documents.uploads import Upload
from forms import expiring, tasks
from forms.drafts import KEPT, LAST_WARNING, Draft, OtherOrganisation, hand_over
from tests.forms.asking import actor
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = timedelta(days=1)
DUTY = "anlagen_liste.t-duldung_kopie.an_datei"
KIM = replace(actor("Kim Kollegin"), ref="ref-kim")  # the journal takes codes only


def last_change(browser: Browser) -> datetime:
    return browser.draft.changed_at


def remind(at: datetime | None) -> None:
    Draft.objects.update(reminded_at=at)


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_after_90_days_a_draft_its_files_and_its_key_are_gone(browser: Browser, pdf: bytes) -> None:
    subject = browser.draft.pk
    browser.reach("anlagen")
    browser.press("save", files={DUTY: [("duldung.pdf", pdf)]})
    upload = Upload.objects.of(subject).get()
    remind(last_change(browser) + 83 * DAY)

    assert expiring.erase_expired(last_change(browser) + KEPT - timedelta(seconds=1)) == 0
    assert expiring.erase_expired(last_change(browser) + KEPT) == 1

    assert not Draft.objects.filter(pk=subject).exists()
    assert not Upload.objects.of(subject).exists()
    assert not sealed_files.storage().exists(upload.original_file)
    assert not sealed_files.storage().exists(upload.pdf_file)
    assert not keystore.has_key(subject)
    line = JournalLine.objects.get(subject=subject, act=Act.DRAFT_EXPIRED)
    assert line.is_by(SYSTEM.ref)


def test_each_change_gives_a_draft_its_whole_time_again(browser: Browser, at_day: Callable[[date], None]) -> None:
    began = last_change(browser)
    at_day((began + 80 * DAY).date())
    browser.press("save", {"cm_telefon": "0231 12"})
    changed = last_change(browser)

    assert changed > began + 79 * DAY
    assert expiring.erase_expired(began + KEPT + DAY) == 0
    remind(changed + 83 * DAY)
    assert expiring.erase_expired(changed + KEPT) == 1


@pytest.mark.parametrize("last_told", [None, 60, 82.9])
def test_nothing_is_erased_of_whose_end_nobody_was_told(browser: Browser, last_told: float | None) -> None:
    remind(last_change(browser) + last_told * DAY if last_told else None)

    assert expiring.erase_expired(last_change(browser) + 200 * DAY) == 0


def test_a_late_reminder_leaves_the_promised_days_all_the_same(browser: Browser) -> None:
    told = last_change(browser) + 91 * DAY
    remind(told)

    assert browser.draft.kept_until == told + LAST_WARNING
    assert expiring.erase_expired(told + LAST_WARNING - timedelta(seconds=1)) == 0
    assert expiring.erase_expired(told + LAST_WARNING) == 1


def test_the_day_of_the_end_is_never_nearer_than_a_warning_that_is_still_to_be_given(
    browser: Browser, at_day: Callable[[date], None]
) -> None:
    assert browser.draft.kept_until == last_change(browser) + KEPT

    at_day((last_change(browser) + 100 * DAY).date())

    assert browser.draft.kept_until == timezone.now() + LAST_WARNING


def test_looking_at_a_draft_does_not_lengthen_its_life(browser: Browser) -> None:
    began = last_change(browser)

    browser.go(browser.path)

    assert last_change(browser) == began


def test_what_was_handed_in_does_not_end_as_a_draft(browser: Browser) -> None:
    Draft.objects.update(submitted_at=timezone.now())
    remind(last_change(browser) + KEPT)

    assert expiring.erase_expired(timezone.now() + 10 * KEPT) == 0


def test_the_sweeper_rings_only_when_a_draft_is_due_and_the_worker_erases_it(
    browser: Browser, at_day: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(expiring, "call_worker", lambda task, queue: rung.append(task))
    tell_the_floors_above()
    assert rung == []

    remind(last_change(browser) + 83 * DAY)
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
    assert line.is_by(marte.ref)
    assert refs_behind(line.details.values(), [marte.ref, KIM.ref]) == {line.details["to"]: KIM.ref}


def test_whoever_takes_over_is_warned_anew_before_a_draft_ends(browser: Browser, marte: Actor) -> None:
    remind(last_change(browser) + 83 * DAY)

    hand_over(browser.draft, to=KIM, by=marte)

    assert expiring.erase_expired(last_change(browser) + KEPT) == 0
    assert list(Draft.objects.to_be_reminded_of(last_change(browser) + KEPT)) == [browser.draft]


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
