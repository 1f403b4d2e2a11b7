"""Guards for the two folders that share a name with a standard-library module."""

import locale
import site
from pathlib import Path

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
