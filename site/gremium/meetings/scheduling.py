"""What stands on an agenda: cases come on it, which releases them to the members (domain T9, T12), or drop off it."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from gremium.cases.life import NotPossible
from gremium.cases.models import Case
from gremium.meetings import papers, steps_of_cases
from gremium.meetings.bundling import order_bundle_anew
from gremium.meetings.mailing import Notice, tell_members
from gremium.meetings.models import AHEAD, AgendaItem, Meeting
from gremium.meetings.planning import hold_ahead


@transaction.atomic
def schedule_case(case: Case, *, meeting: Meeting, by: Actor) -> AgendaItem:
    """Put an admitted case on a meeting's agenda; from here on the members can read it.

    After the invitation it is an addition, which the members are told. Raises NotPossible.
    """
    held = hold_ahead(meeting)
    if held.items.standing().filter(case=case).exists():
        raise NotPossible(_("The case already stands on this agenda."))
    came_from = steps_of_cases.schedule(case, held, by=by)
    last = held.items.aggregate(last=Max("position"))["last"] or 0
    item = held.items.create(case=case, position=last + 1, came_from=came_from, is_addition=held.is_frozen)
    if held.is_frozen:
        _record(held, by, {"step": "added", "case": str(case.pk)})
        papers.issue_agenda(held, by=by)
        order_bundle_anew(held, by=by)
        tell_members(held, Notice.ADDED)
    return item


@transaction.atomic
def move_item(item: AgendaItem, *, up: bool, by: Actor) -> bool:
    """Let a case change places with its neighbour while the agenda is open; says whether there was one.

    Raises NotPossible.
    """
    held = hold_ahead(item.meeting)
    if held.is_frozen:
        raise NotPossible(_("The invitation went out. The order of the agenda stays as it is now."))
    items = list(held.items.standing().in_order())
    place = [one.pk for one in items].index(item.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(items):
        return False
    items[place], items[other] = items[other], items[place]
    for number, one in enumerate(items, 1):
        one.position = number
    AgendaItem.objects.bulk_update(items, ["position"])
    _record(held, by, {"step": "order"})
    return True


def drop_case(case: Case, *, by: Actor) -> None:
    """A case may not be dealt with any more: it drops off every agenda that lies ahead, in the caller's transaction.

    Bundles that hold it were taken back on the floor below; those of meetings ahead are made anew without it.
    """
    standing = AgendaItem.objects.standing().filter(case=case, meeting__state__in=AHEAD)
    for item in standing.select_related("meeting"):
        item.dropped_at = timezone.now()
        item.save(update_fields=["dropped_at"])
        _record(item.meeting, by, {"step": "dropped", "case": str(case.pk)})
        order_bundle_anew(item.meeting, by=by)
        if item.meeting.is_frozen:
            papers.issue_agenda(item.meeting, by=by)
            tell_members(item.meeting, Notice.DROPPED)


def _record(meeting: Meeting, by: Actor, details: dict[str, str]) -> None:
    journal.record(actor=by, act=Act.MEETING_AGENDA_CHANGED, subject=meeting.subject, details=details)
