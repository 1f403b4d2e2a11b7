"""A second start prepares nothing anew."""

import os
from pathlib import Path

import pytest

from gremium import preparing


def test_what_a_preparation_writes_is_not_watched() -> None:
    data = preparing.ROOT / "var"

    assert not any(data.match(pattern.split("/")[0]) for pattern in preparing.WATCHED)


def test_a_stamp_of_the_same_files_is_current(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREMIUM_DATA", str(tmp_path))
    assert not preparing.is_current()

    preparing.stamp().write_text(preparing.fingerprint())

    assert preparing.is_current()


@pytest.mark.parametrize("place", ["forms/migrations", "forms/shipped", "site/gremium/theme/static", "locale/de"])
def test_what_a_start_depends_on_is_watched(place: str) -> None:
    assert any(os.fspath(path).startswith(str(preparing.ROOT / place)) for path in preparing.watched_files())


def test_another_mode_is_another_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREMIUM_DEMO", "1")
    demo = preparing.fingerprint()
    monkeypatch.delenv("GREMIUM_DEMO")

    assert preparing.fingerprint() != demo
