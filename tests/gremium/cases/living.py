"""Steps of a case's life as the tests take them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from documents.actors import Actor
from gremium.cases.admission import admit_case
from gremium.cases.assessing import assess_case
from gremium.cases.closing import close_case
from gremium.cases.communicating import communicate_case
from gremium.cases.deliberating import defer_case, deliberate_case
from gremium.cases.excluding import confirm_exclusion, propose_exclusion
from gremium.cases.models import Case, State
from gremium.cases.not_taking_up import decline_case
from gremium.cases.returning import return_case
from gremium.letters.results import Ground, Result

DAY = date(2026, 12, 10)


@dataclass(frozen=True, slots=True)
class Step:
    """An act from one state to another: its row, its letter ("" for none), and who gets a mail."""

    number: str
    before: State
    after: State
    take: Callable[[Case, Actor, Actor], object]
    letter: str = ""
    told: tuple[str, ...] = ()


def exclude(case: Case, first: Actor, second: Actor) -> None:
    proposal = propose_exclusion(case, ground=Ground.COURT, reason="Eilantrag vom 1. Dezember.", by=first)
    confirm_exclusion(proposal, by=second)


def assess(case: Case, first: Actor, second: Actor) -> None:
    assess_case(case, result=Result.WAY, text="Wir sehen einen Weg.", by=first)


STEPS = (
    Step(
        "T4",
        State.SUBMITTED,
        State.RETURNED,
        lambda case, first, _second: return_case(case, missing=["Attest"], until=DAY, by=first),
        "missing_items",
        ("marte",),
    ),
    Step("T6", State.SUBMITTED, State.ADMITTED, lambda case, first, _s: admit_case(case, by=first), "", ("marte",)),
    Step("T7", State.SUBMITTED, State.EXCLUDED, exclude, "exclusion", ("marte",)),
    Step(
        "T8",
        State.ADMITTED,
        State.NOT_TAKEN_UP,
        lambda case, first, _s: decline_case(case, reason="Der Weg ist offen.", decided_on=DAY, by=first),
        "not_taken_up",
        ("marte",),
    ),
    Step("T10", State.SCHEDULED, State.DELIBERATED, lambda case, first, _s: deliberate_case(case, by=first)),
    Step(
        "T11",
        State.DELIBERATED,
        State.DEFERRED,
        lambda case, first, _s: defer_case(case, reason="Der Vertrag fehlt.", next_on=DAY, by=first),
        "interim",
        ("marte",),
    ),
    Step("T13", State.DELIBERATED, State.ASSESSED, assess),
    Step(
        "T14",
        State.ASSESSED,
        State.COMMUNICATED,
        lambda case, first, _s: communicate_case(case, by=first),
        "assessment",
        ("marte",),
    ),
    Step("T16", State.COMMUNICATED, State.CLOSED, lambda case, first, _s: close_case(case, by=first), "", ("marte",)),
    Step("T17", State.SCHEDULED, State.EXCLUDED_LATER, exclude, "exclusion_later", ("marte", "renate")),
)
