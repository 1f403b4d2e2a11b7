import logging

import pytest

from documents.actors import Actor
from forms.drafts import open_draft
from forms.models import FormVersion
from forms.plain_yaml import dump_text, load_text
from forms.reading import shipped_form
from forms.reading_rules import SHIPPED, shipped_data
from forms.versions import FormVersionFixed, FormVersionTaken, content_hash, import_form, store_shipped_form

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("in_english")]
VERSION = shipped_form().version
TEXT = SHIPPED.read_text(encoding="utf-8")


def test_a_migrated_database_holds_the_shipped_form() -> None:
    current = FormVersion.objects.current("kurzantrag")

    assert current.text == TEXT
    assert current.definition == shipped_form()
    assert current.definition is FormVersion.objects.current("kurzantrag").definition


def test_layout_and_comments_make_no_other_content() -> None:
    stored, is_new = import_form("# Anmerkung\n" + dump_text(dict(shipped_data())), name="x")

    assert not is_new
    assert stored.text == TEXT


def test_the_content_hash_follows_the_data() -> None:
    assert content_hash({"a": [1, {"b": None}], 5: True}) == content_hash({5: True, "a": [1, {"b": None}]})
    assert content_hash({"a": 1}) != content_hash({"a": True}) != content_hash({"a": "1"})
    assert content_hash(load_text(TEXT, "x")) == FormVersion.objects.current("kurzantrag").content_hash


def test_the_version_stored_last_is_current() -> None:
    newer, is_new = import_form(TEXT.replace(VERSION, "1.1.0", 1), name="x")

    assert is_new
    assert FormVersion.objects.current("kurzantrag") == newer
    import_form(TEXT, name="x")
    assert FormVersion.objects.current("kurzantrag") == newer


def test_a_stored_version_never_changes() -> None:
    stored = FormVersion.objects.current("kurzantrag")
    stored.text = "anders"

    with pytest.raises(FormVersionFixed):
        stored.save()
    with pytest.raises(FormVersionFixed):
        FormVersion.objects.update(text="anders")
    with pytest.raises(FormVersionTaken, match=r"x differs from the stored form kurzantrag 1\.0\.0"):
        import_form(TEXT.replace("label: Familienname,", "label: Nachname,", 1), name="x")
    assert FormVersion.objects.current("kurzantrag").text == TEXT


def test_a_version_that_nothing_uses_can_be_deleted() -> None:
    newer, _is_new = import_form(TEXT.replace(VERSION, "1.1.0", 1), name="x")

    newer.delete()

    assert FormVersion.objects.current("kurzantrag").version == VERSION


def test_a_version_that_a_draft_uses_cannot_be_deleted(marte: Actor) -> None:
    used = FormVersion.objects.current("kurzantrag")
    open_draft(used, by=marte)

    with pytest.raises(FormVersionFixed, match="1 draft or submission uses it"):
        used.delete()
    with pytest.raises(FormVersionFixed):
        FormVersion.objects.filter(pk=used.pk).delete()
    assert FormVersion.objects.current("kurzantrag") == used


def test_a_shipped_form_changed_without_a_new_version_does_not_stop_a_migration(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path_factory: pytest.TempPathFactory
) -> None:
    changed = tmp_path_factory.mktemp("shipped") / "kurzantrag.yaml"
    changed.write_text(TEXT.replace("label: Familienname,", "label: Nachname,", 1), encoding="utf-8")
    monkeypatch.setattr("forms.versions.SHIPPED", changed)

    with caplog.at_level(logging.WARNING):
        store_shipped_form()

    assert "without a new version" in caplog.text
    assert FormVersion.objects.current("kurzantrag").text == TEXT
