"""The secretariat records what took place: attendance, each case's turn, and cases that were put off."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents import vault
from gremium.cases.life import NotPossible
from gremium.cases.models import State
from gremium.cases.reading import note_page
from gremium.meetings import consents
from gremium.meetings.forms import DeferForm, HoldForm, NotReachedForm, TurnForm
from gremium.meetings.holding import defer_case, hold_meeting, note_not_reached, note_turn
from gremium.meetings.inviting import seats_of
from gremium.meetings.models import AgendaItem, Attendance, Meeting
from gremium.meetings.reading import item_for, meeting_for
from gremium.people.asking import SignedInRequest

READ_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_POST)
def hold(request: SignedInRequest, subject: UUID) -> HttpResponse:
    meeting = meeting_for(request, subject)
    form = HoldForm(request.POST or None, seats=seats_of(meeting), initial=_expected(meeting))
    if form.is_valid():
        times = {name: form.cleaned_data[name] for name in ("began_at", "ended_at")}
        try:
            hold_meeting(meeting, presences=form.presences(), by=request.actor, **times)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The attendance is recorded. Please note each case's turn now."))
            return redirect(meeting)
    return _page(request, "meetings/hold.html", form, meeting=meeting)


@require_http_methods(READ_OR_POST)
def turn(request: SignedInRequest, subject: UUID, item: int) -> HttpResponse:
    found = item_for(request, subject, item)
    initial = {
        "began_at": found.began_at,
        "ended_at": found.ended_at,
        "was_open_to_inspection": found.was_open_to_inspection,
    }
    form = TurnForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            note_turn(found, by=request.actor, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The turn of this case is noted."))
            return redirect(found.meeting)
    note_page(request, found.case, "meetings/turn")
    return _page(request, "meetings/turn.html", form, item=found, may_be_shown=_may_be_shown(found))


@require_http_methods(READ_OR_POST)
def defer(request: SignedInRequest, subject: UUID, item: int) -> HttpResponse:
    found = item_for(request, subject, item)
    form = DeferForm(request.POST or None)
    if form.is_valid():
        try:
            defer_case(found, by=request.actor, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The case is put off. It waits for another meeting."))
            return redirect(found.meeting)
    note_page(request, found.case, "meetings/defer")
    may_be_put_off = found.case.state == State.DELIBERATED
    return _page(request, "meetings/defer.html", form, item=found, may_be_put_off=may_be_put_off)


@require_http_methods(READ_OR_POST)
def not_reached(request: SignedInRequest, subject: UUID, item: int) -> HttpResponse:
    found = item_for(request, subject, item)
    form = NotReachedForm(request.POST or None)
    if form.is_valid():
        try:
            note_not_reached(found, by=request.actor, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The case waits for another meeting. The members and its case manager are told.")
            )
            return redirect(found.meeting)
    note_page(request, found.case, "meetings/not_reached")
    is_open = found.meeting.is_over and found.case.state == State.SCHEDULED
    return _page(request, "meetings/not_reached.html", form, item=found, is_open=is_open)


def _expected(meeting: Meeting) -> dict[str, object]:
    """As planned and answered, until the secretariat says otherwise."""
    answers = dict(meeting.attendances.values_list("seat_id", "answer"))
    states = {
        f"seat_{seat}": HoldForm.EXCUSED if answer == Attendance.Answer.CANNOT else HoldForm.PRESENT
        for seat, answer in answers.items()
    }
    return {"began_at": meeting.begins, "ended_at": meeting.ends, **states}


def _may_be_shown(item: AgendaItem) -> bool:
    try:
        return consents.allow_inspection(item.case)
    except vault.UNREADABLE:
        return False


def _page(request: SignedInRequest, template: str, form: forms.Form, **context: object) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)
