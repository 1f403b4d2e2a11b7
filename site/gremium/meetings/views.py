"""The secretariat releases a case for a meeting."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents import journal
from documents.journal import Act
from gremium.cases.reading import case_for
from gremium.meetings.forms import ScheduleForm
from gremium.meetings.scheduling import NotSchedulable, schedule_case
from gremium.people.asking import SignedInRequest


@require_http_methods(["GET", "POST"])
def schedule(request: SignedInRequest, subject: UUID) -> HttpResponse:
    case = case_for(request, subject)
    form = ScheduleForm(request.POST or None, today=timezone.localdate())
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "meetings/schedule.html", {"case": case, "form": form}, status=status)
    try:
        with transaction.atomic():
            meeting = form.chosen_meeting()
            if not form.cleaned_data["meeting"]:
                details = {"meeting": meeting.day.isoformat()}
                journal.record(actor=request.actor, act=Act.MEETING_PLANNED, subject=case.subject, details=details)
            schedule_case(case, meeting=meeting, by=request.actor)
    except NotSchedulable as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The case is on the agenda. The members can read the dossier now."))
    return redirect("cases:secretariat_case", subject)
