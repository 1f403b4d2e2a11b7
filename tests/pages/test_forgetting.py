"""Each change that a reader can see empties the page cache; what she cannot see leaves it alone."""

from collections.abc import Callable

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site
from wagtail_localize.models import StringTranslation

from gremium.people.models import User
from pages import forgetting, page_store
from pages.models import PublicPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("public_pages", "page_cache")]


def page() -> PublicPage:
    found = Page.objects.get(slug="fuer-wen", locale__language_code="de").specific
    assert isinstance(found, PublicPage)
    return found


def publish() -> None:
    found = page()
    found.lead = "Ein neuer Satz."
    found.save_revision().publish()


def unpublish() -> None:
    page().unpublish()


def delete() -> None:
    page().delete()


def move() -> None:
    page().move(Page.objects.get(slug="so-laeuft-es-ab", locale__language_code="de"), pos="left")


def translate() -> None:
    string = StringTranslation.objects.filter(locale__language_code="en").first()
    assert string is not None
    string.data = "Another word"
    string.save()


def rename_site() -> None:
    site = Site.objects.get()
    site.site_name = "Anders"
    site.save()


def close() -> None:
    PageViewRestriction.objects.create(page=page(), restriction_type=PageViewRestriction.LOGIN)


def change_by_query() -> None:
    Page.objects.filter(slug="fuer-wen").update(title="Anders")
    forgetting.forget_after_commit()


@pytest.mark.parametrize(
    "change",
    [publish, unpublish, delete, move, translate, rename_site, close, change_by_query],
    ids=lambda f: f.__name__,
)
def test_a_change_that_readers_see_empties_the_cache(
    change: Callable[[], None], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before = page_store.generation()

    with django_capture_on_commit_callbacks(execute=True):
        change()

    assert page_store.generation() != before


def test_what_readers_do_not_see_leaves_the_cache_alone(
    editor: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before = page_store.generation()

    with django_capture_on_commit_callbacks(execute=True):
        editor.display_name = "Anders"
        editor.save()
        Redirect.objects.create(old_path="/alt", redirect_link="/de/")

    assert page_store.generation() == before


def test_many_changes_in_one_transaction_empty_the_cache_once(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        publish()
        unpublish()

    assert callbacks.count(forgetting._forget) == 1


def test_the_cache_is_emptied_after_the_commit_only(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    before = page_store.generation()

    with django_capture_on_commit_callbacks(execute=True):
        publish()
        assert page_store.generation() == before

    assert page_store.generation() != before
