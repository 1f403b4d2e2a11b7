"""Canary words: what goes into a case appears in no file of the installation, readable."""

from pathlib import Path

from tests.documents.installation import Installation, running

WORDS = ("Kanarienvogelname", "Zeisigdiagnose")


def places_of(words: tuple[str, ...], folder: Path) -> list[str]:
    """Files that hold one of the words, in any of the ways a program would write it."""
    needles = [
        form for word in words for form in (word.encode(), word.encode("utf-16-le"), word.encode().hex().encode())
    ]
    return [
        f"{path.relative_to(folder)}: {needle!r}"
        for path in folder.rglob("*")
        if path.is_file()
        for needle in needles
        if needle in path.read_bytes()
    ]


def has_ended(installation: Installation) -> bool:
    """Whether no attempt is left; a failed job need not wait for its next one."""
    states = set(installation.states())
    if "failed" in states:
        installation.let_time_pass()
    return states <= {"done", "dead"}


def test_the_search_finds_what_lies_open(tmp_path: Path) -> None:
    (tmp_path / "open.txt").write_text(f"… {WORDS[0]} …")

    assert places_of(WORDS, tmp_path)


def test_no_word_of_a_case_lies_open_anywhere(tmp_path: Path) -> None:
    with running(tmp_path / "data") as installation:
        installation.order(1, *WORDS)
        installation.wait_until(lambda: "done" in installation.states(), 60)
        while_running = places_of(WORDS, installation.folder)

    assert while_running == []
    assert places_of(WORDS, installation.folder) == []
    assert {"sealed", "logs", "gremium.sqlite3", "keys.sqlite3"} <= {
        path.name for path in installation.folder.iterdir()
    }
    assert len(installation.rows("SELECT id FROM documents_upload")) == 7


def test_a_failure_while_compiling_says_nothing_either(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "data")
    installation.prepare()
    installation.order(1, *WORDS)
    for path in (installation.folder / "sealed").rglob("*"):
        if path.is_file():
            path.unlink()
    installation.start()
    try:
        installation.wait_until(lambda: has_ended(installation), 60)
    finally:
        installation.stop()

    assert places_of(WORDS, tmp_path) == []
