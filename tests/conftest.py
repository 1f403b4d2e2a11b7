"""What all tests share."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder with the shipped form, the six cases and the PDF samples; skips where it is absent."""
    folder = Path(os.environ.get("GREMIUM_SAMPLES", str(ROOT.parent / "shared/data"))).resolve()
    if not folder.exists():
        pytest.skip(f"no sample files in {folder}")
    return folder
