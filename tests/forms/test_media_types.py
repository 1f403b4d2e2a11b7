"""What a page says of the kinds of files it takes follows the form, and what this machine can read."""

from dataclasses import replace

import pytest

from documents import converting
from forms.media_types import taken_kinds
from forms.reading import shipped_form

RULES = shipped_form().file_rules


def test_text_documents_are_offered_where_they_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "program", lambda: "/usr/bin/soffice")

    taken = taken_kinds(RULES)

    assert taken.names == "PDF, JPEG, PNG, HEIC, DOCX, ODT"
    assert taken.endings == ".pdf,.jpg,.jpeg,.png,.heic,.heif,.docx,.odt"


def test_text_documents_are_not_offered_where_they_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "program", lambda: "")

    taken = taken_kinds(RULES)

    assert (taken.names, "docx" in taken.endings) == ("PDF, JPEG, PNG, HEIC", False)


def test_only_what_the_form_lists_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "program", lambda: "/usr/bin/soffice")

    assert taken_kinds(replace(RULES, accept=("image/png", "a/b"))).endings == ".png"
