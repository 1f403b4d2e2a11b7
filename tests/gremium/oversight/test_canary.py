"""Q20, Q21: after its erasure nothing of a case is left in any file, and no old copy of the data brings it back."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import redis
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
from forms.ledger_lines import Stamp
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


def databases_with(*needles: bytes) -> list[str]:
    """Files of both databases, and of what stands beside them, that hold one of the needles."""
    search = _sqlite_files_with if connections["default"].vendor == "sqlite" else _postgresql_files_with
    return [name for alias in ("default", "keys") for name in search(alias, needles)]


def _sqlite_files_with(alias: str, needles: Iterable[bytes]) -> list[str]:
    """Folded in as far as nobody reads."""
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(FULL)")
    path = Path(str(connections[alias].settings_dict["NAME"]))
    files = {file.name: file.read_bytes() for file in path.parent.glob(f"{path.name}*")}
    return [name for name, content in files.items() if any(needle in content for needle in needles)]


def _postgresql_files_with(alias: str, needles: Iterable[bytes]) -> list[str]:
    """As the server itself reads them; its log has files of its own."""
    with connections[alias].cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT relname, pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't', 'm', 'S')"
        )
        return _holding(cursor, cursor.fetchall(), needles)


def log_files_with(*needles: bytes) -> list[str]:
    """Files of PostgreSQL's write-ahead log that hold one of the needles; SQLite's stands beside its database."""
    if connections["default"].vendor == "sqlite":
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT name, 'pg_wal/' || name FROM pg_ls_waldir() ORDER BY modification DESC LIMIT 6")
        return _holding(cursor, cursor.fetchall(), needles)


def _holding(cursor: Any, files: Iterable[tuple[str, str | None]], needles: Iterable[bytes]) -> list[str]:
    statement = "SELECT coalesce(position(%s::bytea IN pg_read_binary_file(%s, 0, 1 << 26, true)), 0)"
    found = []
    for name, path in files:
        for needle in needles:
            cursor.execute(statement, [needle, path])
            found += [name] if cursor.fetchone()[0] else []
    return found


def redis_values_with(*needles: bytes) -> list[bytes]:
    """Keys of the broker's and the cache's Redis, as far as they are one, that hold one of the needles."""
    addresses = {site_settings.CELERY_BROKER_URL, site_settings.CACHE_URL}
    found: list[bytes] = []
    for address in addresses:
        if address.startswith("redis:"):
            server = redis.Redis.from_url(address)
            found += [
                key
                for key in server.scan_iter()
                if any(needle in part for needle in needles for part in (key, server.dump(key)))
            ]
    return found


def test_q20_nothing_of_an_erased_case_is_left_in_any_file(
    word: str, sealed: Path, tmp_path: Path, marte: User, renate: User
) -> None:
    case = bring_canary(word, marte, renate)
    wrapped = bytes(CaseKey.objects.get(pk=case.pk).wrapped)
    assert databases_with(wrapped)
    assert len([path for path in sealed.rglob("*") if path.is_file()]) > 5
    Case.objects.filter(pk=case.pk).update(state=State.CLOSED, state_since=timezone.now())

    erase_case(case.pk, by=SYSTEM)

    assert [path for path in sealed.rglob("*") if path.is_file()] == []
    for rows in (Submission, Upload, Note, JointDraft, CaseKey):
        assert not rows._default_manager.exists()
    words = (word.encode(), word.encode("utf-16-le"), word.encode().hex().encode())
    assert databases_with(*words, wrapped) == []
    assert log_files_with(*words) == []
    assert redis_values_with(*words) == []
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
