"""CPU of assembling 1,000 pages beside what else can join PDFs, all in one run.

The qpdf command line and a naive program with pypdf do the same merge, overlay and encryption; pdfunite merges alone.
"""

import hashlib
import io
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Self, TypeVar

import typst
from PIL import Image

from documents import font_programs, fonts
from documents.assembling import Assembled, AttachmentFile, assemble_into
from documents.content import Attachment, Content, Section
from documents.copies import MarkedCopy
from documents.gate import JPEG, PDF, tame
from documents.rendering import Rendered, render
from tests.bench.memory import peak_mb
from tests.bench.rows import NotMeasured, Row

FILES, PAGES = 100, 10
PASSWORD = "bench-password"
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A file that is read whenever it is needed, as a worker reads those in its store."""

    path: Path
    sha256: str

    @classmethod
    def at(cls, path: Path) -> Self:
        return cls(path, hashlib.sha256(path.read_bytes()).hexdigest())

    def read(self) -> bytes:
        return self.path.read_bytes()


def measure_assembling(folder: Path) -> dict[str, float | str]:
    """CPU seconds of both, in one run, and their ratio; `folder` takes some 300 MB of made-up files.

    `ours_cpu` joins, stamps and numbers all pages, writes the manifest and encrypts with AES-256, as `qpdf_cpu` merges,
    overlays and encrypts; both read and write files. `plain_cpu` is the same unencrypted, as a worker does it, and
    `render_cpu` the layout before it, warm. `personal_copy_cpu` is what one reader's marked copy costs afterwards, and
    `locked_copy_cpu` one with a password. The peak of memory is that of this process up to both assemblies, with
    layout, fonts and libraries but without Django. Without qpdf the ratio is missing and `note` says so.
    """
    subprocess.run([sys.executable, "-m", "tests.bench.assembling", str(folder), "files"], check=True)
    files = make_files(folder)
    content = content_of(FILES)
    rendered = _rendered(content)
    plain = folder / "plain.pdf"
    (assembled, _), ours = _timed(lambda: _assembled(files, content, rendered, folder / "ours.pdf", PASSWORD))
    _, without = _timed(lambda: _assembled(files, content, rendered, plain))
    peak = peak_mb()
    _, rendering = _timed(lambda: _rendered(replace(content, title="Dossier")))  # the same one would not be set again
    whole = plain.read_bytes()
    result: dict[str, float | str] = {
        "pages": assembled.pages,
        "ours_cpu": round(ours, 2),
        "plain_cpu": round(without, 2),
        "render_cpu": round(rendering, 2),
        "personal_copy_cpu": round(_copy_cpu(whole, ""), 3),
        "locked_copy_cpu": round(_copy_cpu(whole, PASSWORD), 3),
        "peak_rss_mb": round(peak),
    }
    if shutil.which("qpdf") is None:
        return {**result, "note": "qpdf is not installed"}
    qpdf = _qpdf_cpu(folder, files)
    result |= {"qpdf_cpu": round(qpdf, 2), "ratio": round(ours / qpdf, 2)}
    if shutil.which("pdfunite") is not None:
        result["pdfunite_cpu"] = round(_child_cpu(["pdfunite", *map(str, files), str(folder / "united.pdf")]), 2)
    naive = [sys.executable, "-m", "tests.bench.naive", str(folder), PASSWORD, *map(str, files)]
    return {**result, "naive_cpu": round(_child_cpu(naive), 2)}


def _rendered(content: Content) -> Rendered:
    return render(content, dict.fromkeys((attachment.key for attachment in content.attachments), PAGES))


def _assembled(
    files: Sequence[Path], content: Content, rendered: Rendered, result: Path, password: str = ""
) -> tuple[Assembled, int]:
    attachments = {
        attachment.key: [AttachmentFile(name=path.name, pdf=OnDisk.at(path), pages=PAGES)]
        for attachment, path in zip(content.attachments, files, strict=True)
    }
    with result.open("wb") as file:
        return assemble_into(
            lambda pieces: sum(map(file.write, pieces)), rendered, attachments, content, password=password
        )


def _timed(act: Callable[[], Result]) -> tuple[Result, float]:
    start = time.process_time()
    result = act()
    return result, time.process_time() - start


def rows(folder: Path) -> list[Row]:
    """Measured in a process of its own, so that its memory is its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.assembling", str(folder)], capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout.splitlines()[-1])
    if "note" in found:
        raise NotMeasured(found["note"])
    return [
        Row(
            name="1,000 pages joined, stamped, AES-256, against qpdf",
            value=found["ours_cpu"],
            unit="s CPU",
            goal="ratio ≤ 1.2",
            ratio=found["ratio"],
            note=f"qpdf {found['qpdf_cpu']} s CPU",
        ),
        *_beside(found, "pdfunite_cpu", "the same against pdfunite, which merges alone"),
        *_beside(found, "naive_cpu", "the same against a page-by-page merge with pypdf, overlay and AES-256"),
        Row(
            name="memory of joining these pages",
            value=found["peak_rss_mb"],
            unit="MB",
            goal="≤ 300 MB",
            note="most of the process at any time, with layout and libraries, without Django",
        ),
        _copy_row(found, "personal_copy_cpu", "one personal copy of these pages"),
        _copy_row(found, "locked_copy_cpu", "one personal copy of these pages with a password, under a key of its own"),
    ]


