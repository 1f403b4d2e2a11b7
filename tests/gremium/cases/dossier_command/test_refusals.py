"""What `gremium dossier` cannot use is named, keeps no other case back, and ends with exit code 2."""

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from documents.assembling import Compiled
from documents.rendering import RenderingFailed
from forms.case_files import ExampleCase
from gremium.cases import dry_run
from gremium.cases.dry_run import Folder, Outcome
from gremium.cases.management.commands import dossier as command
from tests.gremium.cases.dossier_command.conftest import Runner, only


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("cases: [", "YAML"),
        ("- 1\n- 2\n", "cases"),
        ("meta: {form: kurzantrag}\ncases: 4\n", "cases"),
        ("meta: {form: langantrag}\ncases: []\n", "langantrag"),
        ("cases: [7]\n", "1"),
        ("cases: [{id: C9, answers: {}}]\n", "C9"),
        ("cases: [{id: C9, answers: 4}]\n", "1"),
        ("cases: [{id: C9, reference: ../x, answers: {ort: Dortmund}}]\n", "C9"),
        ("cases: [{id: C9, reference: x/y, answers: {ort: Dortmund}}]\n", "C9"),
        ("cases: [{id: C9, reference: .hidden, answers: {ort: Dortmund}}]\n", "C9"),
        ("cases: [{id: C9, as_of: gestern, answers: {ort: Dortmund}}]\n", "as_of"),
    ],
)
def test_a_file_or_case_that_cannot_be_used_is_named(
    content: str, said: str, run: Runner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(CommandError) as error:
        run(path)

    assert error.value.returncode == 2
    assert said in f"{error.value}{capsys.readouterr().err}"
    assert not list(tmp_path.glob("**/*.pdf"))


@pytest.mark.parametrize(
    "options",
    [
        {"case": "C99"},
        {"attachments": Path("/nowhere/at/all")},
        {"form": Path("/nowhere/form.yaml")},
        {"out": Path("/dev/null/out")},
    ],
)
def test_what_was_named_and_is_not_there_is_said(options: dict[str, Any], run: Runner, case_file: Path) -> None:
    with pytest.raises(CommandError) as error:
        run(case_file, **options)

    assert error.value.returncode == 2
    named = str(next(iter(options.values())))
    assert named in str(error.value)


def test_a_case_that_cannot_be_laid_out_is_named_and_keeps_no_other_back(
    run: Runner, case_data: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = only(case_data, "C5")["cases"][0]
    compiled = dry_run._compiled

    def failing(case: ExampleCase, reference: str, folder: dry_run.Folder) -> Compiled:
        if case.id == "C5b":
            raise RenderingFailed("no room")
        return compiled(case, reference, folder)

    monkeypatch.setattr(dry_run, "_compiled", failing)
    with pytest.raises(CommandError) as error:
        run({"meta": case_data["meta"], "cases": [{**good, "id": "C5b", "reference": "other"}, good]})

    printed = capsys.readouterr()
    assert error.value.returncode == 2
    assert [json.loads(line)["id"] for line in printed.out.splitlines()] == ["C5"]
    assert "C5b" in printed.err
    assert "no room" in printed.err


def test_a_case_that_cannot_be_used_does_not_keep_the_others_back(
    run: Runner, case_data: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = only(case_data, "C5")["cases"][0]
    twice = {**good, "id": "C5b"}

    with pytest.raises(CommandError) as error:
        run({"meta": case_data["meta"], "cases": [{"id": "C0", "answers": {}}, good, twice]})

    printed = capsys.readouterr()
    assert error.value.returncode == 2
    assert [json.loads(line)["id"] for line in printed.out.splitlines()] == ["C5"]
    assert "C0" in printed.err
    assert "C5b" in printed.err


def test_a_case_that_breaks_a_step_is_named_and_the_others_are_compiled(
    run: Runner,
    case_data: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, second = copy.deepcopy(case_data["cases"][:2])
    rendered = command.compile_case

    def breaking(case: ExampleCase, folder: Folder) -> Outcome:
        if case.id == first["id"]:
            raise ZeroDivisionError
        return rendered(case, folder)

    monkeypatch.setattr(command, "compile_case", breaking)
    with pytest.raises(CommandError) as refusal:
        run({**case_data, "cases": [first, second]})

    said = capsys.readouterr()
    assert refusal.value.returncode == 2
    assert first["id"] in said.err
    assert json.loads(said.out)["id"] == second["id"]


def test_the_command_ends_with_two_and_a_sentence_when_called_from_a_shell(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "gremium.manage", "dossier", str(tmp_path / "none.yaml"), "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == command.UNUSABLE == 2
    assert "none.yaml" in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
