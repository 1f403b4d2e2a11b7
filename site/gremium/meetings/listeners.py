"""Answers what the cases below tell, in the same transaction: a case that is over drops off its agenda."""

from uuid import UUID

from django.dispatch import receiver

from documents.actors import SYSTEM, Actor
from documents.signals import dossier_built
from forms.signals import everything_erased
from gremium.assessing.own_views import erase_views
from gremium.cases.models import Case, State
from gremium.cases.signals import case_cut, case_moved, case_withdrawn
from gremium.exchange.signals import questions_changed
from gremium.meetings.bundling import order_bundle_anew, order_bundles_anew
from gremium.meetings.models import AgendaItem, Comment, Meeting, MeetingState, Minutes, Passage
from gremium.meetings.scheduling import drop_case
from gremium.meetings.to_do import waiting_meetings
from gremium.people.waiting import register_waiting


@receiver(case_withdrawn)
def drop_withdrawn_case(sender: object, case: Case, by: Actor, **others: object) -> None:
    drop_case(case, by=by)
    order_bundles_anew(case, by=by)


@receiver(case_cut)
def drop_or_renew_cut_case(sender: object, case: Case, recalls: bool, by: Actor, **others: object) -> None:
    """A case that has to be completed drops off; one that goes on with less comes into the bundle anew."""
    if case.state == State.RETURNED:
        drop_case(case, by=by)
    elif recalls:
        order_bundles_anew(case, by=by)


@receiver(case_moved)
def drop_case_that_is_over(sender: object, case: Case, by: Actor, **others: object) -> None:
    """A ground for exclusion arose after filing (domain T17), or the case is to be completed: it drops off."""
    if case.state in (State.EXCLUDED_LATER, State.RETURNED):
        drop_case(case, by=by)
        order_bundles_anew(case, by=by)


@receiver(case_moved)
def forget_views_after_the_minutes(sender: object, case: Case, number: str, by: Actor, **others: object) -> None:
    """The minutes were approved while the members still wrote: what each thought alone goes once they are done."""
    if number not in ("T11", "T13"):
        return
    heard = AgendaItem.objects.filter(case=case).exclude(began_at=None).order_by("-meeting__day").first()
    if heard is not None and Minutes.objects.filter(meeting=heard.meeting_id).exclude(approved_at=None).exists():
        erase_views(case, by=by)


@receiver(everything_erased)
def forget_passages(sender: object, subject: UUID, **others: object) -> None:
    """What the minutes said of the case goes with its key; the agenda still names the reference."""
    Passage.objects.filter(item__case_id=subject).delete()
    Comment.objects.filter(item__case_id=subject).delete()


@receiver(questions_changed)
def renew_bundles_of_coming_meetings(sender: object, **others: object) -> None:
    """General questions stand in the bundle (domain 6): one that was taken back must not stay in it."""
    for meeting in Meeting.objects.filter(state=MeetingState.INVITED):
        order_bundle_anew(meeting, by=SYSTEM)


@receiver(dossier_built)
def renew_bundles_with_it(sender: object, subject: UUID, **others: object) -> None:
    """A bundle waits for dossiers in work, and takes a newer one over."""
    case = Case.objects.filter(pk=subject).first()
    if case is not None:
        order_bundles_anew(case)


register_waiting(waiting_meetings)
