"""The person's view: short-lived, without sign-in, and never with an answer."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forms.catalogues import german_of, shipped_translations
from forms.consent_texts import ConsentText
from forms.drafts import Draft
from forms.person_views import LIFETIME, PersonView, last_read
from forms.reading import shipped_form
from forms.revising.reshaping import split_step
from forms.translations import load_drafts
from forms.versions import FORM_KEY
from tests.forms.browser import Browser
from tests.forms.test_changeover import published

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SECRET = "Geheimer Familienname"


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def desk(browser: Browser) -> Browser:
    """Marte at a draft with Arabic beside German."""
    load_drafts(
        FORM_KEY, "ar", german_of(shipped_form(), ConsentText.objects.current(FORM_KEY)), shipped_translations("ar")
    )
    return browser.press("desk", {"desk.language": "ar", "cm_telefon": SECRET})


class Phone:
    """Reads along with the code that the desk shows."""

    def __init__(self, desk: Browser) -> None:
        found = re.search(r'href="(http[^"]+/mitlesen/([^"/]+)/)"', desk.html)
        assert found, desk.html
        self.token, self.path = found[2], f"/mitlesen/{found[2]}/"
        self.client = Client()
        self.mark = ""

    def look(self) -> Any:
        response = self.client.get(self.path, headers={"If-None-Match": self.mark} if self.mark else {})
        self.mark = response.headers.get("ETag", "")
        return response


@pytest.fixture
def phone(desk: Browser) -> Phone:
    return Phone(desk.press("person:start"))


def test_the_question_of_the_moment_is_shown_in_the_persons_language(desk: Browser, phone: Phone) -> None:
    desk.client.post(f"{desk.path}stelle/", {"place": "cm_telefon"})

    html = phone.look().content.decode()

    assert '<html lang="ar" dir="rtl">' in html
    assert shipped_translations("ar")["Dienstliche Telefonnummer"] in html
    assert 'lang="de" dir="ltr">Dienstliche Telefonnummer' in html


def test_it_follows_the_desk_from_step_to_step(desk: Browser, phone: Phone) -> None:
    phone.look()

    desk.press("onward")

    assert "Zuständigkeit und Ausschluss" in phone.look().content.decode()


def test_options_are_shown_and_what_was_chosen_is_not(desk: Browser, phone: Phone) -> None:
    desk.press("save", {"eilig": "ja"})
    desk.client.post(f"{desk.path}stelle/", {"place": "eilig"})

    html = phone.look().content.decode()

    assert html.count('class="person__option"') == 2
    assert "checked" not in html
    assert SECRET not in html


def test_on_the_consent_step_the_whole_text_can_be_read(desk: Browser, phone: Phone) -> None:
    draft = desk.draft
    draft.reached = 11
    draft.save(update_fields=["reached"])

    desk.open_step("einwilligung")

    html = phone.look().content.decode()
    assert "[P4]" not in html
    assert html.count('class="person__paragraph"') == len(ConsentText.objects.current(FORM_KEY).paragraphs())


def test_nothing_new_is_answered_in_few_bytes_and_one_query(phone: Phone) -> None:
    phone.look()

    with CaptureQueriesContext(connection) as queries:
        response = phone.look()

    assert (response.status_code, response.content) == (304, b"")
    assert len(queries) == 1


def test_the_view_sets_no_cookie_and_is_kept_nowhere(phone: Phone) -> None:
    response = phone.look()

    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_it_ends_at_the_desk(desk: Browser, phone: Phone) -> None:
    desk.press("person:end")

    assert phone.look().status_code == 404
    assert not PersonView.objects.exists()


def test_it_ends_by_itself_after_an_hour(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + LIFETIME + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert phone.look().status_code == 404


def test_one_code_serves_the_whole_conversation_until_another_is_made(desk: Browser, phone: Phone) -> None:
    desk.press("onward").press("save")
    assert phone.look().status_code == 200

    other = Phone(desk.press("person:start"))

    assert (phone.look().status_code, other.look().status_code) == (404, 200)


def test_the_token_is_kept_nowhere(desk: Browser, phone: Phone) -> None:
    row = PersonView.objects.get()

    assert phone.token not in str({field.name: getattr(row, field.name) for field in PersonView._meta.fields})
    assert phone.token not in desk.go(desk.path).html
    assert len(phone.token) >= 22


def test_whoever_tries_tokens_is_slowed_down(phone: Phone) -> None:
    found = {Client().get(f"/mitlesen/wrong-{number}/").status_code for number in range(40)}

    assert found == {404, 429}
    assert phone.look().status_code == 200


def test_a_colleague_of_another_organisation_cannot_point(phone: Phone, desk: Browser) -> None:
    response = Client().post(f"{desk.path}stelle/", {"place": "cm_telefon"})

    assert response.status_code == 404
    assert PersonView.objects.get().address == ""


def test_only_questions_of_the_step_can_be_pointed_at(desk: Browser, phone: Phone) -> None:
    for place in ("familienname", "no.such.place", "", "x" * 500):
        desk.client.post(f"{desk.path}stelle/", {"place": place})

        assert PersonView.objects.get().address == ""


def test_reading_along_is_a_sign_of_life_of_the_desk(desk: Browser, phone: Phone) -> None:
    began = timezone.now()
    assert last_read(desk.actor.ref, until=began) is None

    phone.look()

    now = timezone.now()
    read = last_read(desk.actor.ref, until=now)
    assert read is not None
    assert began < read < now
    assert last_read(desk.actor.ref, until=began) is None
    assert last_read("somebody else", until=now) is None


def test_it_follows_the_desk_into_a_newer_version_of_the_form(desk: Browser, phone: Phone) -> None:
    newer = published(lambda data: split_step(data, "beratung", first="eilig", title="Eile")[0])
    desk.client.post(f"/de/antrag/{desk.draft_id}/fassung/", {"to": str(newer.pk)})
    Draft.objects.update(reached=len(newer.definition.steps))

    desk.open_step("eile")

    assert "Eile" in phone.look().content.decode()
