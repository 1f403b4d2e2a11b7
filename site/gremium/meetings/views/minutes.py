"""The secretariat's minutes: written in the browser, put to the members, printed for signature."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forms.carrying import carries_on, is_shown_again
from gremium.cases.life import NotPossible
from gremium.cases.views.dossiers import as_download
from gremium.meetings.forms import GeneralForm, PassageForm
from gremium.meetings.models import OVER, Meeting, MeetingQuerySet, Minutes
from gremium.meetings.reading import meeting_for
from gremium.meetings.reading_minutes import (
    ReadMinutes,
    ReadPassage,
    note_minutes,
    open_minutes,
    print_minutes,
    read_minutes,
)
from gremium.meetings.writing import (
    Clash,
    NamesSomebody,
    approve_in_meeting,
    begin_minutes,
    put_forward,
    save_minutes,
)
from gremium.people.asking import SignedInRequest


@dataclass(frozen=True, slots=True)
class Row:
    """One case's passage with the form to write it."""

    passage: ReadPassage
    form: PassageForm | None


@require_POST
def begin(request: SignedInRequest, subject: UUID) -> HttpResponse:
    meeting = meeting_for(request, subject)
    try:
        begin_minutes(meeting, by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(meeting)
    return redirect("meetings:minutes", subject)


@carries_on
@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """The minutes to read and write; what a script saves while somebody writes is answered as JSON."""
    meeting = _with_minutes(request, subject)
    if request.method != "POST":
        read = open_minutes(meeting.minutes, by=request.actor)
        return _page(request, read, GeneralForm(prefix="general", initial=asdict(read.general)), _rows(read))
    read = read_minutes(meeting.minutes)
    general, rows = GeneralForm(request.POST, prefix="general"), _rows(read, request.POST)
    if is_shown_again(request):
        return _show_again(request, read, general, rows)
    return (
        _save_live(request, meeting, general, rows) if "live" in request.POST else _save(request, read, general, rows)
    )


def _save(request: SignedInRequest, read: ReadMinutes, general: GeneralForm, rows: Sequence[Row]) -> HttpResponse:
    meeting = read.minutes.meeting
    try:
        _keep(request, meeting, general, rows)
    except Invalid:
        return _page(request, read, general, rows, status=422)
    except NamesSomebody as refusal:
        _mark(refusal.places, general, rows)
        general.add_error(None, str(refusal))
        return _page(request, read, general, rows, status=422)
    except Clash as refusal:
        general.add_error(None, str(refusal))
        saved = read_minutes(_with_minutes(request, meeting.subject).minutes)
        return _page(request, saved, general, _rows(saved, request.POST), status=409, clash=True)
    except NotPossible as refusal:
        general.add_error(None, str(refusal))
        return _page(request, read, general, rows, status=422)
    messages.success(request, _("Saved."))
    return redirect("meetings:minutes", meeting.subject)


def _save_live(request: SignedInRequest, meeting: Meeting, general: GeneralForm, rows: Sequence[Row]) -> HttpResponse:
    """Without a page: the new revision, or why nothing was saved."""
    try:
        saved = _keep(request, meeting, general, rows)
    except Clash as refusal:
        return JsonResponse({"problem": str(refusal)}, status=409)
    except Invalid:
        return JsonResponse({"problem": _("Not saved: something in a field cannot be right.")}, status=422)
    except NotPossible as refusal:
        return JsonResponse({"problem": str(refusal)}, status=422)
    return JsonResponse({"version": saved.revision})


def _show_again(request: SignedInRequest, read: ReadMinutes, general: GeneralForm, rows: Sequence[Row]) -> HttpResponse:
    """What was typed before one was signed out, unsaved; beside what somebody else has saved since."""
    is_clash = _revision(request) != read.minutes.revision
    return _page(request, read, general, rows, clash=is_clash, carried=True)


class Invalid(Exception):
    """Something that came cannot be what a field holds; the forms say it."""


def _keep(request: SignedInRequest, meeting: Meeting, general: GeneralForm, rows: Sequence[Row]) -> Minutes:
    """Raises Invalid, and what `save_minutes` raises."""
    forms = [row.form for row in rows if row.form is not None]
    if not (general.is_valid() and all([form.is_valid() for form in forms])):
        raise Invalid
    passages = {row.passage.item.pk: row.form.said() for row in rows if row.form is not None}
    return save_minutes(
        meeting, revision=_revision(request), general=general.general(), passages=passages, by=request.actor
    )


@require_POST
def forward(request: SignedInRequest, subject: UUID) -> HttpResponse:
    meeting = _with_minutes(request, subject)
    try:
        put_forward(meeting, by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The members are asked to read the minutes and to agree."))
    return redirect("meetings:minutes", subject)


@require_POST
def approve_later(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """The members have agreed in a later meeting."""
    meeting = _with_minutes(request, subject)
    later = _later_meetings(request, meeting).filter(pk=_number(request.POST.get("meeting"))).first()
    try:
        if later is None:
            raise NotPossible(_("Please choose a later meeting that has taken place."))
        approve_in_meeting(meeting, later=later, by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The minutes are approved and stay as they are."))
    return redirect("meetings:minutes", subject)


@require_POST
def print_out(request: SignedInRequest, subject: UUID) -> HttpResponse:
    meeting = _with_minutes(request, subject)
    return as_download(print_minutes(meeting, by=request.actor), f"Protokoll-{meeting.day.isoformat()}.pdf")


def _with_minutes(request: SignedInRequest, subject: UUID) -> Meeting:
    """The meeting, if it has minutes. Raises Http404."""
    meeting = meeting_for(request, subject)
    if not hasattr(meeting, "minutes"):
        raise Http404
    return meeting


def _later_meetings(request: SignedInRequest, meeting: Meeting) -> MeetingQuerySet:
    later = Meeting.objects.visible_to(request.user).filter(day__gt=meeting.day)
    return later.filter(state__in=OVER)


def _rows(read: ReadMinutes, data: Mapping[str, object] | None = None) -> list[Row]:
    rows = []
    for passage in read.passages:
        form = None
        if passage.is_readable:
            form = PassageForm(data, prefix=str(passage.item.pk), initial=asdict(passage.said))
        rows.append(Row(passage, form))
    return rows


def _mark(places: Sequence[str], general: GeneralForm, rows: Sequence[Row]) -> None:
    forms = {"general": general, **{str(row.passage.item.pk): row.form for row in rows if row.form is not None}}
    for place in places:
        form, _dot, name = place.partition(".")
        forms[form].add_error(name, _("A name or birth date stands here."))


def _revision(request: SignedInRequest) -> int:
    return _number(request.POST.get("revision"))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else -1


def _page(
    request: SignedInRequest,
    read: ReadMinutes,
    general: GeneralForm,
    rows: Sequence[Row],
    *,
    status: int = 200,
    clash: bool = False,
    carried: bool = False,
) -> HttpResponse:
    meeting = read.minutes.meeting
    if request.method == "POST":  # what could not be kept is shown once more, with all that stands there
        note_minutes(read, by=request.actor)
    context = {
        "meeting": meeting,
        "read": read,
        "general": general,
        "rows": rows,
        "is_clash": clash,
        "is_carried": carried,
        "later": _later_meetings(request, meeting) if read.minutes.put_forward_at else (),
        "agreed": read.minutes.approvals.select_related("seat__holder"),
    }
    template = "meetings/minutes_fixed.html" if read.minutes.is_approved else "meetings/minutes.html"
    return render(request, template, context, status=status)
