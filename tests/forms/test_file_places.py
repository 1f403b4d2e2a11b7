"""Several files of one place: put in order, turned, noticed twice, shown small; with buttons alone."""

import io

import pytest
from django.utils import timezone
from PIL import Image

from documents.uploads import Upload, read_original, read_pdf
from forms.drafts import Draft
from tests.documents.hostile import picture
from tests.forms.asking import actor
from tests.forms.browser import Browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DUTY = "anlagen_liste.t-duldung_kopie.an_datei"


@pytest.fixture
def photos(browser: Browser) -> Browser:
    """Three photos at one attachment."""
    browser.reach("anlagen")
    colours = {"eins": (250, 250, 250), "zwei": (240, 250, 240), "drei": (250, 240, 240)}
    files = [(f"{name}.jpg", picture((1200, 900), colour=(light, (20, 20, 120)))) for name, light in colours.items()]
    return browser.press("save", files={DUTY: files})


def names(browser: Browser) -> list[str]:
    uploads = {str(upload.pk): upload for upload in Upload.objects.of(browser.draft_id)}
    return [uploads[one].display_name for one in browser.draft.ledger().values[DUTY]]


def named(browser: Browser, name: str) -> Upload:
    return next(upload for upload in Upload.objects.of(browser.draft_id) if upload.display_name == name)


@pytest.mark.parametrize(
    ("verb", "name", "after"),
    [
        ("earlier", "drei.jpg", ["eins.jpg", "drei.jpg", "zwei.jpg"]),
        ("earlier", "eins.jpg", ["eins.jpg", "zwei.jpg", "drei.jpg"]),
        ("later", "eins.jpg", ["zwei.jpg", "eins.jpg", "drei.jpg"]),
        ("later", "drei.jpg", ["eins.jpg", "zwei.jpg", "drei.jpg"]),
        ("drop", "zwei.jpg", ["eins.jpg", "drei.jpg"]),
    ],
)
def test_a_button_moves_a_file(photos: Browser, verb: str, name: str, after: list[str]) -> None:
    assert f"{verb}:{DUTY}:{named(photos, name).pk}" in photos.form.buttons

    photos.press(f"{verb}:{DUTY}:{named(photos, name).pk}")

    assert names(photos) == after


def test_a_drag_sends_the_whole_order_and_loses_nothing(photos: Browser) -> None:
    order = ",".join(str(named(photos, f"{name}.jpg").pk) for name in ("drei", "eins"))

    photos.press(f"order:{DUTY}:{order},unbekannt")

    assert names(photos) == ["drei.jpg", "eins.jpg", "zwei.jpg"]


def test_a_quarter_turn_is_a_fact_and_four_are_none(photos: Browser) -> None:
    upload = named(photos, "eins.jpg")
    original, upright = read_original(upload), read_pdf(upload)

    seen = []
    for _quarter in range(4):
        photos.press(f"turn:{DUTY}:{upload.pk}")
        upload.refresh_from_db()
        seen.append((upload.turn, read_pdf(upload) == upright, read_original(upload) == original))

    assert seen == [(90, False, True), (180, False, True), (270, False, True), (0, True, True)]


@pytest.mark.parametrize("detail", ["", "x", "00000000-0000-4000-8000-000000000000"])
@pytest.mark.parametrize("verb", ["earlier", "later", "turn", "drop", "order"])
def test_a_button_for_no_file_of_the_place_changes_nothing(photos: Browser, verb: str, detail: str) -> None:
    photos.press(f"{verb}:{DUTY}:{detail}")

    assert photos.status == 200
    assert names(photos) == ["eins.jpg", "zwei.jpg", "drei.jpg"]


def test_the_same_file_twice_is_noticed_and_kept(photos: Browser) -> None:
    again = read_original(named(photos, "eins.jpg"))

    photos.press("save", files={"anlagen_liste.n1.an_datei": [("anderer name.jpg", again)]})

    assert photos.html.count("Dieselbe Datei ist zweimal da.") == 2
    assert Upload.objects.of(photos.draft_id).count() == 4


def test_a_photo_is_shown_small_to_its_own_organisation(photos: Browser) -> None:
    address = f"/de/antrag/{photos.draft_id}/bild/{named(photos, 'eins.jpg').pk}/"
    stranger = Browser(actor("Jonte Brandt", "south"))

    answer = photos.client.get(address)

    assert address in photos.html
    assert max(Image.open(io.BytesIO(answer.content)).size) == 480
    assert stranger.client.get(address).status_code == 404
    assert (
        photos.client.get(address.replace(str(photos.draft_id), str(photos.draft.form_version_id))).status_code == 404
    )


def test_no_photo_is_shown_past_the_journal_once_the_draft_was_handed_in(photos: Browser) -> None:
    address = f"/de/antrag/{photos.draft_id}/bild/{named(photos, 'eins.jpg').pk}/"
    assert photos.client.get(address).status_code == 200

    Draft.objects.update(submitted_at=timezone.now())

    assert photos.client.get(address).status_code == 404


def test_files_sent_one_by_one_keep_what_was_refused_before(photos: Browser) -> None:
    photos.press("attach", files={DUTY: [("kaputt.pdf", b"kein PDF")]})

    photos.press("attach:more", files={DUTY: [("vier.jpg", picture((1300, 900)))]})

    assert "„kaputt.pdf“" in photos.html
    assert names(photos)[-1] == "vier.jpg"


def test_a_refusal_is_told_in_the_persons_language_too(photos: Browser) -> None:
    photos.tab().open_step("person").press("save", {"sprache": "ar"})

    photos.press("save", files={DUTY: [("kaputt.pdf", b"kein PDF")]})

    assert '<p class="field__error" lang="ar" dir="rtl">„kaputt.pdf“' in photos.html
