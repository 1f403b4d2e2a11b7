"""Q20, Q21: after its erasure nothing of a case is left in any file, and no old copy of the data brings it back."""

import sqlite3
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as site_settings
from django.db import connections
from django.utils import timezone
from pytest_django.fixtures import Settings

from documents import keystore
from documents.actors import SYSTEM
from documents.journal import Act, JournalLine
from documents.keystore import CaseKey, KeyMissing
from documents.uploads import Upload, accept_upload
from forms.drafts import open_draft
from forms.erasing import erase_again
from forms.ledger import Stamp
from forms.submissions import Submission
from forms.submit import submit_draft
from forms.uploading import limits_of
from forms.versions import FormVersion, store_shipped_form
from gremium.assessing import joint_drafts, own_views
from gremium.assessing.models import JointDraft, Note, Words
from gremium.cases.demo.bringing_in import fill_draft
from gremium.cases.demo.paper import sample_paper
from gremium.cases.models import Case, State
from gremium.cases.writing import Kind, write_letter
from gremium.oversight.erasing import erase_case
from gremium.people.asking import actor_of
from gremium.people.models import User
from tests.documents.test_leaks import places_of
from tests.gremium.cases.taking_back import compile_newest, example

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture
def word() -> str:
    """A word that no other run has left behind."""
    return f"Kanarienvogel{uuid4().hex[:12]}"


@pytest.fixture
def sealed(settings: Settings, tmp_path: Path) -> Path:
    folder = tmp_path / "sealed"
    own = {**settings.STORAGES["sealed"], "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, "sealed": own}
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mails"
    return folder


def bring_canary(word: str, marte: User, renate: User) -> Case:
    """A case that holds the word in answers, a file, a note, keywords, the joint text and a letter."""
    store_shipped_form()
    by, example_case = actor_of(marte), example("C3")
    draft = open_draft(FormVersion.objects.current("kurzantrag"), by=by)
    fill_draft(draft, example_case, by=by)
    ledger = draft.ledger()
    ledger.write(
        {"begruendung": f"{ledger.values['begruendung']} {word}"}, Stamp(by="Test", at="2026-11-26T10:00+01:00")
    )
    draft.put(ledger)
    draft.save()
    submit_draft(draft, by=by, today=example_case.as_of)
    case = Case.objects.get(pk=draft.pk)
    limits = limits_of(draft.definition.file_rules)
    accept_upload(subject=case.pk, name=f"{word}.pdf", data=sample_paper(word), limits=limits, by=by)
    compile_newest(case)
    Case.objects.filter(pk=case.pk).update(state=State.SCHEDULED)
    member = actor_of(renate)
    own_views.write_note(case, renate, text=word, page=1, by=member)
    own_views.form_view(case, renate, keywords=word, by=member)
    marks = joint_drafts.marks_of(Words())
    joint_drafts.write_together(case, renate, words=Words(reasons=word), seen=marks, by=member)
    write_letter(Kind.NOT_TAKEN_UP, case, by=SYSTEM, facts={"reason": word})
    return case


def database_files() -> list[Path]:
    """Both databases with what stands beside them, folded in as far as nobody reads."""
    found: list[Path] = []
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(FULL)")
        path = Path(str(connections[alias].settings_dict["NAME"]))
        found += path.parent.glob(f"{path.name}*")
    return found


@pytest.mark.skipif(connections["default"].vendor != "sqlite", reason="looks at SQLite's files")
def test_q20_nothing_of_an_erased_case_is_left_in_any_file(
    word: str, sealed: Path, tmp_path: Path, marte: User, renate: User
) -> None:
    case = bring_canary(word, marte, renate)
    wrapped = bytes(CaseKey.objects.get(pk=case.pk).wrapped)
    assert any(wrapped in path.read_bytes() for path in database_files())
    assert len([path for path in sealed.rglob("*") if path.is_file()]) > 5
    Case.objects.filter(pk=case.pk).update(state=State.CLOSED, state_since=timezone.now())

    erase_case(case.pk, by=SYSTEM)

    assert [path for path in sealed.rglob("*") if path.is_file()] == []
    for rows in (Submission, Upload, Note, JointDraft, CaseKey):
        assert not rows._default_manager.exists()
    files = database_files()
    needles = (word.encode(), word.encode("utf-16-le"), word.encode().hex().encode(), wrapped)
    assert [path.name for path in files if any(needle in path.read_bytes() for needle in needles)] == []
    assert places_of((word,), tmp_path) == []
    for folder in ("broker", "page-cache", "logs", "mails", "tmp"):
        assert places_of((word,), Path(site_settings.DATA) / folder) == []


@pytest.mark.skipif(connections["default"].vendor != "sqlite", reason="lays an old copy of SQLite's file back")
def test_q21_an_old_copy_of_the_data_stays_unreadable_with_todays_keys(
    word: str, sealed: Path, marte: User, renate: User
) -> None:
    case = bring_canary(word, marte, renate)
    old = sqlite3.connect(":memory:")
    connections["default"].connection.backup(old)
    erase_case_of(case)

    old.backup(connections["default"].connection)

    assert Case.objects.get(pk=case.pk).state == State.SCHEDULED
    with pytest.raises(KeyMissing):
        Submission.objects.get(draft_id=case.pk).answers()
    with pytest.raises(KeyMissing):
        _ = Note.objects.get(case=case).text
    with pytest.raises(KeyMissing):
        keystore.create_key(case.pk)
    assert erase_again() == 1
    assert Case.objects.get(pk=case.pk).state == State.ERASED
    assert not Submission.objects.exists()
    assert JournalLine.objects.about(case.pk).filter(act=Act.ERASURE_REPLAYED).count() == 1
    assert erase_again() == 0


def erase_case_of(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(state=State.CLOSED)
    erase_case(case.pk, by=SYSTEM)
