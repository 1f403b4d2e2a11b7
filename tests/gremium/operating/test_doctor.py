"""The doctor finds what was broken on purpose, names what mends it, and calls a whole installation well."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from pytest_django.fixtures import Settings

from documents import (
    anchors,
    backups,
    binding,
    intake,
    jobs,
    journal,
    keyring,
    keystore,
    recognition,
    sealed_files,
    signs_of_life,
    steps,
    tesseract,
)
from documents.actors import SYSTEM
from documents.jobs import Job, Queue
from documents.journal import Act
from gremium.operating import doctor
from gremium.operating.doctor import Finding, Level

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def whole(settings: Settings, tmp_path: Path) -> Path:
    """An installation in which nothing is missing."""
    settings.DATA = tmp_path
    tmp_path.chmod(0o700)
    settings.KEYRING = tmp_path / "keyring.json"
    keyring.create(settings.KEYRING)
    binding.bind()
    for name in (signs_of_life.SWEEPER, *Queue.values):
        signs_of_life.give(name)
    journal.record(actor=SYSTEM, act=Act.CASE_LISTED, subject=uuid4())
    anchors.anchor_if_due()
    return tmp_path


def found(part: str, level: Level = Level.FAULT) -> list[Finding]:
    return [finding for finding in dict(doctor.examine())[part] if finding.level == level]


def test_a_whole_installation_has_no_fault(whole: Path) -> None:
    told = StringIO()

    call_command("doctor", stdout=told)

    assert "FAULT" not in told.getvalue()
    assert told.getvalue().endswith("All is well.\n")


def lose_the_ring(folder: Path) -> None:
    (folder / "keyring.json").unlink()


def take_another_ring(folder: Path) -> None:
    keystore.create_key(uuid4())
    (folder / "keyring.json").unlink()
    keyring.create(folder / "keyring.json")


def open_the_data_to_all(folder: Path) -> None:
    folder.chmod(0o755)


def let_a_job_wait(folder: Path) -> None:
    job = jobs.order(key="x", task="t", subject=uuid4())
    Job.objects.filter(pk=job.pk).update(due_at=timezone.now() - timedelta(minutes=5))


def lose_a_file(folder: Path) -> None:
    subject = uuid4()
    keystore.create_key(subject)
    steps.keep(subject, "k" * 64, steps.Made(b"x", {}))
    sealed_files.remove(*sealed_files.known_files())


def lose_the_heads(folder: Path) -> None:
    anchors.anchors_file().unlink()


@pytest.mark.parametrize(
    ("part", "harm"),
    [
        ("keys", take_another_ring),
        ("file modes", open_the_data_to_all),
        ("queue", let_a_job_wait),
        ("storage", lose_a_file),
        ("journal", lose_the_heads),
    ],
)
def test_what_was_broken_is_a_fault_with_its_remedy(whole: Path, part: str, harm: Callable[[Path], None]) -> None:
    assert found(part) == []

    harm(whole)

    fault = found(part)[0]
    assert fault.sentence
    assert fault.remedy
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=StringIO())
    assert ended.value.code == 1


def test_a_missing_key_ring_is_told_and_the_other_parts_are_looked_at(whole: Path, settings: Settings) -> None:
    settings.DEMO = False
    lose_the_ring(whole)

    parts = dict(doctor.examine())

    assert "There is no key ring" in parts["keys"][0].sentence
    assert parts["databases"] == []


def test_a_mail_server_that_does_not_answer_is_a_fault(whole: Path, settings: Settings) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    assert "mail server" in found("mail")[0].sentence


def test_a_virus_scanner_that_is_set_and_away_is_a_fault(whole: Path, settings: Settings) -> None:
    assert "No virus scanner is set" in found("virus scanner", Level.HINT)[0].sentence

    settings.CLAMD = "127.0.0.1:9"

    (fault,) = found("virus scanner")
    assert "Every upload is refused" in fault.sentence
    assert "clamav-daemon" in fault.remedy


@pytest.mark.parametrize(
    ("languages", "program", "known", "said"),
    [
        ([], "/x", {"deu"}, "switched off"),
        (["deu"], "", set(), "is not installed"),
        (["deu", "tir"], "/x", {"deu"}, "does not know tir"),
        (["deu"], "/x", {"deu"}, ""),
    ],
)
def test_what_reading_by_machine_lacks_is_told(
    whole: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    languages: list[str],
    program: str,
    known: set[str],
    said: str,
) -> None:
    settings.OCR_LANGUAGES = languages
    monkeypatch.setattr(tesseract, "program", lambda: program)
    monkeypatch.setattr(recognition, "known_languages", lambda: known)

    hints = [hint.sentence for hint in found("optional parts", Level.HINT) if "LibreOffice" not in hint.sentence]

    assert [said in hint for hint in hints] == [True] * bool(said)


def test_a_system_that_allows_no_walls_around_foreign_files_is_told(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "lacking_walls", lambda: ["network", "disk"])

    (hint,) = found("gate", Level.HINT)

    assert "shares network, disk with" in hint.sentence
    assert "unprivileged_userns_clone" in hint.remedy


def test_who_gives_no_sign_is_named(whole: Path) -> None:
    cache.delete("sign-of-life/ocr")

    assert ["'ocr'" in finding.sentence for finding in found("processes")] == [True]


def test_an_old_backup_is_a_fault_outside_the_demo(whole: Path, settings: Settings) -> None:
    settings.DEMO = False
    note = {"data": {"at": "2026-01-01T00:00:00+00:00", "folder": "/b", "encrypted": False}}
    (whole / backups.LAST).write_text(json.dumps(note))

    sentences = [finding.sentence for finding in found("backups")]

    assert sentences == [
        "The last backup of the database with its files is of 2026-01-01 00:00 UTC.",
        "The key store was never backed up from here.",
    ]
    assert "not encrypted" in found("backups", Level.HINT)[0].sentence
