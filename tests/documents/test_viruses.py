"""A scanner that is set sees every file before anything else does, and no file comes in past it."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django.fixtures import Settings

from documents import binding, uploads, viruses
from documents.actors import Actor
from documents.intake import Gate, Refused
from documents.journal import Act, JournalLine
from documents.uploads import Upload
from documents.viruses import ScannerAway
from tests.documents import hostile, scanner
from tests.documents.conftest import ANY
from tests.documents.ordering import LIMITS
from tests.documents.scanner import EICAR

Start = Callable[..., None]
CLOSED_PORT = "127.0.0.1:9"


@pytest.fixture
def start(settings: Settings) -> Iterator[Start]:
    """Start a scanner of this kind and set it."""
    running = []

    def started(*how: str) -> None:
        process = subprocess.Popen([sys.executable, scanner.__file__, *how], stdout=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stdout is not None
        settings.CLAMD = process.stdout.readline().strip()

    yield started
    for process in running:
        process.kill()
        process.communicate()


def with_eicar() -> bytes:
    """A paper that holds the text in a comment, where the gate would leave it behind."""
    return hostile.paper() + b"\n%" + EICAR


def test_a_clean_file_is_taken(start: Start, gate: Gate) -> None:
    start("well")

    assert gate.examine(hostile.paper(pages=2), ANY).pages == 2


@pytest.mark.parametrize("make", [with_eicar, lambda: EICAR], ids=["in a paper", "alone"])
def test_a_file_with_a_virus_is_refused_in_words(start: Start, gate: Gate, make: Callable[[], bytes]) -> None:
    assert gate.examine(with_eicar(), ANY).pages == 1
    start("well")

    with pytest.raises(Refused, match="virus") as refused:
        gate.examine(make(), ANY)

    said = []
    for language in ("en", "de"):
        with override(language):
            said.append(refused.value.message)
    assert said[0].startswith("The virus scanner found something harmful")
    assert said[1].startswith("Der Virenscanner hat in dieser Datei etwas Schädliches gefunden")


def test_a_virus_at_the_very_end_of_a_large_file_is_found(start: Start) -> None:
    start("well")

    assert viruses.has_virus(bytes(5_000_000) + EICAR)
    assert not viruses.has_virus(bytes(5_000_000))


@pytest.mark.parametrize("how", ["silent", "dripping", "garbled"])
def test_without_a_verdict_nothing_is_taken(
    start: Start, gate: Gate, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(viruses, "SECONDS", 0.7)
    start(how)
    begun = time.monotonic()

    with pytest.raises(Refused, match="scanner_away") as refused:
        gate.examine(hostile.paper(), ANY)

    assert time.monotonic() - begun < 5
    with override("en"):
        assert "Please try again in a while." in refused.value.message


def test_a_scanner_that_is_away_lets_nothing_through(settings: Settings, gate: Gate) -> None:
    settings.CLAMD = CLOSED_PORT

    with pytest.raises(Refused, match="scanner_away"):
        gate.examine(hostile.paper(), ANY)


def test_a_file_larger_than_the_scanner_takes_is_refused_as_too_large(start: Start, gate: Gate) -> None:
    start("small")

    with pytest.raises(Refused, match="too_large"):
        gate.examine(hostile.picture(), ANY)


def test_a_socket_in_the_file_system_will_do(start: Start, tmp_path: Path) -> None:
    start("well", str(tmp_path / "clamd.ctl"))

    viruses.probe()
    assert viruses.has_virus(EICAR)
    (tmp_path / "clamd.ctl").unlink()
    with pytest.raises(ScannerAway, match="FileNotFoundError"):
        viruses.probe()


def test_the_day_of_the_signatures_is_told(start: Start) -> None:
    start("well")

    day = viruses.signatures_of()

    assert day is not None
    assert timezone.now() - day < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "is_understood"),
    [
        ("", True),
        ("clamav.intern:3310", True),
        ("tcp://10.0.0.7:3310", True),
        ("[::1]:3310", True),
        ("/run/clamav/clamd.ctl", True),
        ("unix:/run/clamav/clamd.ctl", True),
        ("clamav.intern", False),
        ("clamav.intern:many", False),
        (":3310", False),
    ],
)
def test_a_setting_that_is_not_understood_stops_the_start(settings: Settings, text: str, is_understood: bool) -> None:
    settings.CLAMD = text

    assert (viruses.problem() == "") == is_understood


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_refused_virus_leaves_a_line_and_nothing_else(start: Start, subject: UUID, worker: Actor) -> None:
    start("well")

    with pytest.raises(Refused):
        uploads.accept_upload(subject=subject, name="a.pdf", data=with_eicar(), limits=LIMITS, by=worker)

    assert not Upload.objects.exists()
    assert JournalLine.objects.get().act == Act.ATTACHMENT_REJECTED


@pytest.mark.django_db(databases=["default", "keys"])
def test_readiness_tells_of_the_scanner_and_does_not_depend_on_it(
    client: Client, settings: Settings, start: Start
) -> None:
    binding.bind()
    absent = client.get("/readyz").json()["clamav"]
    start("well")
    there = client.get("/readyz").json()["clamav"]
    settings.CLAMD = CLOSED_PORT
    answer = client.get("/readyz")

    assert (absent["ok"], absent["present"]) == (True, False)
    assert there == {"ok": True, "why": "", "optional": True, "present": True}
    assert (answer.json()["clamav"]["ok"], answer.json()["clamav"]["present"]) == (False, True)
    assert "refused" in answer.json()["clamav"]["why"]
    assert answer.status_code == 200
