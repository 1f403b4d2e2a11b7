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
from gremium.people import demo

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def production(settings: Settings, tmp_path: Path) -> Settings:
    tmp_path.chmod(0o700)
    settings.DEMO = False
    settings.DATA = tmp_path
    settings.SECRET_KEY = "".join(chr(33 + number) for number in range(60))
    settings.ALLOWED_HOSTS = ["gremium.example.org"]
    settings.BASE_URL = "https://gremium.example.org"
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
        ("BASE_URL", "", "BASE_URL"),
        ("BASE_URL", "http://gremium.example.org", "BASE_URL"),
        ("BASE_URL", "https://", "BASE_URL"),
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


def test_the_data_of_a_demo_are_refused(production: Settings) -> None:
    demo.write_accounts()

    assert "holds a demo" in profile.problems()[0]


@pytest.mark.parametrize(
    ("address", "client", "secret", "is_safe"),
    [
        ("https://anmelden.example.org", "gremium", "s", True),
        ("http://anmelden.example.org", "gremium", "s", False),
        ("https://anmelden.example.org", "", "s", False),
        ("https://anmelden.example.org", "gremium", "", False),
    ],
)
def test_a_provider_is_asked_only_over_https_and_with_a_secret(
    production: Settings, address: str, client: str, secret: str, is_safe: bool
) -> None:
    app = {"provider_id": "oidc", "client_id": client, "secret": secret, "settings": {"server_url": address}}
    production.OIDC_SERVER_URL, production.OIDC_DOMAINS = address, ["example.org"]
    production.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}

    assert (profile.problems() == []) is is_safe


def test_a_provider_that_may_vouch_for_every_address_is_refused(production: Settings) -> None:
    app = {"provider_id": "oidc", "client_id": "gremium", "secret": "s", "settings": {}}
    production.OIDC_SERVER_URL, production.OIDC_DOMAINS = "https://anmelden.example.org", []
    production.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}

    [problem] = profile.problems()
    assert "OIDC_DOMAINS" in problem


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


def test_djangos_check_for_production_finds_nothing(tmp_path: Path) -> None:
    """Run as an operator would; SSL, cookies and HSTS are strict without any setting."""
    of_tests = ("GREMIUM_DEMO", "SECRET_KEY", "DJANGO_ALLOW_ASYNC_UNSAFE")
    bare = {name: value for name, value in os.environ.items() if name not in of_tests}
    safe = {
        "GREMIUM_DATA": str(tmp_path),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        "SECRET_KEY": "".join(chr(48 + number) for number in range(70)),
        "ALLOWED_HOSTS": "gremium.example.org",
        "BASE_URL": "https://gremium.example.org",
        "EMAIL_URL": "submission://user:password@mail.example.org:587",
    }

    done = subprocess.run(
        [sys.executable, "-m", "gremium.manage", "check", "--deploy", "--fail-level", "WARNING"],
        env=bare | safe,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stdout + done.stderr
