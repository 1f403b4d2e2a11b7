"""The cast of this floor's tests."""

from uuid import UUID, uuid4

import pytest

from documents import keystore
from documents.actors import Actor


@pytest.fixture
def subject(db_both: None) -> UUID:
    """A case with a key."""
    subject = uuid4()
    keystore.create_key(subject)
    return subject


@pytest.fixture
def other_subject(db_both: None) -> UUID:
    other = uuid4()
    keystore.create_key(other)
    return other


@pytest.fixture
def db_both(request: pytest.FixtureRequest) -> None:
    """The database and the key store; tests choose between rollback and real commits by their mark."""
    marker = request.node.get_closest_marker("django_db")
    is_real = bool(marker and marker.kwargs.get("transaction"))
    request.getfixturevalue("transactional_db" if is_real else "db")


@pytest.fixture
def worker() -> Actor:
    return Actor(ref="7c1d", organisation_ref="0aa4")
