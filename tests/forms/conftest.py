"""A browser without scripts that speaks to the wizard as some actor."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from typing import Any

from documents.actors import Actor
from tests.forms.asking import actor
from tests.forms.browser import Browser

GUARD = "gremium.people.middleware.PrivateAreas"


@pytest.fixture
def wizard_site(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.forms.asking"
    settings.STORAGES = django_settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.MIDDLEWARE = ["tests.forms.asking.AskedAs" if one == GUARD else one for one in settings.MIDDLEWARE]


@pytest.fixture
def marte() -> Actor:
    return actor()


@pytest.fixture
def open_browser(db: None, wizard_site: None) -> Callable[[Actor], Browser]:
    return Browser


@pytest.fixture
def browser(open_browser: Callable[[Actor], Browser], marte: Actor) -> Browser:
    """Marte at a new draft."""
    return open_browser(marte).begin()


@pytest.fixture
def pdf() -> bytes:
    """A small readable PDF."""
    return Path(__file__).with_name("one_page.pdf").read_bytes()
