"""`gremium verify` names the reader of a copy, tells a changed file, and needs no password."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from documents.dossiers import Dossier, read_dossier, take_copy
from documents.journal import Act, JournalLine
from gremium.people.asking import actor_of
from gremium.people.models import Organisation, User
from tests.gremium.conftest import MakeCase

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture
def dossier(make_case: MakeCase, north: Organisation) -> Dossier:
    return Dossier.objects.get(subject=make_case(north, dossier="ready").subject)


def verify(path: Path, pdf: bytes) -> tuple[int, str]:
    path.write_bytes(pdf)
    told = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", str(path), stdout=told)
    assert isinstance(ended.value.code, int)
    return ended.value.code, told.getvalue()


def test_original_copy_changed_copy_and_foreign_file_are_told_apart(
    dossier: Dossier, renate: User, tmp_path: Path
) -> None:
    taken = take_copy(dossier, name="Renate", password="ein langes Kennwort", by=actor_of(renate))
    copy = b"".join(taken.pdf)
    path = tmp_path / "found.pdf"

    original = verify(path, read_dossier(dossier))
    unaltered = verify(path, copy)
    altered = verify(path, copy[:-1])
    unknown = verify(path, b"%PDF-1.7 something else")

    assert original[0] == 0
    assert "version 1, the original that is marked for nobody" in original[1]
    assert unaltered[0] == 0
    assert f"copy {taken.number}" in unaltered[1]
    assert "marked for Renate" in unaltered[1]
    assert altered[0] == 1
    assert altered[1].startswith("ALTERED")
    assert "marked for Renate" in altered[1]
    assert unknown == (2, unknown[1])
    assert unknown[1].startswith("UNKNOWN")
    lines = JournalLine.objects.about(dossier.subject).filter(act=Act.ISSUE_VERIFIED)
    assert [line.details["result"] for line in lines] == ["unaltered", "unaltered", "altered"]


def test_a_file_that_is_not_there_has_an_exit_code_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("verify", str(tmp_path / "none.pdf"))

    assert refused.value.returncode == 3
