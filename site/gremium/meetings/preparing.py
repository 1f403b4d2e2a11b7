"""From the case list to invitation, agenda and bundle in one act."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from documents.actors import Actor
from gremium.cases.life import NotPossible
from gremium.cases.models import Case
from gremium.meetings.inviting import invite_members
from gremium.meetings.models import Meeting
from gremium.meetings.planning import Plan, plan_meeting
from gremium.meetings.scheduling import schedule_case


@transaction.atomic
def prepare_meeting(
    cases: Sequence[Case], *, meeting: Meeting | None, plan: Plan | None, is_inviting: bool, by: Actor
) -> Meeting:
    """Put cases on the agenda of a meeting, or of a new one, and invite where that has not happened yet.

    All of it happens or nothing. Raises NotPossible.
    """
    if not cases:
        raise NotPossible(_("Please choose at least one case."))
    if meeting is None:
        assert plan is not None
        meeting = plan_meeting(plan, by=by)
    for case in cases:
        schedule_case(case, meeting=meeting, by=by)
    meeting.refresh_from_db()
    return invite_members(meeting, by=by) if is_inviting and not meeting.is_frozen else meeting
