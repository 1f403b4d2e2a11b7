"""The secretariat's page of one meeting: agenda, invitation, answers, bundle."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents import jobs
from documents.bundles import read_bundle
from documents.dossiers import NotReady
from forms.background import in_background
from gremium.cases.giving_out import to_keep
from gremium.cases.life import NotPossible
from gremium.cases.views.dossiers import as_download
from gremium.meetings.bundle_progress import bundle_state
from gremium.meetings.bundling import may_read_all, may_still_read_all, newest_bundle
from gremium.meetings.inviting import invite_members, is_short_notice, lead_time, seats_of
from gremium.meetings.letters_of import agenda_letter, read_letter
from gremium.meetings.models import Meeting, MeetingState
from gremium.meetings.reading import item_for, meeting_for, open_agenda
from gremium.meetings.scheduling import move_item
from gremium.people.asking import SignedInRequest


@require_safe
def meeting(request: SignedInRequest, subject: UUID) -> HttpResponse:
    found = meeting_for(request, subject)
    items = open_agenda(request, found)
    today = timezone.localdate()
    context = {
        "meeting": found,
        "items": items,
        "attendances": found.attendances.select_related("seat__holder"),
        "vacant": 4 - len(seats_of(found)) if found.is_ahead else 0,
        "bundle": bundle_state(found, items),
        "agenda": agenda_letter(found),
        "may_be_held": found.state == MeetingState.INVITED and found.day <= today,
        "may_begin_minutes": found.state == MeetingState.HELD,
        "is_short": found.state == MeetingState.PLANNED and is_short_notice(found, today),
        "lead_days": lead_time(found).days,
        "is_quorate": found.is_quorate if found.is_over else True,
    }
    return render(request, "meetings/meeting.html", context)


@require_POST
def invite(request: SignedInRequest, subject: UUID) -> HttpResponse:
    found = meeting_for(request, subject)
    try:
        invite_members(found, by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The members are invited. The agenda stays as it is now."))
    return redirect(found)


@require_POST
def move(request: SignedInRequest, subject: UUID, item: int) -> HttpResponse:
    found = item_for(request, subject, item)
    try:
        move_item(found, up="up" in request.POST, by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{found.meeting.get_absolute_url()}#agenda")


@in_background
@require_safe
def progress(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """The part of the page that changes; asked for by a script, so no sign of life and no journal line."""
    found = meeting_for(request, subject)
    return render(request, "meetings/_bundle.html", {"meeting": found, "bundle": bundle_state(found)})


@require_POST
def bundle(request: SignedInRequest, subject: UUID) -> HttpResponseBase:
    """The unmarked bundle, for whoever prepares the room."""
    found = meeting_for(request, subject)
    newest = newest_bundle(found)
    try:
        if newest is None:
            raise NotReady
        if not may_read_all(newest, request.user):
            messages.error(
                request, _("A case in this bundle may not be read at present. Please use the dossiers of the others.")
            )
            return redirect(found)
        taken = read_bundle(newest, by=request.actor)
    except NotReady:
        messages.error(request, not_ready())
        return redirect(found)
    ref, name = request.user.ref, f"Sitzungsmappe-{found.day.isoformat()}.pdf"
    return to_keep(taken, name, may_go_on=lambda: may_still_read_all(newest, ref))


@require_POST
def retry(request: SignedInRequest, subject: UUID) -> HttpResponse:
    found = meeting_for(request, subject)
    newest = newest_bundle(found)
    if newest is not None and newest.job is not None:
        jobs.retry(newest.job)
    return redirect(found)


@require_POST
def agenda(request: SignedInRequest, subject: UUID) -> HttpResponse:
    return agenda_answer(request, meeting_for(request, subject))


def agenda_answer(request: SignedInRequest, found: Meeting) -> HttpResponse:
    letter = agenda_letter(found)
    if letter is None:
        messages.error(request, _("There is no agenda yet. It is made with the invitation."))
        return redirect(found)
    return as_download(read_letter(letter, found, by=request.actor), f"Tagesordnung-{found.day.isoformat()}.pdf")


def not_all() -> str:
    return _(
        "You stepped back from a case that is in this bundle, or one of them may not be read at present. "
        "Please read the dossiers of the other cases one by one."
    )


def not_ready() -> str:
    return _("The bundle is not ready yet. Please try again in a few minutes.")
