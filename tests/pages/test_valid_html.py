"""Every template in every language against the validator of the HTML standard."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from tests.audit import tools
from tests.pages.browsing import one_of_each_kind
from tests.pages.conftest import LANGUAGES

GUESS = "appears to be written in"
"""The validator takes Kurmanji and Sorani for other languages; what a text claims is the crawler's question."""

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(
        os.environ.get("GREMIUM_DRILL") != "1", reason="the audits of all templates run in `make drill`"
    ),
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


def test_every_page_is_valid_html(client: Client, tmp_path: Path) -> None:
    files = []
    for language in LANGUAGES:
        for path in one_of_each_kind(language):
            file = tmp_path / f"{language}{path.replace('/', '_')}.html"
            file.write_bytes(client.get(path).content)
            files.append(file)

    assert problems(files) == []


def test_the_validator_finds_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "wrong.html"
    file.write_text("<!doctype html><html lang=de><title>x</title><p><div></p><b id=1><b id=1>")

    assert problems([file]) != []
