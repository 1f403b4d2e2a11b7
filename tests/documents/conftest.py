"""What the tests of documents share: their cast, and reading a PDF with tools that did not make it."""

import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from documents import journal, keystore
from documents.actors import Actor
from documents.intake import Gate, Limits, open_gate
from documents.journal import Act, JournalLine
from tests.documents.grounds import unavailable
from tests.documents.servers import NoServer, RabbitMQ, Redis, Server, running

ANY = Limits(("application/pdf", "image/jpeg", "image/png", "image/heic"), 60 * 1024 * 1024, 200)
ReadText = Callable[..., str]
Hear = Callable[[bytes], str]


@pytest.fixture
def subject(db_both: None) -> UUID:
    """A case with a key."""
    subject = uuid4()
    keystore.create_key(subject)
    return subject


@pytest.fixture(params=[Redis, RabbitMQ], ids=lambda kind: kind.name)
def broker(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A broker that this test alone uses and may kill."""
    try:
        with running(request.param) as server:
            yield server
    except NoServer as reason:
        unavailable(str(reason))


@pytest.fixture
def other_subject(db_both: None) -> UUID:
    other = uuid4()
    keystore.create_key(other)
    return other


@pytest.fixture
def db_both(request: pytest.FixtureRequest) -> None:
    """The database and the key store; tests choose between rollback and real commits by their mark."""
    marker = request.node.get_closest_marker("django_db")
    is_real = bool(marker and marker.kwargs.get("transaction"))
    request.getfixturevalue("transactional_db" if is_real else "db")


@pytest.fixture
def worker() -> Actor:
    return Actor(ref="7c1d", organisation_ref="0aa4")


@pytest.fixture
def lines(worker: Actor, db_both: None) -> list[JournalLine]:
    """Five lines about one case."""
    subject = uuid4()
    return [
        journal.record(actor=worker, act=Act.DRAFT_SAVED, subject=subject, details={"step": str(number)})
        for number in range(5)
    ]


@pytest.fixture(scope="module")
def gate() -> Iterator[Gate]:
    with open_gate() as opened:
        yield opened


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """The text as poppler reads it, without spaces and format characters, in compatibility form."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")

    def read(pdf: bytes, *options: str) -> str:
        path = tmp_path / "read.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, check=True)
        return plain(done.stdout.decode())

    return read


@pytest.fixture
def hear(tmp_path: Path) -> Hear:
    """The structure with its texts, as poppler walks it: what a screen reader says."""
    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo is not installed")

    def heard(pdf: bytes) -> str:
        path = tmp_path / "heard.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, check=True)
        return "\n".join(line.strip() for line in done.stdout.decode(errors="replace").splitlines())

    return heard


@pytest.fixture
def check_pdf(tmp_path: Path) -> Callable[[bytes, str], None]:
    """Fails unless qpdf finds nothing wrong."""
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")

    def check(pdf: bytes, password: str = "") -> None:
        path = tmp_path / "check.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(["qpdf", "--check", f"--password={password}", str(path)], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    return check


@pytest.fixture
def paint(tmp_path: Path) -> Callable[[bytes], list[Path]]:
    """Each page as a grey picture of 36 dots per inch."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not installed")

    def painted(pdf: bytes) -> list[Path]:
        path = tmp_path / "paint.pdf"
        path.write_bytes(pdf)
        for old in tmp_path.glob("page-*.pgm"):
            old.unlink()
        subprocess.run(["pdftoppm", "-r", "36", "-gray", str(path), str(tmp_path / "page")], check=True)
        return sorted(tmp_path.glob("page-*.pgm"))

    return painted


def plain(text: str) -> str:
    """NFKC without spaces, controls and format characters."""
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKC", text)
        if unicodedata.category(letter) not in ("Cf", "Cc", "Zs", "Zl", "Zp")
    )
