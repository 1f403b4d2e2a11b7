"""Every template in every language against the validator of the HTML standard."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.audit import tools
from tests.pages.conftest import IS_DRILL, LANGUAGES
from tests.pages.screens import screens

GUESS = "appears to be written in"
"""The validator takes Kurmanji and Sorani for other languages; what a text claims is the crawler's question."""

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(not IS_DRILL, reason="the validator is fetched and reads all templates in `make drill`"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("public_pages"),
]


def problems(files: list[Path]) -> list[str]:
    """What the validator says, as `file:line message`; skips where it is not on this machine."""
    try:
        command = tools.validator()
    except tools.Missing as missing:
        pytest.skip(str(missing))
    options = ["--format", "json", "--exit-zero-always", "--stdout"]
    done = subprocess.run([*command, *options, *map(str, files)], capture_output=True, text=True, timeout=300)
    messages = json.loads(done.stdout)["messages"]
    return [
        f"{Path(told['url']).name}:{told.get('lastLine')} {told['message']} {told.get('extract', '')[:120]}"
        for told in messages
        if (told["type"] == "error" or told.get("subType") == "warning") and GUESS not in told["message"]
    ]


def test_every_page_is_valid_html(tmp_path: Path) -> None:
    files = []
    for language in LANGUAGES:
        for screen in screens(language):
            file = tmp_path / f"{language} {screen.template}.html"
            file.write_bytes(screen.html())
            files.append(file)

    assert len(files) > 200
    assert problems(files) == []


def test_the_validator_finds_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "wrong.html"
    file.write_text("<!doctype html><html lang=de><title>x</title><p><div></p><b id=1><b id=1>")

    assert problems([file]) != []
