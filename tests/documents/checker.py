"""What checkers that others wrote find wrong with documents: in accessibility, and against PDF/UA-1 and PDF/A-2a."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from pdfua import Severity, validate

VERAPDF, OUTLOUD = "verapdf", "outloud"
with_verapdf = pytest.mark.skipif(shutil.which(VERAPDF) is None, reason="veraPDF is not installed")
with_outloud = pytest.mark.skipif(shutil.which(OUTLOUD) is None, reason="outloud is not installed")


def barriers(pdf: bytes) -> list[str]:
    """Errors by a part of PDF/UA-1 and WCAG 2.1, each by rule, place and sentence; a rule that could not be looked at
    says nothing."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        report = validate(file.name)
    return [f"{one.rule_id} {one.location}: {one.message}" for one in report.findings if one.severity is Severity.ERROR]


def deviations(documents: Mapping[str, bytes], standard: str) -> str:
    """What veraPDF says of documents that do not keep all rules of a standard (``ua1``, ``2a``); empty where all do."""
    with _written(documents) as files:
        command = [VERAPDF, "--flavour", standard, "--format", "text", "--verbose", *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    passed = {
        line.removeprefix("PASS ").removesuffix(f" {standard}")  # which veraPDF says from 1.28 on
        for line in done.stdout.splitlines()
        if line.startswith("PASS ")
    }
    if passed == {str(file) for file in files}:
        return ""
    return done.stdout + done.stderr or "veraPDF said nothing"


def objections(documents: Mapping[str, bytes]) -> list[str]:
    """What outloud says of documents that would be read aloud wrongly, each by name, rule, page and sentence."""
    with _written(documents) as files:
        report = files[0].with_suffix(".json")
        command = [OUTLOUD, *map(str, files), "--no-info", "--json", str(report)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        assert report.exists(), done.stdout + done.stderr
        results = json.loads(report.read_text())["results"]
    assert [result["error"] for result in results] == [None] * len(documents)
    return [
        f"{Path(result['path']).stem} {one['rule']} {one.get('page', '')}: {one['message']}"
        for result in results
        for one in result["findings"]
        if one["severity"] == "error"
    ]


@contextmanager
def _written(documents: Mapping[str, bytes]) -> Iterator[list[Path]]:
    with tempfile.TemporaryDirectory() as folder:
        for name, pdf in documents.items():
            (Path(folder) / f"{name}.pdf").write_bytes(pdf)
        yield sorted(Path(folder).iterdir())
