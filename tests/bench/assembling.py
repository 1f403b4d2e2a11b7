"""CPU of assembling 1,000 pages beside what else can join PDFs, all in one run.

The qpdf command line and a naive program with pypdf do the same merge, overlay and encryption; pdfunite merges alone.
"""

import io
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from documents import fonts
from documents.assembling import AttachmentFile, assemble
from documents.content import Attachment, Content, Section
from documents.copies import marked_copy
from documents.gate import JPEG, PDF, tame
from documents.rendering import render
from tests.bench.rows import NotMeasured, Row

FILES, PAGES = 100, 10
PASSWORD = "bench-password"


def measure_assembling(folder: Path) -> dict[str, float | str]:
    """CPU seconds of both, in one run, and their ratio; `folder` takes some 300 MB of made-up files.

    `ours_cpu` joins, stamps and numbers all pages, writes the manifest and encrypts with AES-256, as `qpdf_cpu` merges,
    overlays and encrypts; `plain_cpu` is the same unencrypted. `personal_copy_cpu` is what one reader's marked copy
    costs afterwards, and `locked_copy_cpu` one with a password. The peak of memory holds the files that are joined.
    Without qpdf the ratio is missing and `note` says so.
    """
    files = make_files(folder)
    content = content_of(FILES)
    rendered = render(content, dict.fromkeys((attachment.key for attachment in content.attachments), PAGES))
    attachments = {
        attachment.key: [AttachmentFile(name=path.name, pdf=path.read_bytes(), pages=PAGES)]
        for attachment, path in zip(content.attachments, files, strict=True)
    }
    start = time.process_time()
    compiled = assemble(rendered, attachments, content, password=PASSWORD)
    ours = time.process_time() - start
    pages = float(compiled.pages)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    del compiled
    start = time.process_time()
    plain = assemble(rendered, attachments, content).pdf
    without = time.process_time() - start
    result: dict[str, float | str] = {
        "pages": pages,
        "ours_cpu": round(ours, 2),
        "plain_cpu": round(without, 2),
        "personal_copy_cpu": round(_copy_cpu(plain, ""), 3),
        "locked_copy_cpu": round(_copy_cpu(plain, PASSWORD), 2),
        "peak_rss_mb": round(peak / 1024),
    }
    if shutil.which("qpdf") is None:
        return {**result, "note": "qpdf is not installed"}
    qpdf = _qpdf_cpu(folder, files)
    result |= {"qpdf_cpu": round(qpdf, 2), "ratio": round(ours / qpdf, 2)}
    if shutil.which("pdfunite") is not None:
        result["pdfunite_cpu"] = round(_child_cpu(["pdfunite", *map(str, files), str(folder / "united.pdf")]), 2)
    naive = [sys.executable, "-m", "tests.bench.naive", str(folder), PASSWORD, *map(str, files)]
    return {**result, "naive_cpu": round(_child_cpu(naive), 2)}


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
            note=f"qpdf {found['qpdf_cpu']} s CPU; peak {found['peak_rss_mb']:.0f} MB",
        ),
        *_beside(found, "pdfunite_cpu", "the same against pdfunite, which merges alone"),
        *_beside(found, "naive_cpu", "the same against a page-by-page merge with pypdf, overlay and AES-256"),
        Row(
            name="one personal copy of these pages",
            value=found["personal_copy_cpu"],
            unit="s CPU",
            goal="ratio ≤ 0.1",
            ratio=round(found["personal_copy_cpu"] / found["plain_cpu"], 2),
            note="ratio to the assembling without encryption",
        ),
        Row(
            name="one personal copy of these pages with a password",
            value=found["locked_copy_cpu"],
            unit="s CPU",
            goal="ratio ≤ 0.1",
            ratio=round(found["locked_copy_cpu"] / found["ours_cpu"], 2),
            note="ratio to the assembling; both encrypt all pages, each copy under a key of its own",
        ),
    ]


def _beside(found: Mapping[str, Any], name: str, what: str) -> list[Row]:
    if name not in found:
        return [Row(name=what, note="not measured: it is not installed")]
    ratio = round(found["ours_cpu"] / found[name], 2)
    note = f"ratio of ours, {found['ours_cpu']} s CPU"
    return [Row(name=what, value=found[name], unit="s CPU", goal="ratio ≤ 1", ratio=ratio, note=note)]


def make_files(folder: Path) -> list[Path]:
    """100 files of 10 pages as the gate leaves them, half tagged text and half scans; kept if they are there."""
    folder.mkdir(parents=True, exist_ok=True)
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
    start = time.process_time()
    marked_copy(pdf, name="Dr. Beispiel", day=date(2026, 3, 1), number="2026-0001", password=password)
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
    result: Mapping[str, float | str] = measure_assembling(folder)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
