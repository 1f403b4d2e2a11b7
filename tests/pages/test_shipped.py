import pytest
from wagtail.models import Page

from pages import shipped
from pages.models import HomePage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_pages")]


def test_pages_are_loaded_once() -> None:
    first, again = shipped.load(), shipped.load()

    assert (first, again) == (True, False)
    assert HomePage.objects.count() == 3


def test_what_an_editor_deletes_stays_deleted() -> None:
    shipped.load()
    Page.objects.filter(slug="impressum").delete()

    shipped.load()

    assert not Page.objects.filter(slug="impressum").exists()
