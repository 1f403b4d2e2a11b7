"""Calls `gremium dossier` on the six cases or on some of their data, with files made for it."""

import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from django.core.management import call_command

Runner = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def case_data(case_file: Path) -> dict[str, Any]:
    data = yaml.load(case_file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert isinstance(data, dict)
    return data


def attachment_names(case: dict[str, Any]) -> Iterable[str]:
    return (entry["an_datei"] for entry in case["answers"]["anlagen_liste"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, case_data: dict[str, Any]) -> Path:
    """A small PDF for every attachment of the six cases, of one to three pages."""
    path = tmp_path_factory.mktemp("attachments")
    for case in case_data["cases"]:
        for number, name in enumerate(attachment_names(case)):
            (path / name).write_bytes(small_pdf(1 + number % 3))
    return path


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run the command on a file or on case data; the printed lines as data. The files come to `tmp_path / "out"`."""

    def run_command(cases: Path | dict[str, Any], **options: Any) -> list[dict[str, Any]]:
        if isinstance(cases, dict):
            written = tmp_path / "cases.yaml"
            written.write_text(yaml.safe_dump(cases, allow_unicode=True), encoding="utf-8")
            cases = written
        call_command("dossier", cases, out=options.pop("out", tmp_path / "out"), **options)
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run_command


def small_pdf(number_of_pages: int, text: str = "Anlage") -> bytes:
    """A PDF of some lettered pages, made without any of the project's code."""
    document = pikepdf.new()
    for number in range(1, number_of_pages + 1):
        document.add_blank_page(page_size=(595, 842))
        page = document.pages[-1]
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(f"BT /F1 24 Tf 72 700 Td ({text} {number}) Tj ET".encode("ascii"))
    result = io.BytesIO()
    document.save(result)
    return result.getvalue()


def only(data: dict[str, Any], case_id: str, **answers: Any) -> dict[str, Any]:
    """The file with one case alone, some of its answers exchanged."""
    case = next(one for one in data["cases"] if one["id"] == case_id)
    return {"meta": data["meta"], "cases": [{**case, "answers": {**case["answers"], **answers}}]}


def attached(*entries: Any) -> list[dict[str, Any]]:
    return [
        {"an_typ": "sonstiges", "an_titel": f"Titel {number}", "an_person": "antragsteller", "an_datei": entry}
        for number, entry in enumerate(entries, start=1)
    ]
