"""What members see of meetings: day and agenda, their own copy of the bundle, the minutes to read and agree to."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.bundles import take_bundle_copy
from documents.dossiers import NotReady
from gremium.cases.forms import CopyForm
from gremium.cases.giving_out import to_keep
from gremium.cases.life import NotPossible
from gremium.cases.recusals import Recusal
from gremium.cases.views.dossiers import as_download
from gremium.meetings.bundle_hints import bundle_news_for
from gremium.meetings.bundle_progress import bundle_state
from gremium.meetings.bundling import may_read_all, may_still_read_all, newest_bundle
from gremium.meetings.forms import AnswerForm, CommentForm, InformedForm
from gremium.meetings.holding import note_office_informed
from gremium.meetings.inviting import answer_invitation
from gremium.meetings.letters_of import agenda_letter, read_letter
from gremium.meetings.models import Meeting, MeetingState
from gremium.meetings.reading import item_for, list_meetings, meeting_for, open_agenda, seat_of
from gremium.meetings.reading_minutes import open_minutes
from gremium.meetings.views.meeting import not_all, not_ready
from gremium.meetings.writing import approve_minutes, comment_on, present_seats, readable_items
from gremium.people.asking import SignedInRequest


@require_safe
def meetings(request: SignedInRequest) -> HttpResponse:
    ahead, past = list_meetings(request)
    return render(request, "meetings/members_meetings.html", {"ahead": ahead, "past": past})


@require_safe
def meeting(request: SignedInRequest, subject: UUID) -> HttpResponse:
    return _page(request, meeting_for(request, subject), CopyForm())


@require_POST
def answer(request: SignedInRequest, subject: UUID) -> HttpResponse:
    found, form = meeting_for(request, subject), AnswerForm(request.POST)
    try:
        if not form.is_valid():
            raise NotPossible(_("Please choose one of the two."))
        answer_invitation(found, seat_of(request), answer=form.cleaned_data["answer"])
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you. The secretariat sees your answer."))
    return redirect("meetings:members_meeting", subject)


@require_POST
def bundle(request: SignedInRequest, subject: UUID) -> HttpResponseBase:
    """Stream a marked copy; nothing of it is kept. The journal's line is written before a byte is read."""
    found, form = meeting_for(request, subject), CopyForm(request.POST)
    newest = newest_bundle(found)
    if newest is None or not newest.is_ready:
        form.add_error(None, not_ready())
    elif not may_read_all(newest, request.user):
        form.add_error(None, not_all())
    if not form.is_valid() or newest is None:
        return _page(request, found, form, status=422)
    try:
        taken = take_bundle_copy(newest, name=request.actor.name, password=form.password, by=request.actor)
    except NotReady:  # taken back a moment ago
        messages.error(request, _("This bundle was taken back a moment ago. A new one is being compiled."))
        return redirect("meetings:members_meeting", subject)
    ref = request.user.ref
    return to_keep(taken.pdf, taken.file_name, may_go_on=lambda: may_still_read_all(newest, ref))


@require_POST
def invitation(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """The own invitation as it was issued."""
    found = meeting_for(request, subject)
    own = get_object_or_404(found.attendances.select_related("invitation"), seat=seat_of(request))
    if own.invitation is None or not own.invitation.is_kept:
        raise Http404
    return as_download(read_letter(own.invitation, found, by=request.actor), f"Einladung-{found.day.isoformat()}.pdf")


@require_POST
def agenda(request: SignedInRequest, subject: UUID) -> HttpResponse:
    found = meeting_for(request, subject)
    letter = agenda_letter(found)
    if letter is None:
        raise Http404
    return as_download(read_letter(letter, found, by=request.actor), f"Tagesordnung-{found.day.isoformat()}.pdf")


@require_safe
def minutes(request: SignedInRequest, subject: UUID) -> HttpResponse:
    found = _with_readable_minutes(request, subject)
    return _minutes_page(request, found)


@require_POST
def comment(request: SignedInRequest, subject: UUID) -> HttpResponse:
    found = _with_readable_minutes(request, subject)
    form = CommentForm(request.POST, items=readable_items(found))
    if form.is_valid():
        try:
            comment_on(found, seat_of(request), **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("Your comment can be read by the other members and the secretariat."))
            return redirect("meetings:members_minutes", subject)
    return _minutes_page(request, found, form, status=422)


@require_POST
def approve(request: SignedInRequest, subject: UUID) -> HttpResponse:
    found = _with_readable_minutes(request, subject)
    revision = request.POST.get("revision", "")
    try:
        is_final = approve_minutes(
            found, seat_of(request), revision=int(revision) if revision.isdecimal() else -1, by=request.actor
        )
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        told = _("All who were there agree. The minutes are approved.") if is_final else _("You have agreed.")
        messages.success(request, told)
    return redirect("meetings:members_minutes", subject)


@require_POST
def informed(request: SignedInRequest, subject: UUID, item: int) -> HttpResponse:
    """The head of the immigration office alone says when the office was told, and nothing else (seed R18)."""
    if not seat_of(request).is_authority_head:
        raise Http404
    found, form = item_for(request, subject, item), InformedForm(request.POST)
    try:
        if not form.is_valid():
            raise NotPossible(_("Please name a day from the meeting until today."))
        note_office_informed(found, day=form.cleaned_data["day"], by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The day is noted."))
    return redirect("meetings:members_meeting", subject)


def _with_readable_minutes(request: SignedInRequest, subject: UUID) -> Meeting:
    """The meeting, if its minutes were put to the members. Raises Http404."""
    found = meeting_for(request, subject)
    if not hasattr(found, "minutes") or found.minutes.put_forward_at is None:
        raise Http404
    return found


def _page(request: SignedInRequest, found: Meeting, form: CopyForm, status: int = 200) -> HttpResponse:
    seat = seat_of(request)
    items = open_agenda(request, found) if found.is_frozen else []
    bundle = bundle_state(found, items)
    why_not = "" if bundle.bundle is None or may_read_all(bundle.bundle, request.user) else not_all()
    context = {
        "meeting": found,
        "items": items,
        "own": found.attendances.filter(seat=seat).select_related("invitation").first(),
        "answers": AnswerForm.base_fields["answer"].choices,  # type: ignore[attr-defined]
        "may_answer": found.state == MeetingState.INVITED,
        "bundle": bundle,
        "bundle_news": [] if why_not else bundle_news_for(request.user, found, bundle.bundle),
        "why_no_bundle": why_not,
        "has_minutes": hasattr(found, "minutes") and found.minutes.put_forward_at is not None,
        "is_head": seat.is_authority_head,
        "form": form,
    }
    return render(request, "meetings/members_meeting.html", context, status=status)


def _minutes_page(
    request: SignedInRequest, found: Meeting, form: CommentForm | None = None, status: int = 200
) -> HttpResponse:
    without = Recusal.objects.of(request.user).values_list("case_id", flat=True)
    read, seat = open_minutes(found.minutes, by=request.actor, without=set(without)), seat_of(request)
    agreed = set(read.minutes.approvals.values_list("seat_id", flat=True))
    context = {
        "meeting": found,
        "read": read,
        "form": form or CommentForm(items=[passage.item for passage in read.passages]),
        "may_agree": seat.pk in present_seats(found) and seat.pk not in agreed and not read.minutes.is_approved,
        "has_agreed": seat.pk in agreed,
    }
    return render(request, "meetings/members_minutes.html", context, status=status)
