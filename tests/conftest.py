"""What all tests share."""

import gc
import gettext
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.db import connection, connections
from django.utils import translation
from django.utils.translation import trans_real
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings

from documents import journal_triggers
from pages import catalogues
from tests import laid_back, migrated
from tests.chromium import NoChromium, running_chromium

ROOT = Path(__file__).resolve().parents[1]
LONG = (
    *("test_whole_way.py", "test_recovery.py", "test_life_machine.py", "test_backups.py"),
    *("test_restarts.py", "test_unheard_orders.py"),
    *("test_rights.py", "test_in_the_browser.py", "test_keys_alone.py", "test_without_scripts.py"),
    *("test_file_script.py", "test_bad_files.py"),
)
"""Files that take long begin first, the longest before all, so that no process is left alone with one at the end."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """File by file, the long ones first: a process keeps what it has set up for a file and for its folder."""
    items.sort(key=lambda item: (_turn(item.path.name), item.path.parent, item.path.name))


def _turn(name: str) -> int:
    return LONG.index(name) if name in LONG else len(LONG)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: looking through it for garbage took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 10)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder with the shipped form, the six cases and the PDF samples; skips where it is absent."""
    folder = Path(os.environ.get("GREMIUM_SAMPLES", str(ROOT.parent / "shared/data"))).resolve()
    if not folder.exists():
        pytest.skip(f"no sample files in {folder}")
    return folder


@pytest.fixture(scope="session")
def django_db_keepdb(
    django_db_keepdb: bool, django_db_modify_db_settings: None, django_db_use_migrations: bool, django_db_createdb: bool
) -> bool:
    """Begin with the kept databases; with `--create-db` or `--no-migrations` they are made anew."""
    are_files = all(database.vendor == "sqlite" for database in connections.all())
    if django_db_createdb or not django_db_use_migrations or not (are_files or django_db_keepdb):
        return False
    for database in connections.all():
        if database.vendor == "sqlite":
            tests = database.settings_dict["TEST"]
            shutil.copyfile(migrated.made() / migrated.FILES[database.alias], tests["NAME"])
            tests["MIGRATE"] = False
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests empty their tables; the journal's triggers would refuse that, so its own tests put them back."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        journal_triggers.remove(editor)
    laid_back.install()


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    """Django refuses a language without a compiled catalogue, and keeps one that it has read before."""
    catalogues.compile_all(ROOT)
    for known in (gettext._translations, trans_real._translations):  # type: ignore[attr-defined]
        known.clear()
    trans_real._default = None


@pytest.fixture(autouse=True)
def no_language_of_the_test_before() -> None:
    """A request leaves its language in force in this thread, as it does on a server; a test begins with German."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def static_files_without_a_manifest(settings: Settings) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    """A real hash takes half a second for each account and each sign-in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def nothing_kept_between_tests(settings: Settings) -> None:
    """A test's transaction is rolled back without a signal; `page_cache` is for those that look at the cache itself."""
    dummy = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = {**settings.CACHES, "pages": dummy}


@pytest.fixture
def page_cache(nothing_kept_between_tests: None, settings: Settings, tmp_path: Path) -> Path:
    """A page cache of files, as in the embedded profile, empty; its folder."""
    files = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path / "page-cache"}
    settings.CACHES = {**settings.CACHES, "pages": files}
    return tmp_path / "page-cache"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium for the whole run; skips where there is none, unless REQUIRE_BROWSER=1."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread; Django would refuse queries
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(running_chromium())
        except NoChromium as reason:
            _give_up(str(reason))
        yield browser


def _give_up(reason: str) -> NoReturn:
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
