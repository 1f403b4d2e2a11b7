"""What is wrong with this installation, in plain sentences, each with what mends it. Looks at no case."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from kombu.exceptions import KombuError

from documents import (
    anchors,
    backups,
    binding,
    converting,
    health,
    intake,
    keyring,
    keystore,
    recognition,
    sealed_files,
    signs_of_life,
    tesseract,
    viruses,
)
from documents import sweeping as sweeper
from documents.brake import Braked
from documents.jobs import Job, State
from documents.journal import JournalLine
from gremium import profile

LEAST_FREE = 1_000_000_000
LITTLE_FREE = 5_000_000_000
"""Bytes on the disk of the data folder, below which there is a fault, or a hint."""
LARGEST_DRIFT = timedelta(seconds=5)
OLDEST_ANCHOR = timedelta(hours=2)
OLDEST_BACKUP = timedelta(hours=26)
MAIL_SECONDS = 10


class Level(StrEnum):
    FAULT = "FAULT"
    HINT = "HINT"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be. `remedy` is a command or what a person does."""

    level: Level
    sentence: str
    remedy: str


Check = Callable[[], Iterator[Finding]]


def examine() -> Iterator[tuple[str, list[Finding]]]:
    """Each part by name, with what was found about it; a part that cannot be looked at is a fault of its own."""
    for name, check in CHECKS.items():
        try:
            yield name, list(check())
        except (DatabaseError, KombuError, OSError, keyring.KeyRingUnsafe, health.NotWell) as error:
            told = str(error) if isinstance(error, keyring.KeyRingUnsafe | health.NotWell) else type(error).__name__
            yield (
                name,
                [_fault(f"It cannot be looked at: {told}", REMEDIES.get(name, "See logs/web.log."))],
            )


def _fault(sentence: str, remedy: str) -> Finding:
    return Finding(Level.FAULT, sentence, remedy)


def _hint(sentence: str, remedy: str) -> Finding:
    return Finding(Level.HINT, sentence, remedy)


def _settings() -> Iterator[Finding]:
    for sentence in profile.problems():
        yield _fault(sentence, "Set it in the environment and start again.")
    if settings.DEMO:
        yield _hint("This is a demo: its passwords are known.", "Start without GREMIUM_DEMO for real cases.")


def _databases() -> Iterator[Finding]:
    for alias, app in (("default", None), ("keys", "documents")):
        connection = connections[alias]
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        if plan := executor.migration_plan(executor.loader.graph.leaf_nodes(app)):
            yield _fault(f"{len(plan)} changes of the tables in '{alias}' are not done yet.", "gremium prepare")
    if connections["default"].vendor == "postgresql" and shutil.which("pg_dump") is None:
        yield _fault("pg_dump is not installed, so no backup can be made.", "apt install postgresql-client")


def _keys() -> Iterator[Finding]:
    ring = keyring.load()
    if lacking := keystore.ring_keys_in_use() - ring.keys.keys():
        yield _fault(
            f"{len(lacking)} keys are missing on the key ring: the cases wrapped with them cannot be read.",
            f"Put the right key ring to {settings.KEYRING}, from where two persons keep it.",
        )
    try:
        binding.require_bound()
    except Braked as braked:
        yield _fault(str(braked.reason.label), "gremium keys bind")


def _storage() -> Iterator[Finding]:
    health.probe_storage()
    missing = sealed_files.known_files() - set(sealed_files.all_names())
    if missing:
        yield _fault(
            f"{len(missing)} sealed files are missing that the database names.", "gremium restore DIR --replace"
        )


def _queue() -> Iterator[Finding]:
    health.probe_queue()
    dead = Job.objects.filter(state=State.DEAD).exclude(reason__in=("withdrawn", "not_kept")).count()
    if dead:
        yield _hint(f"{dead} jobs have stopped and wait for a person.", "gremium jobs --dead")


def _processes() -> Iterator[Finding]:
    for name in signs_of_life.silent():
        who = "The sweeper" if name == signs_of_life.SWEEPER else f"No worker of the queue '{name}'"
        verb = "has given no sign" if name == signs_of_life.SWEEPER else "has answered"
        yield _fault(f"{who} {verb} for five minutes.", "gremium up (or: systemctl restart gremium)")


def _sweeping() -> Iterator[Finding]:
    for sentence in sweeper.halts():
        yield _fault(f"Nothing is swept: {sentence}", "Look at it first; then: gremium sweep --now")


def _journal() -> Iterator[Finding]:
    if fault := anchors.verify():
        yield _fault(
            f"The journal does not hold: line {fault.number} is {fault.reason}.",
            "Tell the data protection officer; change nothing.",
        )
    path = anchors.anchors_file()
    if JournalLine.objects.exists() and (not path.exists() or _age(path) > OLDEST_ANCHOR):
        yield _fault("No head of the journal was kept for two hours.", "gremium up (the sweeper keeps them)")


def _age(path: Path) -> timedelta:
    return timedelta(seconds=timezone.now().timestamp() - path.stat().st_mtime)


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA).free
    if free < LITTLE_FREE:
        sentence = f"Only {free / 1e9:.1f} GB are free on the disk of {settings.DATA}."
        level = Level.FAULT if free < LEAST_FREE else Level.HINT
        yield Finding(level, sentence, "Make space, or move GREMIUM_DATA to a larger disk.")


