"""References carry a check character that finds typing mistakes."""

from pathlib import Path

import pytest
import yaml

from gremium.cases import references


def test_the_six_references_of_the_example_cases_are_right(samples: Path) -> None:
    cases = yaml.safe_load((samples / "cases.yaml").read_text())["cases"]

    assert len(cases) == 6
    assert all(references.is_valid(case["reference"]) for case in cases)


def test_a_drawn_reference_is_right_and_differs_each_time() -> None:
    drawn = {references.draw() for _ in range(200)}

    assert len(drawn) == 200
    assert all(references.is_valid(reference) for reference in drawn)


@pytest.mark.parametrize("wrong", ["BF-7K3M-Q2XT", "BF-7K3N-Q2XS", "BF-K73M-Q2XS", "BF-7K3M-Q2X", "", "BF-7K3M-Q2X!"])
def test_a_mistyped_reference_is_found(wrong: str) -> None:
    assert not references.is_valid(wrong)


def test_every_single_wrong_character_is_found() -> None:
    body = "7K3MQ2XS"
    for place, right in enumerate(body):
        for other in references.ALPHABET:
            typed = body[:place] + other + body[place + 1 :]
            assert references.is_valid(typed) == (other == right)


@pytest.mark.parametrize("typed", ["bf-7k3m-q2xs", "7K3MQ2XS", "BF 7K3M Q2XS".replace("BF ", "BF-"), "BF-OT9H-W4DC"])
def test_small_letters_spaces_and_lookalikes_are_understood(typed: str) -> None:
    assert references.is_valid(typed)
