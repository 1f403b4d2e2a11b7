"""Calls of a request never cross the border of a chunk of the interpreter's stack, however deep they are."""

import resource
from collections.abc import Callable

from gremium.stack_room import with_room

CALLS = 300


def faults_at(depth: int) -> int:
    """How often memory was asked for anew while a loop at this depth called something small."""
    if depth:
        return faults_at(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _call in range(CALLS):
        small()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def small() -> None:
    beneath()


def beneath() -> None:
    pass


def worst(ask: Callable[[int], int]) -> int:
    return max(ask(depth) for depth in range(600))


def test_no_depth_of_calls_asks_for_memory_again_and_again() -> None:
    worst(faults_at)  # what the interpreter sets up once

    assert worst(with_room(faults_at)) < CALLS // 3


def test_arguments_and_answers_pass_through() -> None:
    assert with_room(divmod)(7, 2) == (3, 1)
