"""Small numbers: hidden, and not to be worked out from the others."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from gremium.exchange.suppressing import NOT_TOLD, Count, Shown, shown_group
from pages.figures import SMALL, UNDER
from tests.pages.conftest import IS_DRILL


def group(*numbers: int) -> Shown:
    return shown_group("Gruppe", [Count(str(index), number) for index, number in enumerate(numbers)], total="Summe")


def test_a_number_under_five_is_never_shown_and_zero_is() -> None:
    assert [number for _label, number in group(0, 12, 7).rows] == ["0", "12", "7", "19"]
    assert [number for _label, number in shown_group("Anträge", [Count("Anträge", 3)]).rows] == [UNDER]


def test_one_small_cell_takes_another_with_it_so_that_no_subtraction_tells_it() -> None:
    assert [number for _label, number in group(3, 9, 20).rows] == [UNDER, NOT_TOLD, "20", "32"]


def test_two_small_cells_protect_each_other_only_while_their_sum_leaves_a_choice() -> None:
    assert [number for _label, number in group(2, 3, 20).rows] == [UNDER, UNDER, "20", "25"]
    assert [number for _label, number in group(1, 1, 20).rows] == [UNDER, UNDER, NOT_TOLD, "22"]


def test_where_nothing_is_left_to_hide_the_sum_is_not_told() -> None:
    assert [number for _label, number in group(1, 5).rows] == [UNDER, NOT_TOLD, NOT_TOLD]


def possible(shown: Shown, index: int) -> set[int]:
    """What a reader who knows the rule can still believe of a cell."""
    *cells, (_label, total) = shown.rows
    choices = [
        range(1, SMALL) if number == UNDER else range(SMALL, 41) if number == NOT_TOLD else [int(number)]
        for _name, number in cells
    ]
    return {
        guess[index]
        for guess in product(*choices)
        if total == NOT_TOLD or (sum(guess) < SMALL if total == UNDER else sum(guess) == int(total))
    }


@settings(max_examples=2_000 if IS_DRILL else 150, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=4))
def test_no_reader_can_work_out_a_small_number(numbers: list[int]) -> None:
    shown = group(*numbers)

    for index, number in enumerate(numbers):
        if 0 < number < SMALL:
            assert len(possible(shown, index)) > 1, shown.rows
