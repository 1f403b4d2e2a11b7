"""The secretariat's meetings: the list, planning, moving, cancelling, and putting cases on an agenda."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gremium.cases.life import NotPossible
from gremium.cases.models import Case
from gremium.cases.reading import case_for, note_page
from gremium.meetings.forms import ChosenMeetingForm, PlanForm, plan_initial
from gremium.meetings.models import Meeting
from gremium.meetings.planning import USUAL_BEGIN, USUAL_END, cancel_meeting, change_meeting, plan_meeting
from gremium.meetings.preparing import prepare_meeting
from gremium.meetings.reading import list_meetings, meeting_for, schedulable_cases
from gremium.people.asking import SignedInRequest

READ_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def meetings(request: SignedInRequest) -> HttpResponse:
    ahead, past = list_meetings(request)
    return render(request, "meetings/meetings.html", {"ahead": ahead, "past": past})


@require_http_methods(READ_OR_POST)
def plan(request: SignedInRequest) -> HttpResponse:
    form = PlanForm(request.POST or None, initial={"begins": USUAL_BEGIN, "ends": USUAL_END})
    if form.is_valid():
        try:
            return redirect(plan_meeting(form.plan(), by=request.actor))
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    return _page(request, "meetings/plan.html", form)


@require_http_methods(READ_OR_POST)
def change(request: SignedInRequest, subject: UUID) -> HttpResponse:
    meeting = meeting_for(request, subject)
    form = PlanForm(request.POST or None, initial=plan_initial(meeting))
    if form.is_valid():
        try:
            change_meeting(meeting, form.plan(), by=request.actor)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The meeting is changed."))
            return redirect(meeting)
    return _page(request, "meetings/plan.html", form, meeting=meeting)


@require_http_methods(READ_OR_POST)
def cancel(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """Asked once more before, because all who were invited hear of it."""
    meeting = meeting_for(request, subject)
    if request.method != "POST":
        return render(request, "meetings/cancel.html", {"meeting": meeting})
    try:
        cancel_meeting(meeting, by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(meeting)
    messages.success(request, _("The meeting is cancelled. Its cases wait for another one."))
    return redirect("meetings:meetings")


@require_http_methods(READ_OR_POST)
def schedule(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """One case comes on an agenda."""
    case = case_for(request, subject)
    form = ChosenMeetingForm(request.POST or None, today=timezone.localdate())
    if form.is_valid():
        try:
            _prepare(form, [case], request, is_inviting=False)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The case is on the agenda. The members can read the dossier now."))
            return redirect("cases:secretariat_case", subject)
    note_page(request, case, "meetings/schedule")
    return _page(request, "meetings/schedule.html", form, case=case)


@require_http_methods(READ_OR_POST)
def prepare(request: SignedInRequest) -> HttpResponse:
    """Cases chosen from the list become invitation, agenda and bundle of one meeting."""
    cases = schedulable_cases(request)
    chosen = set(request.POST.getlist("case"))
    form = ChosenMeetingForm(request.POST or None, today=timezone.localdate())
    if form.is_valid():
        try:
            meeting = _prepare(form, [case for case in cases if str(case.pk) in chosen], request, is_inviting=True)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Invitation and agenda are made. The bundle is being compiled."))
            return redirect(meeting)
    return _page(request, "meetings/prepare.html", form, cases=[(case, str(case.pk) in chosen) for case in cases])


def _prepare(form: ChosenMeetingForm, cases: Sequence[Case], request: SignedInRequest, *, is_inviting: bool) -> Meeting:
    meeting = form.chosen()
    plan = None if meeting else form.plan()
    return prepare_meeting(cases, meeting=meeting, plan=plan, is_inviting=is_inviting, by=request.actor)


def _page(
    request: SignedInRequest, template: str, form: PlanForm | ChosenMeetingForm, **context: object
) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)
