from pathlib import Path

import pytest

from forms.plain_yaml import UnreadableFile, dump_text, load_text, load_yaml

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.parametrize("text", ["NO", "2026-02-16", "12:30", "01234", "yes", "on", "1_000", "+49", "1e5", "0x1F"])
def test_what_people_write_as_text_stays_text(text: str) -> None:
    assert load_text(f"answer: {text}", "x") == {"answer": text}
    assert load_text(dump_text({"answer": text}), "x") == {"answer": text}


def test_numbers_truth_and_nothing_are_read() -> None:
    assert load_text("[5, -1, 1.5, true, False, null, ~]", "x") == [5, -1, 1.5, True, False, None, None]


def test_a_key_given_twice_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableFile, match=r"x is not readable YAML, line 2"):
        load_text("a: 1\na: 2", "x")


def test_merged_mappings_are_understood() -> None:
    assert load_text("a: &a {x: 1}\nb: {<<: *a, y: 2}", "x")["b"] == {"x": 1, "y": 2}


@pytest.mark.parametrize(
    "text", ["a: [b", "\ta: b: c", "!!python/object/apply:os.system [id]", "[" * 5000, "a: b\n c: d\n- e"]
)
def test_what_is_no_yaml_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(UnreadableFile, match=r"^file is not readable YAML"):
        load_text(text, "file")


@pytest.mark.parametrize("text", ["[" * 60_000, "- " * 5_000 + "a", "{a: " * 3_000])
def test_lists_without_end_inside_one_another_are_refused_before_they_take_the_program_down(text: str) -> None:
    with pytest.raises(UnreadableFile, match="x is not readable YAML"):
        load_text(text, "x")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00\x81")

    for name in ("absent", "binary", "."):
        with pytest.raises(UnreadableFile, match=name):
            load_yaml(tmp_path / name)
