"""Mails to the members about a meeting: a neutral subject, day and room, references at most, never a name."""

from collections.abc import Iterable
from datetime import date, datetime, time
from enum import StrEnum

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from gremium.letters.issuing import letter_pdf
from gremium.meetings.calendars import METHODS, calendar_of
from gremium.meetings.models import Attendance, Meeting
from gremium.people.models import Seat, WaitingMail
from gremium.people.outbox import post, register_mail

KIND = "meeting"


class Notice(StrEnum):
    """What the members are told."""

    INVITED = "invited"
    MOVED = "moved"
    CANCELLED = "cancelled"
    ADDED = "added"
    DROPPED = "dropped"
    MINUTES = "minutes"


WITH_CALENDAR = frozenset({Notice.INVITED, Notice.MOVED, Notice.CANCELLED})


def tell_members(meeting: Meeting, notice: Notice) -> None:
    """Write to each member who was invited, alone and in German, once it is certain."""
    current = set(Seat.objects.current(timezone.localdate()).values_list("pk", flat=True))
    for attendance in meeting.attendances.select_related("seat__holder"):
        if attendance.seat_id in current:
            _post(meeting, attendance.seat, notice)


def invite_by_mail(meeting: Meeting, seats: Iterable[Seat]) -> None:
    """Write to each that she is invited; to whose seat begins only later, once it has begun (seed R11)."""
    for seat in seats:
        begins = seat.valid_from if seat.valid_from > timezone.localdate() else None
        _post(meeting, seat, Notice.INVITED, not_before=begins)


def _post(meeting: Meeting, seat: Seat, notice: Notice, *, not_before: date | None = None) -> None:
    from_when = timezone.make_aware(datetime.combine(not_before, time.min)) if not_before else None
    post([seat.holder], kind=KIND, say=notice, about=meeting.subject, not_before=from_when)


def _build(mail: WaitingMail) -> EmailMessage | None:
    """None where the notice is out of date, or its receiver holds no seat any more."""
    meeting, notice = Meeting.objects.filter(subject=mail.about).first(), Notice(mail.say)
    if meeting is None or not mail.user.is_active or not _is_news(meeting, notice):
        return None
    seats = Seat.objects.current(timezone.localdate()).filter(holder=mail.user)
    attendance = meeting.attendances.filter(seat__in=seats).select_related("invitation").first()
    return _mail(meeting, attendance, notice, mail.user.email) if attendance is not None else None


def _is_news(meeting: Meeting, notice: Notice) -> bool:
    if notice is Notice.MINUTES:
        return True
    return meeting.day >= timezone.localdate() and meeting.is_cancelled == (notice is Notice.CANCELLED)


def _mail(meeting: Meeting, attendance: Attendance, notice: Notice, address: str) -> EmailMessage:
    path = reverse("meetings:members_meeting", args=[meeting.subject])
    context = {
        "sentence": _sentence(meeting, notice),
        "meeting": meeting,
        "with_place": notice in WITH_CALENDAR and not meeting.is_cancelled,
        "is_invitation": notice is Notice.INVITED,
        "address": settings.WAGTAILADMIN_BASE_URL + path,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    body = render_to_string("meetings/members_mail.txt", context)
    mail = EmailMessage(_("Please look at your work area"), body, to=[address])
    if notice in WITH_CALENDAR:
        calendar = calendar_of(meeting, member=address)
        method = METHODS[meeting.is_cancelled]
        mail.attach("termin.ics", calendar.decode(), f"text/calendar; method={method}; charset=utf-8")
    if notice is Notice.INVITED and attendance.invitation is not None and attendance.invitation.is_kept:
        mail.attach("einladung.pdf", letter_pdf(attendance.invitation), "application/pdf")
    return mail


def _sentence(meeting: Meeting, notice: Notice) -> str:
    day = date_format(meeting.day, "DATE_FORMAT")
    told = {
        Notice.INVITED: _("You are invited to a meeting on %(day)s. It is not public."),
        Notice.MOVED: _("The meeting has been moved or its room has changed. It is on %(day)s now, at %(time)s."),
        Notice.CANCELLED: _("The meeting on %(day)s does not take place."),
        Notice.ADDED: _("There is an addition to the agenda of the meeting on %(day)s."),
        Notice.DROPPED: _("An item of the agenda of the meeting on %(day)s is dropped. Please look at the agenda."),
        Notice.MINUTES: _("The minutes of the meeting on %(day)s can be read. Please say whether you agree to them."),
    }[notice]
    return told % {"day": day, "time": time_format(meeting.begins, "TIME_FORMAT")}


register_mail(KIND, _build)
