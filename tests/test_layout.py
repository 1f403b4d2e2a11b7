"""Guards for the two folders that share a name with a standard-library module, and for what needs no Django."""

import locale
import os
import site
import subprocess
import sys
from pathlib import Path

import pytest

import documents
import forms
import gremium
import pages

ROOT = Path(__file__).resolve().parents[1]


def test_stdlib_modules_are_not_shadowed() -> None:
    assert "lib/python3" in str(site.__file__)
    assert "lib/python3" in str(locale.__file__)


def test_our_packages_are_ours() -> None:
    for package in (documents, forms, gremium, pages):
        assert ROOT in Path(str(package.__file__)).parents


def test_site_and_locale_are_folders_not_packages() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()
    assert not (ROOT / "locale" / "__init__.py").exists()


@pytest.mark.parametrize("module", ["documents.assembling", "documents.copies", "tests.bench.growth"])
def test_documents_are_laid_out_joined_and_marked_without_a_database_or_settings(module: str) -> None:
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}

    done = subprocess.run(
        [sys.executable, "-c", f"import {module}"], cwd=ROOT, env=bare, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