def _clock() -> Iterator[Finding]:
    now = timezone.now()
    last = JournalLine.objects.first_after(now + LARGEST_DRIFT)
    if last is not None:
        yield _fault("The journal has lines of the future: the clock was set back.", "timedatectl set-ntp true")
    if connections["default"].vendor == "postgresql":
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT now()")
            if abs(cursor.fetchone()[0] - timezone.now()) > LARGEST_DRIFT:
                yield _fault("The clocks of this machine and of the database differ.", "timedatectl set-ntp true")


def _mail() -> Iterator[Finding]:
    if not settings.EMAIL_URL:
        return
    try:
        connection = get_connection(timeout=MAIL_SECONDS)
        connection.open()
        connection.close()
    except (SMTPException, OSError) as error:
        yield _fault(
            f"The mail server does not answer ({type(error).__name__}).",
            "Check EMAIL_URL; nothing is lost: work goes on in the desks, without a reminder by mail.",
        )


def _file_modes() -> Iterator[Finding]:
    data = Path(settings.DATA)
    private = [
        data,
        Path(settings.KEYRING),
        *data.glob("*.sqlite3*"),
        *data.glob("*.json*"),
        data / "sealed",
        data / "tmp",
    ]
    for path in private:
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield _fault(f"Others on this machine may open {path}.", f"chmod go-rwx {path}")
        if path.exists() and path.stat().st_uid != os.geteuid() and os.geteuid() != 0:
            yield _fault(f"{path} belongs to another account of this machine.", f"chown {os.geteuid()} {path}")


def _backups() -> Iterator[Finding]:
    level = Level.HINT if settings.DEMO else Level.FAULT
    last = backups.last_backups()
    for kind, name in ((backups.DATA, "database with its files"), (backups.KEYS, "key store")):
        if kind not in last:
            yield Finding(level, f"The {name} was never backed up from here.", "gremium backup DIR")
        elif timezone.now() - last[kind] > OLDEST_BACKUP:
            yield Finding(
                level, f"The last backup of the {name} is of {last[kind]:%Y-%m-%d %H:%M} UTC.", "gremium backup DIR"
            )
    for kind in sorted(backups.unencrypted_backups()):
        yield _hint(f"The last backup of the {kind} is not encrypted.", "Set GREMIUM_BACKUP_RECIPIENTS.")


def _gate() -> Iterator[Finding]:
    try:
        lacking = intake.lacking_walls()
    except intake.Refused:
        yield _fault(
            "The process that opens foreign files does not start: every upload is refused.", "See logs/web.log."
        )
        return
    if lacking:
        yield _hint(
            f"The process that opens foreign files shares {', '.join(lacking)} with the others of this machine; its "
            "limits are in force.",
            "Allow namespaces to accounts without privileges: sysctl kernel.unprivileged_userns_clone=1 (Debian), "
            "kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), unshare in a container's seccomp profile",
        )


def _virus_scanner() -> Iterator[Finding]:
    if not viruses.is_set():
        yield _hint(
            "No virus scanner is set: uploads are rebuilt from a whitelist, but not scanned.",
            "apt install clamav-daemon; then set GREMIUM_CLAMD=/run/clamav/clamd.ctl (or host:port)",
        )
        return
    try:
        viruses.probe()
        day = viruses.signatures_of()
    except viruses.ScannerAway as away:
        yield _fault(
            f"{away} Every upload is refused until it does.",
            "systemctl restart clamav-daemon; check GREMIUM_CLAMD; empty it to take uploads unscanned",
        )
        return
    if day is None or timezone.now() - day > viruses.OLD_SIGNATURES:
        told = f"of {day:%Y-%m-%d}" if day else "of an unknown day"
        yield _hint(f"The virus scanner's signatures are {told}.", "systemctl restart clamav-freshclam")


def _optional() -> Iterator[Finding]:
    if not converting.program():
        yield _hint("LibreOffice is not installed: DOCX and ODT are refused.", "apt install libreoffice-writer-nogui")
    if not recognition.languages():
        yield _hint("Text recognition is switched off.", "Set GREMIUM_OCR_LANGUAGES=deu,eng,ara,fas, or leave it away.")
    elif not tesseract.program():
        yield _hint(
            "Tesseract is not installed: the text of scanned pages cannot be searched or heard.",
            "apt install tesseract-ocr tesseract-ocr-deu tesseract-ocr-ara tesseract-ocr-fas",
        )
    elif lacking := sorted(set(recognition.languages()) - recognition.known_languages()):
        yield _hint(
            f"Tesseract does not know {', '.join(lacking)}: pages are read without.",
            f"apt install {' '.join(f'tesseract-ocr-{name}' for name in lacking)}",
        )


CHECKS: dict[str, Check] = {
    "settings": _settings,
    "databases": _databases,
    "keys": _keys,
    "storage": _storage,
    "queue": _queue,
    "processes": _processes,
    "sweeping": _sweeping,
    "journal": _journal,
    "disk": _disk,
    "clock": _clock,
    "mail": _mail,
    "file modes": _file_modes,
    "backups": _backups,
    "gate": _gate,
    "virus scanner": _virus_scanner,
    "optional parts": _optional,
}

REMEDIES = {
    "databases": "Check DATABASE_URL and KEYS_DATABASE_URL, and whether the server runs; then: gremium prepare",
    "keys": "gremium keys check",
    "storage": "Check STORAGE_URL, and whether the folder can be written to.",
    "queue": "Check CELERY_BROKER_URL, and whether the broker and `gremium up` run.",
    "processes": "Check CACHE_URL; then: gremium prepare",
    "sweeping": "gremium prepare",
    "journal": "gremium journal",
    "clock": "gremium prepare",
}
