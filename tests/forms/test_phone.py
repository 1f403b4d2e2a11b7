"""A phone without a sign-in sends photos to one question; it sees nothing of the case and can do nothing else."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.journal import Act, JournalLine
from documents.journal_aliases import aliases_of
from documents.uploads import Upload, read_original
from forms.changeover import accept
from forms.passes import Pass
from forms.phone import COOKIE, MOST_TRIES
from forms.sending import FIELD
from tests.documents.hostile import picture
from tests.forms.browser import Browser
from tests.forms.revising.changing import question, step
from tests.forms.test_changeover import published

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DUTY = "anlagen_liste.t-duldung_kopie.an_datei"
PHONE = "/de/foto/"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def attachments(browser: Browser) -> Browser:
    browser.press("save", {"familienname": "Karvani"})
    return browser.reach("anlagen")


@pytest.fixture
def phone() -> Client:
    return Client()


def shown_code(desk: Browser) -> str:
    [code] = re.findall(r'<b class="phone__typed" dir="ltr">([A-Z2-9-]+)</b>', desk.html)
    return str(code)


def let_in(phone: Client, desk: Browser) -> None:
    assert phone.post(PHONE, {"code": shown_code(desk.press(f"phone:{DUTY}"))}).status_code == 302


def send(phone: Client, *names: str, data: bytes | None = None) -> Any:
    content = data if data is not None else picture()
    return phone.post(PHONE, {FIELD: [SimpleUploadedFile(name, content) for name in names]})


def test_a_photo_goes_from_the_phone_to_its_question(attachments: Browser, phone: Client) -> None:
    let_in(phone, attachments)

    answer = send(phone, "IMG_1.jpg")

    upload = Upload.objects.of(attachments.draft_id).get()
    assert "Angekommene Dateien: 1" in answer.content.decode()
    assert attachments.draft.ledger().values[DUTY] == [str(upload.pk)]
    assert read_original(upload) == picture()
    assert "IMG_1.jpg" in attachments.go(attachments.path).html


def test_the_person_at_the_desk_answers_for_what_the_phone_sends(attachments: Browser, phone: Client) -> None:
    let_in(phone, attachments)

    send(phone, "IMG_1.jpg")

    line = JournalLine.objects.filter(act=Act.ATTACHMENT_UPLOADED).get()
    assert line.is_by(attachments.actor.ref)
    assert line.organisation_ref in aliases_of(attachments.actor.organisation_ref)


def test_the_phone_shows_nothing_of_the_case(attachments: Browser, phone: Client) -> None:
    let_in(phone, attachments)

    pages = [phone.get(PHONE).content.decode(), send(phone, "IMG_1.jpg").content.decode()]

    for page in pages:
        assert "Karvani" not in page
        assert "Duldung" not in page
        assert str(attachments.draft_id) not in page
        assert attachments.actor.name not in page


def test_the_code_opens_the_page_for_one_phone_alone(attachments: Browser, phone: Client) -> None:
    code = shown_code(attachments.press(f"phone:{DUTY}"))
    phone.post(PHONE, {"code": code})

    second = Client().post(PHONE, {"code": code})

    assert second.status_code == 403
    assert COOKIE not in second.cookies


def test_the_code_stands_behind_the_hash_of_the_address_alone(attachments: Browser) -> None:
    attachments.press(f"phone:{DUTY}")

    code = shown_code(attachments)

    assert attachments.html.count(code) == 1
    assert code.replace("-", "") not in attachments.html  # the picture alone holds it in one piece
    assert code not in attachments.go(attachments.path).html


def test_the_secret_is_kept_from_scripts_and_other_sites(attachments: Browser, phone: Client) -> None:
    let_in(phone, attachments)

    cookie = phone.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["max-age"] <= 15 * 60


def test_without_a_pass_no_file_is_read(attachments: Browser, phone: Client) -> None:
    answer = send(phone, "IMG_1.jpg")

    assert answer.wsgi_request.FILES == {}
    assert not Upload.objects.exists()


@pytest.mark.parametrize("who", ["phone", "desk"])
def test_either_side_ends_the_phones_access(attachments: Browser, phone: Client, who: str) -> None:
    let_in(phone, attachments)

    if who == "phone":
        phone.post(PHONE, {"action": "done"})
    else:
        attachments.press(f"nophone:{DUTY}")

    send(phone, "IMG_1.jpg")
    assert not Upload.objects.exists()


def test_the_desk_hears_of_what_arrives(attachments: Browser, phone: Client) -> None:
    arrivals = f"/de/antrag/{attachments.draft_id}/ankunft/"
    seen = [attachments.client.get(arrivals).json()]
    attachments.press(f"phone:{DUTY}")
    seen.append(attachments.client.get(arrivals).json())
    phone.post(PHONE, {"code": shown_code(attachments)})
    seen.append(attachments.client.get(arrivals).json())

    send(phone, "IMG_1.jpg")
    seen.append(attachments.client.get(arrivals).json())

    assert [one["phone"] for one in seen] == ["ended", "waiting", "in_use", "in_use"]
    assert seen[3]["version"] > seen[2]["version"]


def test_a_refused_file_is_told_on_the_phone_and_at_the_desk(attachments: Browser, phone: Client) -> None:
    let_in(phone, attachments)

    answer = send(phone, "kaputt.jpg", data=picture()[:900])

    assert "kaputt.jpg" in answer.content.decode()
    assert "kaputt.jpg" in attachments.go(attachments.path).html


def test_a_phone_cannot_send_without_end(attachments: Browser, phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forms.sending.MOST_FILES", 2)
    let_in(phone, attachments)
    send(phone, "1.jpg", "2.jpg")

    assert send(phone, "3.jpg").status_code == 403
    assert Upload.objects.count() == 2
    assert not Pass.objects.filter(ended_at=None).exists()


def test_codes_cannot_be_tried_without_end(phone: Client) -> None:
    answers = [phone.post(PHONE, {"code": "AAAA"}).status_code for _number in range(MOST_TRIES + 1)]

    assert answers == [403] * MOST_TRIES + [429]


def test_another_site_can_send_nothing_through_the_phone(attachments: Browser) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[COOKIE] = "x" * 43

    assert strict.post(PHONE, {"code": shown_code(attachments.press(f"phone:{DUTY}"))}).status_code == 403
    assert Pass.objects.get().device_digest == ""


def test_no_page_for_a_phone_is_kept_by_anybody(attachments: Browser, phone: Client) -> None:
    answer = phone.get(PHONE)

    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Referrer-Policy"] == "same-origin"  # with none at all a browser's POST has no origin either


def test_a_phone_sends_nothing_to_where_nothing_is_asked_any_more(attachments: Browser, phone: Client) -> None:
    shorter = attachments.draft.form_version
    longer = published(lambda data: step(data, "anlagen")["fields"].append(question("plan", "Lageplan", type="file")))
    accept(attachments.draft, longer, by=attachments.actor)
    desk = attachments.open_step("anlagen").press("phone:plan")
    assert phone.post(PHONE, {"code": shown_code(desk)}).status_code == 302
    accept(attachments.draft, shorter, by=attachments.actor)

    send(phone, "plan.jpg")

    assert "plan" not in attachments.draft.ledger().values
    assert not Upload.objects.of(attachments.draft_id).exists()
