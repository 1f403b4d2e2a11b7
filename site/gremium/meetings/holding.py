"""A meeting takes place: who was there, and what was noted of each case's turn (domain T10, T11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal, keystore, vault
from documents.actors import Actor
from documents.journal import Act
from gremium.assessing import recusing
from gremium.cases import notices
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, State
from gremium.cases.recusals import Recusal
from gremium.meetings import consents, steps_of_cases
from gremium.meetings.bundling import order_bundle_anew
from gremium.meetings.inviting import seats_of
from gremium.meetings.models import OVER, AgendaItem, Attendance, Meeting, MeetingState, Minutes, NotReached


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether the holder of a seat was there; `reason` is why not, if anything was said."""

    is_present: bool
    is_excused: bool = False
    reason: str = ""


@transaction.atomic
def hold_meeting(
    meeting: Meeting, *, began_at: time, ended_at: time, presences: Mapping[int, Presence], by: Actor
) -> Meeting:
    """Note that the meeting took place and who was there, by the seats' ids. Raises NotPossible."""
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    seats = seats_of(held)
    _require_holdable(held, began_at, ended_at)
    if {seat.pk for seat in seats} != presences.keys() or not any(one.is_present for one in presences.values()):
        raise NotPossible(_("Please say for each member whether she or he was there. At least one has to be."))
    keystore.create_key(held.subject)
    for seat in seats:
        _note_presence(held, seat.pk, presences[seat.pk])
    held.state, held.began_at, held.ended_at = MeetingState.HELD, began_at, ended_at
    held.save(update_fields=["state", "began_at", "ended_at"])
    present = sum(one.is_present for one in presences.values())
    details = {"meeting": held.day.isoformat(), "present": str(present)}
    journal.record(actor=by, act=Act.MEETING_HELD, subject=held.subject, details=details)
    return held


@transaction.atomic
def note_turn(
    item: AgendaItem, *, began_at: time, ended_at: time, was_open_to_inspection: bool, by: Actor
) -> AgendaItem:
    """The members have talked about a case; that internal documents were shown is a tick and nothing else (seed R24).

    Whether the consents hold is asked of the case itself, and stays what it was when the turn is corrected. All of it
    stands in the minutes: agreements to them count no longer, and approved ones are not changed. Raises NotPossible.
    """
    _require_over(item.meeting)
    if ended_at < began_at:
        raise NotPossible(_("The turn would end before it begins. Please correct the times."))
    if item.has_dropped:
        raise NotPossible(_("This case dropped off the agenda."))
    case = Case.objects.select_for_update().get(pk=item.case_id)
    is_correction, was_shown = item.was_heard, bool(item.was_open_to_inspection)
    _open_minutes_anew(item)
    if case.state == State.SCHEDULED:
        steps_of_cases.deliberate(item, by=by)
        _excuse_the_absent(item, by)
    elif not item.was_heard:
        raise NotPossible(_("This case has already moved on. Please look at its present state."))
    try:
        may_be_shown = was_shown or consents.allow_inspection(case)
        item.has_valid_consents = item.has_valid_consents if is_correction else consents.are_valid(case)
    except vault.UNREADABLE as error:
        raise NotPossible(_("The case cannot be read at present.")) from error
    if was_open_to_inspection and not may_be_shown:
        raise NotPossible(
            _("Not everybody of this case agrees that internal documents are shown, so none may have been.")
        )
    item.began_at, item.ended_at, item.was_open_to_inspection = began_at, ended_at, was_open_to_inspection
    item.save(update_fields=["began_at", "ended_at", "was_open_to_inspection", "has_valid_consents"])
    if is_correction:
        details = {"step": "corrected", "shown": "yes" if was_open_to_inspection else "no"}
        journal.record(actor=by, act=Act.MEETING_INSPECTION_NOTED, subject=case.subject, details=details)
    elif was_open_to_inspection:
        journal.record(actor=by, act=Act.MEETING_INSPECTION_NOTED, subject=case.subject)
    return item


@transaction.atomic
def defer_case(item: AgendaItem, *, reason: str, next_on: date, by: Actor) -> None:
    """The members put the case off, with a reason and a day (T11). Raises NotPossible."""
    _require_over(item.meeting)
    if not reason.strip():
        raise NotPossible(_("Please give the reason in a sentence."))
    if next_on <= item.meeting.day:
        raise NotPossible(_("The next date has to lie after this meeting."))
    steps_of_cases.defer(item, reason=reason, next_on=next_on, by=by)


