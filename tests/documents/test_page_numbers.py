"""Page numbers hold from the first issue of a bundle to the last."""

from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.page_numbers import Numbering, Span

ONE, TWO, THREE = uuid4(), uuid4(), uuid4()
FIRST = Numbering.first_issue(front=2, dossiers=[(ONE, 10), (TWO, 5)], back=3)


def test_the_first_issue_counts_from_front_to_back() -> None:
    assert FIRST.dossiers == {ONE: Span(3, 10), TWO: Span(13, 5)}
    assert (FIRST.front, FIRST.back, FIRST.highest) == (Span(1, 2), Span(18, 3), 20)


def test_what_comes_later_follows_the_highest_number_and_nothing_else_moves() -> None:
    after = FIRST.next_issue([(ONE, 10), (TWO, 5), (THREE, 4)])

    assert after.dossiers == {**FIRST.dossiers, THREE: Span(21, 4)}
    assert (after.front, after.back, after.highest) == (FIRST.front, FIRST.back, 24)
    assert [after.is_later(one) for one in (ONE, TWO, THREE)] == [False, False, True]


def test_numbers_of_what_has_gone_are_never_given_again() -> None:
    without = FIRST.next_issue([(ONE, 10)])

    assert without.highest == FIRST.highest
    assert without.next_issue([(ONE, 10), (THREE, 1)]).dossiers[THREE] == Span(21, 1)


def test_sheets_that_have_grown_go_on_with_letters() -> None:
    assert Span(1, 2).labels(1) == ["1"]
    assert Span(1, 2).labels(4) == ["1", "2", "2a", "2b"]
    assert Span(1, 1).labels(29)[-3:] == ["1z", "1aa", "1ab"]


dossiers = st.lists(
    st.tuples(st.sampled_from([UUID(int=one) for one in range(9)]), st.just(3)), unique=True, max_size=9
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(dossiers, min_size=1, max_size=6))
def test_no_number_ever_stands_on_two_pages(issues: list[list[tuple[UUID, int]]]) -> None:
    numbering = Numbering.first_issue(front=1, dossiers=issues[0], back=2)
    owners: dict[int, UUID] = {}
    for issue in issues:
        before, numbering = numbering, numbering.next_issue(issue)
        for dossier, span in numbering.dossiers.items():
            assert before.dossiers.get(dossier, span) == span
            for number in range(span.first, span.last + 1):
                assert owners.setdefault(number, dossier) == dossier
                assert not numbering.back.first <= number <= numbering.back.last
