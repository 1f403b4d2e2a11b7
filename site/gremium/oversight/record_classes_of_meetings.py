"""The record classes of meetings and of the exchange (domain 9.2; those of the exchange are a proposal of our own)."""

from collections.abc import Iterator
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.actors import SYSTEM
from documents.retention import kept_for
from gremium.exchange.erasing import declined_before, erase_event, erase_question, forget_who_asked, with_names_before
from gremium.exchange.models import ExchangeEvent
from gremium.meetings.erasing import drop_bundle, erase_meeting, kept_meetings, meetings_with_bundles
from gremium.oversight.retention import Due, RecordClass, Runs, register_record


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


def _of_meeting(day: date) -> str:
    return _("Meeting of %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}


def _minutes(today: date) -> Iterator[Due]:
    for meeting, last_day in kept_meetings(today):
        due_on = last_day + kept_for("minutes")
        if due_on <= today:
            yield Due(due_on, meeting.subject, _of_meeting(meeting.day))


def _erase_minutes(subject: UUID) -> bool:
    return erase_meeting(subject, by=SYSTEM)


def _bundles(today: date) -> Iterator[Due]:
    kept = kept_for("bundle")
    for meeting in meetings_with_bundles(today - kept):
        yield Due(meeting.day + kept, meeting.subject, _of_meeting(meeting.day))


def _drop_bundle(subject: UUID) -> bool:
    return drop_bundle(subject, by=SYSTEM)


def _events(today: date) -> Iterator[Due]:
    kept = kept_for("exchange_event")
    for event in ExchangeEvent.objects.filter(starts_at__lte=_end_of(today - kept)):
        due_on = timezone.localdate(event.end) + kept
        if due_on <= today:
            day = date_format(timezone.localdate(event.starts_at), "SHORT_DATE_FORMAT")
            yield Due(due_on, event.pk, _("Exchange of %(day)s") % {"day": day})


def _erase_event(subject: UUID) -> bool:
    return erase_event(subject, by=SYSTEM)


def _declined(today: date) -> Iterator[Due]:
    kept = kept_for("exchange_declined")
    for question in declined_before(_end_of(today - kept)):
        day = date_format(timezone.localdate(question.proposed_at), "SHORT_DATE_FORMAT")
        due_on = timezone.localdate(question.changed_at) + kept
        yield Due(due_on, question.pk, _("Question of %(day)s") % {"day": day})


def _erase_question(subject: UUID) -> bool:
    return erase_question(subject, by=SYSTEM)


def _asked(today: date) -> Iterator[Due]:
    kept = kept_for("exchange_asker")
    for question in with_names_before(_end_of(today - kept)):
        assert question.released_at is not None
        yield Due(timezone.localdate(question.released_at) + kept, question.pk)


def _forget_who_asked(subject: UUID) -> bool:
    return forget_who_asked(subject, by=SYSTEM)


register_record(
    RecordClass(
        key="bundle",
        label=gettext_lazy("Meeting bundles"),
        start=gettext_lazy("meeting of the board"),
        period="bundle",
        then=gettext_lazy("erased; at once where somebody withdraws"),
        runs=Runs.BY_ITSELF,
        due=_bundles,
        erase=_drop_bundle,
    )
)
register_record(
    RecordClass(
        key="minutes",
        label=gettext_lazy("Minutes with agenda, invitations and attendance"),
        start=gettext_lazy("end of the council term in which they were approved"),
        period="minutes",
        then=gettext_lazy("erased once the archive has decided; the day of the meeting stays"),
        runs=Runs.CONFIRMED,
        is_offered=True,
        waits_for_decision=True,
        due=_minutes,
        erase=_erase_minutes,
    )
)
register_record(
    RecordClass(
        key="exchange_event",
        label=gettext_lazy("Exchange events with guests, replies and papers"),
        start=gettext_lazy("day of the event"),
        period="exchange_event",
        then=gettext_lazy("erased"),
        runs=Runs.CONFIRMED,
        is_offered=True,
        due=_events,
        erase=_erase_event,
    )
)
register_record(
    RecordClass(
        key="exchange_declined",
        label=gettext_lazy("General questions that were not taken up"),
        start=gettext_lazy("last change"),
        period="exchange_declined",
        then=gettext_lazy("erased"),
        runs=Runs.CONFIRMED,
        is_offered=True,
        due=_declined,
        erase=_erase_question,
    )
)
register_record(
    RecordClass(
        key="exchange_asker",
        label=gettext_lazy("Who asked a released question, and who agreed to the answer"),
        start=gettext_lazy("release"),
        period="exchange_asker",
        then=gettext_lazy("forgotten; question and answer name nobody and stay public"),
        runs=Runs.BY_ITSELF,
        due=_asked,
        erase=_forget_who_asked,
    )
)
register_record(
    RecordClass(
        key="report",
        label=gettext_lazy("Yearly reports"),
        start=gettext_lazy("end of the year"),
        then=gettext_lazy("kept: they hold numbers alone, and small ones are hidden"),
    )
)
