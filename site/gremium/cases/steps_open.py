"""Which steps the secretariat can take with a case now: what its page offers, and nothing that would be refused."""

from dataclasses import dataclass

from gremium.cases.excluding import standing_grounds
from gremium.cases.life import may_move, transition
from gremium.cases.models import Case, State


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsOpen:
    admit: bool
    send_back: bool
    exclude: bool
    report: bool
    decline: bool
    schedule: bool
    communicate: bool
    close: bool


def steps_open_to(case: Case) -> StepsOpen:
    """`case` comes from `CaseQuerySet.telling_of_questions`."""
    is_waiting, is_reported = case.proposed_at is not None, case.reported_at is not None
    return StepsOpen(
        admit=may_move(case, State.ADMITTED) and not is_waiting and not standing_grounds(case),
        send_back=transition(case.state, State.RETURNED, of="T4") is not None and not is_waiting,
        exclude=not is_waiting and (may_move(case, State.EXCLUDED) or may_move(case, State.EXCLUDED_LATER)),
        report=may_move(case, State.EXCLUDED_LATER),
        decline=may_move(case, State.NOT_TAKEN_UP),
        schedule=may_move(case, State.SCHEDULED),
        communicate=may_move(case, State.COMMUNICATED),
        close=may_move(case, State.CLOSED) and not (is_waiting or is_reported),
    )
