from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from forms.models import FormVersion
from forms.plain_yaml import load_text, load_yaml
from forms.reading import shipped_form
from forms.reading_rules import SHIPPED

VERSION = shipped_form().version
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def form(*arguments: str | Path) -> str:
    out = StringIO()
    call_command("form", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    text = SHIPPED.read_text(encoding="utf-8")
    path = tmp_path / "form.yaml"
    path.write_text(text.replace("label: Familienname,", "label: Nachname,", 1), encoding="utf-8")
    return path


def test_a_form_is_exported_as_it_was_imported(tmp_path: Path) -> None:
    other = SHIPPED.read_text(encoding="utf-8").replace("id: kurzantrag", "id: anders", 1)
    (tmp_path / "other.yaml").write_text(other, encoding="utf-8")

    form("import", tmp_path / "other.yaml")

    assert form("export", "anders") == other


def test_the_original_form_is_exported_without_loss(samples: Path) -> None:
    form("import", samples / "kurzantrag.yaml")

    assert load_text(form("export", "kurzantrag"), "x") == load_yaml(samples / "kurzantrag.yaml")


def test_the_same_file_twice_makes_one_version() -> None:
    before = FormVersion.objects.count()

    assert "already stored" in form("import", SHIPPED)
    assert FormVersion.objects.count() == before


def test_changed_content_under_the_same_version_is_refused(changed: Path) -> None:
    with pytest.raises(CommandError, match="never changes") as refused:
        form("import", changed)

    assert refused.value.returncode == 2
    assert "Nachname" not in form("export", "kurzantrag")


def test_changed_content_under_a_new_version_becomes_current(changed: Path) -> None:
    text = changed.read_text(encoding="utf-8").replace(f'version: "{VERSION}"', 'version: "2.0.0"', 1)
    changed.write_text(text, encoding="utf-8")

    form("import", changed)

    assert form("export", "kurzantrag") == text
    assert form("export", "kurzantrag", "--of", VERSION) == SHIPPED.read_text(encoding="utf-8")


def test_what_is_no_form_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("form: 5")

    for path in (tmp_path / "bad.yaml", tmp_path / "absent.yaml"):
        with pytest.raises(CommandError, match=path.name) as refused:
            form("import", path)
        assert refused.value.returncode == 2


def test_an_unknown_form_cannot_be_exported() -> None:
    with pytest.raises(CommandError, match="absent") as refused:
        form("export", "absent")

    assert refused.value.returncode == 2
