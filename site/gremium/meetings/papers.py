"""Invitation and agenda as papers: cases stand there with their reference alone (domain 6)."""

from datetime import time, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from documents import vault
from documents.actors import Actor
from gremium.letters.issuing import issue_letter
from gremium.letters.models import Letter
from gremium.meetings import consents
from gremium.meetings.models import AgendaItem, Meeting
from gremium.people.models import Seat

LAST_MINUTES, GENERAL_QUESTIONS = "Protokoll der letzten Sitzung", "Allgemeine Fragen"
EXCHANGE = "Austausch, Verschiedenes"
ADDED, DROPPED = "Nachtrag", "entfallen"
ANSWER_BEFORE = timedelta(days=3)
"""How long before the meeting a member says whether she comes."""


def issue_invitation(meeting: Meeting, seat: Seat, *, by: Actor) -> Letter:
    """One member's own invitation; the head of the immigration office is asked for the internal documents (R24)."""
    inspection = [item.case.reference for item in standing_items(meeting) if _may_be_shown(item)]
    path = reverse_german("meetings:members_meeting", meeting)
    facts = {
        **_when_and_where(meeting),
        "member": seat.holder.display_name,
        "ends": clock(meeting.ends),
        "occasion": meeting.reason,
        "link": settings.WAGTAILADMIN_BASE_URL + path,
    }
    answer_by = meeting.day - ANSWER_BEFORE
    if answer_by >= timezone.localdate():
        facts["reply_by"] = f"{answer_by:%d.%m.%Y}"
    lists = {"agenda": agenda_lines(meeting)}
    if seat.is_authority_head and inspection:
        lists["inspection"] = inspection
    return issue_letter("invitation", subject=meeting.subject, facts=facts, lists=lists, by=by)


def issue_agenda(meeting: Meeting, *, by: Actor) -> Letter:
    """The agenda as it is now; the invitation's version stays as it was issued."""
    items = items_in_order(meeting)
    additions = [f"{item.case.reference} ({_note(item)})" for item in items if item.is_addition]
    lists = {"agenda": agenda_lines(meeting), **({"additions": additions} if additions else {})}
    return issue_letter("agenda", subject=meeting.subject, facts=_when_and_where(meeting), lists=lists, by=by)


def agenda_lines(meeting: Meeting) -> list[str]:
    """The points in order, as papers name them; additions stand in a list of their own."""
    cases = [item for item in items_in_order(meeting) if not item.is_addition]
    named = [f"{item.case.reference} ({DROPPED})" if item.has_dropped else item.case.reference for item in cases]
    return [LAST_MINUTES, *named, GENERAL_QUESTIONS, EXCHANGE]


def items_in_order(meeting: Meeting) -> list[AgendaItem]:
    """What stands or stood on the agenda; before the invitation nothing of what dropped off is shown."""
    items = meeting.items.in_order().select_related("case")
    return list(items if meeting.is_frozen else items.standing())


def standing_items(meeting: Meeting) -> list[AgendaItem]:
    return list(meeting.items.standing().in_order().select_related("case", "meeting"))


def clock(moment: time | None) -> str:
    return f"{moment:%H:%M} Uhr" if moment else ""


def long_day(meeting: Meeting) -> str:
    """``Donnerstag, 10.12.2026``."""
    with translation.override("de"):
        return date_format(meeting.day, "l, d.m.Y")


def reverse_german(name: str, meeting: Meeting) -> str:
    with translation.override("de"):
        return reverse(name, args=[meeting.subject])


def _when_and_where(meeting: Meeting) -> dict[str, str]:
    return {"meeting_on": long_day(meeting), "begins": clock(meeting.begins), "place": meeting.room}


def _may_be_shown(item: AgendaItem) -> bool:
    try:
        return consents.allow_inspection(item.case)
    except vault.UNREADABLE:
        return False


def _note(item: AgendaItem) -> str:
    return f"{ADDED} vom {timezone.localdate(item.added_at):%d.%m.%Y}" + (f", {DROPPED}" if item.has_dropped else "")
