"""The minutes of a tally follow the keystroke-level model."""

import pytest

from tests.forms.driven.tally import Tally


def test_capitals_cost_a_key_more_and_each_input_a_thought() -> None:
    tally = Tally()

    tally.typed("Ja!")
    tally.inputs += 1

    assert tally.keys == 5
    assert tally.minutes == pytest.approx((5 * 0.28 + 1.35) / 60)


def test_a_page_costs_what_was_waited_for_and_the_way_back_to_the_keys() -> None:
    tally = Tally(pages=1, waited=2.0)

    assert tally.minutes == pytest.approx(2.4 / 60)
