"""Exchange events: set up in one page, read and answered by those who were invited."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.uploads import Upload, read_pdf
from gremium.cases.life import NotPossible
from gremium.exchange import events
from gremium.exchange.events import PaperRefused
from gremium.exchange.forms import EventForm, EventWordsForm
from gremium.exchange.inviting import calendar_file
from gremium.exchange.models import ExchangeEvent
from gremium.exchange.who import manages
from gremium.people.asking import SignedInRequest, current_seat
from gremium.people.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
def new_event(request: SignedInRequest) -> HttpResponse:
    if not manages(request.user):
        raise Http404
    form = _form(request)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            event = events.create_event(
                form.plan(),
                form.audience(),
                papers=data.get("papers", ()),
                questions=data["questions"],
                by=request.actor,
            )
        except PaperRefused as refusal:
            form.add_error("papers", str(refusal))
        else:
            messages.success(request, _("The event is set up, and all who are invited get a mail."))
            return redirect(event)
    return render(request, "exchange/event_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def event(request: SignedInRequest, event: UUID) -> HttpResponse:
    found = _visible(request, event)
    guests = list(found.guests.select_related("user__organisation").order_by("user__display_name"))
    own = next((guest for guest in guests if guest.user_id == request.user.pk), None)
    is_managing = manages(request.user)
    context = {
        "event": found,
        "papers": events.papers_of(found),
        "questions": list(found.questions.released()),
        "own": own,
        "guests": guests if is_managing else [],
        "coming": sum(guest.reply == guest.Reply.COMES for guest in guests),
        "is_managing": is_managing,
        "may_change": is_managing or request.user.role == Role.EDITOR,
    }
    return render(request, "exchange/event.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, event: UUID) -> HttpResponse:
    found = _visible(request, event)
    if request.user.role == Role.EDITOR:
        return _change_words(request, found)
    if not manages(request.user):
        raise Http404
    form = _form(request, found)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            events.change_event(
                found,
                form.plan(),
                form.audience(),
                papers=data.get("papers", ()),
                questions=data["questions"],
                by=request.actor,
            )
        except PaperRefused as refusal:
            form.add_error("papers", str(refusal))
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    context = {"form": form, "event": found}
    return render(request, "exchange/event_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def cancel(request: SignedInRequest, event: UUID) -> HttpResponse:
    found = _visible(request, event)
    if not manages(request.user):
        raise Http404
    try:
        events.cancel_event(found, by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The event is called off, and all who were invited are told."))
    return redirect(found)


@require_POST
def reply(request: SignedInRequest, event: UUID) -> HttpResponse:
    found = _visible(request, event)
    try:
        events.reply(found, request.user, comes=request.POST.get("reply") == "comes", by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Thank you for your reply."))
    return redirect(found)


@require_safe
def calendar(request: SignedInRequest, event: UUID) -> HttpResponse:
    response = HttpResponse(calendar_file(_visible(request, event)), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="termin.ics"'
    return response


@require_safe
def paper(request: SignedInRequest, event: UUID, paper: UUID) -> HttpResponse:
    found = get_object_or_404(Upload.objects.of(_visible(request, event).pk), pk=paper)
    response = HttpResponse(read_pdf(found), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'attachment; filename="Unterlage.pdf"'
    return response


def _visible(request: SignedInRequest, pk: UUID) -> ExchangeEvent:
    return get_object_or_404(ExchangeEvent.objects.visible_to(request.user), pk=pk)


def _may_upload(request: SignedInRequest) -> bool:
    """No file comes into the system through the head of the immigration office, on whatever way (seed R24)."""
    seat = current_seat(request.user)
    return seat is None or not seat.is_authority_head


def _form(request: SignedInRequest, event: ExchangeEvent | None = None) -> EventForm:
    if request.method != "POST":
        return EventForm(event=event, may_upload=_may_upload(request))
    form = EventForm(request.POST, request.FILES, event=event, may_upload=_may_upload(request))
    form.note_left_out(request)
    return form


def _change_words(request: SignedInRequest, event: ExchangeEvent) -> HttpResponse:
    shown = {"title": event.title, "occasion": event.occasion}
    form = EventWordsForm(request.POST if request.method == "POST" else None, initial=shown)
    if form.is_valid():
        try:
            events.change_words(event, by=request.actor, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(event)
    context = {"form": form, "event": event}
    return render(request, "exchange/event_form.html", context, status=422 if form.is_bound else 200)
