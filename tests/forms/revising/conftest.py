"""A form to be changed, and who changes and releases it."""

import copy
from typing import Any

import pytest

from documents.actors import Actor
from forms.reading_rules import shipped_data
from tests.forms.revising.translating import translate_consent

Data = dict[str, Any]


@pytest.fixture(autouse=True)
def translated(db: None) -> None:
    """Nothing could be published without."""
    translate_consent()


@pytest.fixture
def form() -> Data:
    """The shipped form's data, to be changed at will."""
    return copy.deepcopy(dict(shipped_data()))


@pytest.fixture
def clara() -> Actor:
    return Actor(ref="ref-clara", name="Clara Wennemann")


@pytest.fixture
def ulrike() -> Actor:
    return Actor(ref="ref-ulrike", name="Ulrike Sandkamp", facts={"forms.releases": "secretariat"})


@pytest.fixture
def tomas() -> Actor:
    return Actor(ref="ref-tomas", name="Tomas Birkner", facts={"forms.releases": "protection"})
