from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from gremium.people.accounts import create_account
from gremium.people.models import Role, User
from pages.api import previews
from pages.api.previews import SALT, preview_token

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages")]
FRONT = "https://front.example.org/entwurf?token={token}"


@pytest.fixture
def page() -> Page:
    """A live page with a draft."""
    page = Page.objects.get(slug="so-laeuft-es-ab", locale__language_code="de").specific
    page.title = "Ein Entwurf"
    page.save_revision()
    return page


def test_a_preview_tells_the_newest_draft_in_the_shape_of_the_page(client: Client, page: Page, editor: User) -> None:
    live = client.get(f"/api/v2/pages/{page.pk}/").json()

    draft = client.get(f"/api/v2/preview/{preview_token(page, by=editor)}/").json()

    assert draft["title"] == "Ein Entwurf"
    assert live["title"] != "Ein Entwurf"
    assert draft.keys() == live.keys()
    assert draft["meta"].keys() == live["meta"].keys()


def test_a_page_that_was_never_published_can_be_previewed(client: Client, page: Page, editor: User) -> None:
    page.unpublish()

    assert client.get(f"/api/v2/preview/{preview_token(page, by=editor)}/").json()["title"] == "Ein Entwurf"
    assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 404


def test_nobody_keeps_a_preview(client: Client, page: Page, editor: User) -> None:
    response = client.get(f"/api/v2/preview/{preview_token(page, by=editor)}/")

    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "ETag" not in response.headers


def test_a_preview_ends(client: Client, page: Page, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    token = preview_token(page, by=editor)
    monkeypatch.setattr(previews, "VALID_FOR", timedelta(seconds=-1))

    response = client.get(f"/api/v2/preview/{token}/")

    assert (response.status_code, response.json()) == (404, {"message": "This preview has ended."})


def test_a_preview_ends_with_the_right_of_the_editor(client: Client, page: Page, editor: User) -> None:
    token = preview_token(page, by=editor)
    editor.is_active = False
    editor.save()

    assert client.get(f"/api/v2/preview/{token}/").status_code == 404


def test_who_may_not_edit_a_page_has_no_preview_of_it(client: Client, page: Page) -> None:
    reader = create_account(email="m@example.org", display_name="M", role=Role.MEMBER, password="correct-horse-battery")

    assert client.get(f"/api/v2/preview/{preview_token(page, by=reader)}/").status_code == 404


FORGED = {
    "no token": "x",
    "no signature": "a:b:c",
    "other content": signing.dumps("x"),
    "other purpose": signing.dumps([1, 1], salt="other"),
    "no text": "%00",
}


@pytest.mark.parametrize("token", FORGED.values(), ids=FORGED)
def test_a_forged_token_opens_nothing(client: Client, token: str) -> None:
    response = client.get(f"/api/v2/preview/{token}/")

    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/json"


def test_editors_go_from_the_page_to_its_draft_in_the_other_front_end(
    editing: Client, page: Page, settings: Any, client: Client
) -> None:
    settings.PREVIEW_ADDRESS = FRONT
    address = reverse("editing:preview_elsewhere", args=[page.pk])

    sent_to = editing.get(address).headers["Location"]

    start, _, token = sent_to.partition("token=")
    assert address in editing.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert start == "https://front.example.org/entwurf?"
    assert client.get(f"/api/v2/preview/{token}/").json()["title"] == "Ein Entwurf"
    assert signing.loads(token, salt=SALT)[0] == page.pk


def test_without_another_front_end_there_is_no_way_to_it(editing: Client, page: Page) -> None:
    address = reverse("editing:preview_elsewhere", args=[page.pk])

    assert editing.get(address).status_code == 404
    assert address not in editing.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
