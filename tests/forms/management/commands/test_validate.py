import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from forms.plain_yaml import dump_text
from forms.reading import shipped_form, write_form
from tests.forms.kurzantrag import answers


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return written(tmp_path / "cases.yaml", {"cases": [{"id": "K1", "as_of": "2026-02-16", "answers": answers()}]})


def written(path: Path, data: Any) -> Path:
    path.write_text(data if isinstance(data, str) else dump_text(data), encoding="utf-8")
    return path


def validate(*arguments: str | Path) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and printed lines."""
    out = StringIO()
    code = 0
    try:
        call_command("validate", *map(str, arguments), stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_case_without_errors_ends_well(cases: Path) -> None:
    assert validate(cases) == (
        0,
        [{"id": "K1", "mutation": None, "errors": [], "warnings": [], "infos": [], "exclusions": [], "flags": []}],
    )


def test_errors_of_a_case_change_the_exit_code_those_of_a_mutation_do_not(tmp_path: Path) -> None:
    entry = {"id": "K1", "as_of": "2026-02-16", "answers": answers(), "mutations": [{"unset": ["frage"]}]}
    mutant = written(tmp_path / "mutant.yaml", {"cases": [entry]})
    broken = written(tmp_path / "broken.yaml", {"cases": [entry | {"answers": answers(frage=None)}, entry]})

    assert validate(mutant)[0] == 0
    code, lines = validate(broken)
    assert (code, len(lines)) == (1, 4)


def test_another_form_may_be_given(cases: Path, tmp_path: Path) -> None:
    data = write_form(shipped_form())
    data["steps"][0]["fields"].append({"key": "neu", "type": "text", "label": "Neu", "required": True})
    form = written(tmp_path / "form.yaml", data)

    assert validate(cases, "--form", form)[1][0]["errors"] == ["required:neu"]


@pytest.mark.parametrize("text", ["cases: [", "", "5", "cases: {}", "meta: {form: other}\ncases: []", "cases: [5]"])
def test_what_cannot_be_read_ends_with_a_sentence_and_two(text: str, tmp_path: Path) -> None:
    path = written(tmp_path / "bad.yaml", text)

    with pytest.raises(CommandError, match=r"bad\.yaml") as refused:
        validate(path)

    assert refused.value.returncode == 2


def test_an_unknown_form_ends_with_a_sentence_and_two(cases: Path, tmp_path: Path) -> None:
    for form in (tmp_path / "absent.yaml", cases):
        with pytest.raises(CommandError, match=form.name) as refused:
            validate(cases, "--form", form)
        assert refused.value.returncode == 2


def test_validating_touches_no_database(cases: Path) -> None:
    # Without the `django_db` mark any query fails.
    assert validate(cases)[0] == 0