def _copy_row(found: Mapping[str, Any], name: str, what: str) -> Row:
    compiling = found["render_cpu"] + found["plain_cpu"]
    ratio = round(found[name] / compiling, 2)
    note = f"ratio to the compiling: layout {found['render_cpu']} s, joining {found['plain_cpu']} s, not encrypted"
    return Row(name=what, value=found[name], unit="s CPU", goal="ratio ≤ 0.1", ratio=ratio, note=note)


def _beside(found: Mapping[str, Any], name: str, what: str) -> list[Row]:
    if name not in found:
        return [Row(name=what, note="not measured: it is not installed")]
    ratio = round(found["ours_cpu"] / found[name], 2)
    note = f"ratio of ours, {found['ours_cpu']} s CPU"
    return [Row(name=what, value=found[name], unit="s CPU", goal="ratio ≤ 1", ratio=ratio, note=note)]


def make_files(folder: Path) -> list[Path]:
    """100 files of 10 pages as the gate leaves them, half tagged text and half scans; kept if they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    font_programs.load()
    paths = [folder / f"in-{number:03}.pdf" for number in range(FILES)]
    for number, path in enumerate(paths):
        if not path.exists():
            raw = text_file(number) if number % 2 else _scan_file(number)
            tamed = tame(raw, accept=(PDF, JPEG), max_bytes=1 << 30, max_pages=PAGES)
            path.write_bytes(tamed.pdf)
    return paths


def text_file(number: int) -> bytes:
    source = (
        f'#set document(title: "{number}")\n#set text(font: "Noto Sans", lang: "de")\n'
        f"#for page in range({PAGES}) [= Seite #page von {number}\n#lorem(380)\n#pagebreak(weak: true)]"
    )
    known = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in fonts.FOLDERS]
    )
    made = typst.Compiler(source.encode(), font_paths=known).compile(format="pdf", pdf_standards=["ua-1"])
    assert isinstance(made, bytes)
    return made


def _scan_file(number: int) -> bytes:
    """Ten grey scans of about 190 kB; noise, so that no compression flatters anybody."""
    pages = []
    for page in range(PAGES):
        noise = Image.effect_noise((620, 877), 24 + (number + page) % 7).resize((1240, 1754))
        packed = io.BytesIO()
        noise.save(packed, "JPEG", quality=30)
        pages.append(Image.open(packed))
    result = io.BytesIO()
    pages[0].save(result, "PDF", save_all=True, append_images=pages[1:], resolution=150, quality=30)
    return result.getvalue()


def content_of(attachments: int) -> Content:
    """A document with hardly any pages of its own."""
    return Content(
        reference="BF-BENCH",
        version="1",
        title="Dossier BF-BENCH",
        confidentiality="Vertraulich – nur für Mitglieder des Gremiums",
        cover=(),
        sections=(Section(code="D01", title="Der Fall", blocks=()),),
        attachments=tuple(
            Attachment(key=f"a{number}", number=number, title=f"Anlage {number}")
            for number in range(1, attachments + 1)
        ),
        day="2026-03-01",
    )


def _qpdf_cpu(folder: Path, files: list[Path]) -> float:
    stamps = folder / "stamps.pdf"
    if not stamps.exists():
        _make_stamps(stamps)
    return _child_cpu(
        [
            *("qpdf", "--empty", "--pages", *map(str, files), "--", "--overlay", str(stamps), "--"),
            *("--object-streams=generate", "--encrypt", PASSWORD, "owner", "256", "--", str(folder / "qpdf.pdf")),
        ]
    )


def _copy_cpu(pdf: bytes, password: str) -> float:
    """As a copy is handed out: measured, and then made in pieces."""
    file, start = io.BytesIO(pdf), time.process_time()
    copy = MarkedCopy.of(file, name="Dr. Beispiel", day=date(2026, 3, 1), number="2026-0001", password=password)
    assert copy.length() == sum(map(len, copy))
    return time.process_time() - start


def _child_cpu(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _make_stamps(path: Path) -> None:
    source = (
        '#set page(paper: "a4")\n#set text(font: "Noto Sans", size: 8pt)\n'
        f"#for page in range({FILES * PAGES}) [Vertraulich #v(1fr) Seite #(page + 1) #pagebreak(weak: true)]"
    )
    known = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in fonts.FOLDERS]
    )
    made = typst.Compiler(source.encode(), font_paths=known).compile(format="pdf", pdf_tags=False)
    assert isinstance(made, bytes)
    path.write_bytes(made)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="gremium-bench-"))
    if sys.argv[2:] == ["files"]:
        make_files(folder)
        return
    result: Mapping[str, float | str] = measure_assembling(folder)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
