"""A pass opens one thing, to one device, for some minutes; neither code nor secret is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from documents.actors import Actor
from forms.drafts import Draft, open_draft
from forms.passes import (
    CODE_LENGTH,
    SIGNER,
    Pass,
    PassInvalid,
    Purpose,
    end_pass,
    find_pass,
    last_held,
    open_pass,
    spelled,
    take_pass,
)
from forms.versions import FormVersion, store_shipped_form

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
AIM = {"place": "anlagen_liste.t-gutachten.an_datei"}


@pytest.fixture
def draft(marte: Actor) -> Draft:
    store_shipped_form()
    return open_draft(FormVersion.objects.current("kurzantrag"), by=marte)


def test_a_code_is_exchanged_for_a_secret_once(draft: Draft, marte: Actor) -> None:
    opened = open_pass(draft, Purpose.PHOTOS, aim=AIM, by=marte)

    admission, secret = take_pass(spelled(opened.code).lower(), Purpose.PHOTOS)

    assert find_pass(secret, Purpose.PHOTOS) == admission == opened.admission
    assert admission.aim["place"] == AIM["place"]
    with pytest.raises(PassInvalid):
        take_pass(opened.code, Purpose.PHOTOS)


def test_neither_code_nor_secret_nor_aim_stands_in_the_row(draft: Draft, marte: Actor) -> None:
    opened = open_pass(draft, Purpose.PHOTOS, aim=AIM, by=marte)
    _admission, secret = take_pass(opened.code, Purpose.PHOTOS)

    row = repr(Pass.objects.values().get())

    assert len(opened.code) == CODE_LENGTH
    assert opened.code not in row
    assert secret not in row
    assert "gutachten" not in row


def test_no_two_codes_are_alike(draft: Draft, marte: Actor) -> None:
    codes = {open_pass(draft, Purpose.PHOTOS, aim=AIM, by=marte).code for _number in range(50)}

    assert len(codes) == 50


def test_a_newer_pass_ends_the_one_before(draft: Draft, marte: Actor) -> None:
    first = open_pass(draft, Purpose.PHOTOS, aim=AIM, by=marte)
    _admission, secret = take_pass(first.code, Purpose.PHOTOS)

    open_pass(draft, Purpose.PHOTOS, aim=AIM, by=marte)

    with pytest.raises(PassInvalid):
        find_pass(secret, Purpose.PHOTOS)


@pytest.mark.parametrize("end", ["ended", "too old", "handed in"])
def test_a_pass_that_has_ended_opens_nothing(draft: Draft, marte: Actor, end: str) -> None:
    opened = open_pass(draft, Purpose.PHOTOS, aim=AIM, by=marte)
    admission, secret = take_pass(opened.code, Purpose.PHOTOS)

    if end == "ended":
        end_pass(admission)
    elif end == "too old":
        Pass.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        Draft.objects.update(submitted_at=timezone.now())

    with pytest.raises(PassInvalid):
        find_pass(secret, Purpose.PHOTOS)


def test_a_pass_lasts_at_most_fifteen_minutes(draft: Draft, marte: Actor) -> None:
    opened = open_pass(draft, Purpose.PHOTOS, aim=AIM, by=marte)

    assert opened.admission.expires_at <= timezone.now() + timedelta(minutes=15)


@pytest.mark.parametrize("typed", ["", "AAAA", "ZZZZ-ZZZZ-ZZZZ-ZZZZ", "' OR 1=1 --"])
def test_no_other_code_opens_anything(draft: Draft, marte: Actor, typed: str) -> None:
    take_pass(open_pass(draft, Purpose.PHOTOS, aim=AIM, by=marte).code, Purpose.PHOTOS)

    with pytest.raises(PassInvalid):
        take_pass(typed, Purpose.PHOTOS)


def test_a_device_holds_a_pass_until_it_runs_out_or_is_ended(draft: Draft, marte: Actor) -> None:
    opened = open_pass(draft, Purpose.PHOTOS, aim=AIM, by=marte)
    began = timezone.now()
    later = began + timedelta(days=1)
    assert last_held(marte.ref, until=later) is None

    admission, _secret = take_pass(opened.code, Purpose.PHOTOS)
    held = last_held(marte.ref, until=later)
    assert held is not None
    assert began < held < timezone.now()
    assert last_held(marte.ref, until=began) is None

    end_pass(admission)
    assert last_held(marte.ref, until=later) == admission.ended_at


def test_a_pass_for_a_sheet_is_nothing_a_device_holds_at_the_desk(draft: Draft, marte: Actor) -> None:
    opened = open_pass(draft, Purpose.SHEET, aim={SIGNER: "antragsteller"}, by=marte)

    take_pass(opened.code, Purpose.SHEET)

    assert last_held(marte.ref, until=timezone.now() + timedelta(days=1)) is None