@transaction.atomic
def note_not_reached(item: AgendaItem, *, because: NotReached, by: Actor) -> AgendaItem:
    """The meeting did not come to a case: it waits for another one, which the members and its case manager are told.

    It stands in the minutes: agreements to them count no longer. Raises NotPossible.
    """
    _require_over(item.meeting)
    locked = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting", "case").get(pk=item.pk)
    if locked.has_dropped:
        raise NotPossible(_("This case dropped off the agenda."))
    _open_minutes_anew(locked)
    case = steps_of_cases.pass_over(locked, because=because, by=by)
    locked.not_reached, locked.dropped_at = because, timezone.now()
    locked.save(update_fields=["not_reached", "dropped_at"])
    order_bundle_anew(locked.meeting, by=by)
    notices.tell_members(case, by=by, say=notices.not_reached)
    notices.tell_case_manager(case, by=by, say=notices.not_reached)
    return locked


@transaction.atomic
def note_office_informed(item: AgendaItem, *, day: date, by: Actor) -> AgendaItem:
    """The head of the immigration office says on which day the office was told; nothing else is kept (seed R18).

    Raises NotPossible.
    """
    locked = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=item.pk)
    _require_over(locked.meeting)
    if not locked.was_heard:
        raise NotPossible(_("The members have not talked about this case."))
    if not locked.meeting.day <= day <= timezone.localdate():
        raise NotPossible(_("Please name a day from the meeting until today."))
    locked.office_informed_on = day
    locked.save(update_fields=["office_informed_on"])
    journal.record(actor=by, act=Act.OFFICE_INFORMED_RECORDED, subject=locked.case_id, details={"day": day.isoformat()})
    return locked


def _require_holdable(meeting: Meeting, began_at: time, ended_at: time) -> None:
    if meeting.state != MeetingState.INVITED:
        raise NotPossible(_("Only a meeting that the members were invited to can be held, and only once."))
    if meeting.day > timezone.localdate():
        raise NotPossible(_("The day of the meeting has not come yet."))
    if ended_at <= began_at:
        raise NotPossible(_("The meeting would end before it begins. Please correct the times."))


def _require_over(meeting: Meeting) -> None:
    if Meeting.objects.filter(pk=meeting.pk, state__in=OVER).first() is None:
        raise NotPossible(_("The meeting has not taken place yet. Please record the attendance first."))


def _open_minutes_anew(item: AgendaItem) -> None:
    """Who has agreed to the minutes has not read what is noted now. Raises NotPossible where they are approved."""
    minutes = Minutes.objects.select_for_update(of=("self",)).filter(meeting=item.meeting).first()
    if minutes is None:
        return
    if not minutes.is_approved:
        minutes.revision += 1
        minutes.save(update_fields=["revision", "changed_at"])
        minutes.approvals.all().delete()
    elif item.was_heard:
        raise NotPossible(_("These minutes are approved. They are not changed any more."))


def _excuse_the_absent(item: AgendaItem, by: Actor) -> None:
    """Who was not there holds up nobody's joint text; whether so few may give one, the quorum says (domain 2.3)."""
    recused = set(Recusal.objects.filter(case=item.case_id).values_list("member_id", flat=True))
    for attendance in item.meeting.attendances.filter(is_present=False).select_related("seat__holder"):
        attendance.meeting = item.meeting
        if attendance.seat.holder_id not in recused:
            why = attendance.reason() or "Nicht in der Sitzung."
            recusing.excuse(item.case, attendance.seat.holder, why=why, by=by)


def _note_presence(meeting: Meeting, seat: int, presence: Presence) -> None:
    attendance = Attendance.objects.filter(meeting=meeting, seat_id=seat).first()
    attendance = attendance or Attendance(meeting=meeting, seat_id=seat)
    attendance.meeting = meeting
    attendance.is_present = presence.is_present
    attendance.is_excused = presence.is_excused and not presence.is_present
    attendance.seal_reason("" if presence.is_present else presence.reason.strip())
    attendance.save()
