"""Outside the demo the site starts only with safe values."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from documents import keyring
from gremium import profile

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def production(settings: Settings, tmp_path: Path) -> Settings:
    tmp_path.chmod(0o700)
    settings.DEMO = False
    settings.DATA = tmp_path
    settings.SECRET_KEY = "".join(chr(33 + number) for number in range(60))
    settings.ALLOWED_HOSTS = ["gremium.example.org"]
    settings.EMAIL_URL = "submission://user:password@mail.example.org:587"
    settings.KEYRING = tmp_path / "keyring.json"
    keyring.create(settings.KEYRING)
    return settings


def test_safe_values_are_accepted(production: Settings) -> None:
    assert profile.problems() == []


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("SECRET_KEY", "", "SECRET_KEY"),
        ("SECRET_KEY", "a" * 80, "SECRET_KEY"),
        ("ALLOWED_HOSTS", [], "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS"),
        ("KEYRING", Path("/nowhere/keyring.json"), "key ring"),
        ("EMAIL_URL", "", "EMAIL_URL"),
    ],
)
def test_an_unsafe_value_is_named_with_the_way_to_mend_it(
    production: Settings, name: str, value: object, word: str
) -> None:
    setattr(production, name, value)

    with pytest.raises(ImproperlyConfigured, match=word):
        profile.require_safe()


def test_a_key_ring_that_others_may_read_is_refused(production: Settings) -> None:
    production.KEYRING.chmod(0o644)

    assert "chmod 600" in profile.problems()[0]


def test_a_data_folder_open_to_everybody_is_refused(production: Settings) -> None:
    production.DATA.chmod(0o755)

    assert "chmod o-rwx" in profile.problems()[0]


@pytest.mark.parametrize("module", ["gremium.wsgi", "gremium.manage"])
def test_neither_the_web_process_nor_the_supervisor_starts_unsafely(module: str, tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if name not in ("GREMIUM_DEMO", "SECRET_KEY")}
    paths = os.pathsep.join([str(ROOT / "site"), str(ROOT)])
    environment = {**bare, "GREMIUM_DATA": str(tmp_path), "PYTHONPATH": paths}

    done = subprocess.run(
        [sys.executable, "-m", module, *(["up"] if module.endswith("manage") else [])],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr or "key ring" in done.stderr
