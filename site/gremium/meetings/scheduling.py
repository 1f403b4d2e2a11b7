"""Putting a case on an agenda, which releases its dossier to the members (domain T9, T12)."""

from django.db import transaction
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from gremium.cases.models import Case, State
from gremium.meetings.models import AgendaItem, Meeting

SCHEDULABLE = (State.ADMITTED, State.DEFERRED)


class NotSchedulable(Exception):
    """The case cannot be put on an agenda now; the message says why."""


@transaction.atomic
def schedule_case(case: Case, *, meeting: Meeting, by: Actor) -> AgendaItem:
    """Put an admitted case on a meeting's agenda; from here on the members can read it. Raises NotSchedulable."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.state not in SCHEDULABLE:
        raise NotSchedulable(_("This case has already moved on. Please look at its present state."))
    item, is_new = AgendaItem.objects.get_or_create(meeting=meeting, case=locked)
    if not is_new:
        raise NotSchedulable(_("The case already stands on this agenda."))
    locked.state, locked.meeting_on = State.SCHEDULED, meeting.day
    locked.save(update_fields=["state", "meeting_on", "changed_at"])
    details = {"meeting": meeting.day.isoformat()}
    journal.record(actor=by, act=Act.CASE_SCHEDULED, subject=locked.subject, details=details)
    return item
