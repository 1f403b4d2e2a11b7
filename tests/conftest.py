"""What all tests share."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from documents import journal_triggers

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder with the shipped form, the six cases and the PDF samples; skips where it is absent."""
    folder = Path(os.environ.get("GREMIUM_SAMPLES", str(ROOT.parent / "shared/data"))).resolve()
    if not folder.exists():
        pytest.skip(f"no sample files in {folder}")
    return folder


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests empty their tables; the journal's triggers would refuse that, so its own tests put them back."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        journal_triggers.remove(editor)
