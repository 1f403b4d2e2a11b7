"""What a case's own life means for views, notes and the joint text; in the same transaction."""

from django.dispatch import receiver

from documents.actors import Actor
from gremium.assessing.models import JointDraft
from gremium.assessing.own_views import ask_to_check, begin_anew, erase_views
from gremium.assessing.to_do import waiting_views
from gremium.cases.models import Case, State
from gremium.cases.signals import case_cut, case_moved, case_withdrawn
from gremium.people.waiting import register_waiting

OVER = frozenset({State.EXCLUDED_LATER, State.NOT_TAKEN_UP, State.WITHDRAWN, State.ERASED})
"""States after which nobody thinks about a case any more."""


@receiver(case_withdrawn)
def forget_a_withdrawn_case(sender: object, case: Case, by: Actor, **rest: object) -> None:
    _forget(case, by)


@receiver(case_cut)
def look_over_what_was_written(sender: object, case: Case, recalls: bool, **rest: object) -> None:
    if recalls:
        ask_to_check(case)


@receiver(case_moved)
def follow(sender: object, case: Case, number: str, by: Actor, **rest: object) -> None:
    if case.state in OVER:
        _forget(case, by)
    elif number == "T12":
        begin_anew(case)


def _forget(case: Case, by: Actor) -> None:
    erase_views(case, by=by)
    JointDraft.objects.filter(case=case).delete()


register_waiting(waiting_views)
