"""A member alone with a case: notes, the own view, stepping back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents import journal
from gremium.assessing import own_views, recusing
from gremium.assessing.forms import NoteForm, ViewForm
from gremium.assessing.models import Note, Share
from gremium.assessing.standing import standing_of
from gremium.cases.life import NotPossible
from gremium.cases.models import UNREADABLE, Case
from gremium.cases.reading import case_for, known_case_for, note_page, open_case_page
from gremium.cases.recusals import Recusal, RecusalQuerySet
from gremium.people.asking import SignedInRequest


@require_safe
def own_view(request: SignedInRequest, subject: UUID) -> HttpResponse:
    return _page(request, open_case_page(request, subject))


@require_POST
def form_view(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """Keep the keywords; with `formed` the view counts as formed."""
    case, form = case_for(request, subject), ViewForm(request.POST)
    if not form.is_valid():
        return _page(request, case, view_form=form, status=422)
    keywords = form.cleaned_data["keywords"]
    try:
        if "formed" in request.POST:
            own_views.form_view(case, request.user, keywords=keywords, by=request.actor)
            messages.success(request, _("Your own view counts as formed. The joint text is open to you now."))
        else:
            own_views.keep_keywords(case, request.user, keywords=keywords)
            messages.success(request, _("Your keywords are kept."))
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _page(request, case, view_form=form, status=422)
    return redirect("assessing:own_view", subject)


@require_POST
def write_note(request: SignedInRequest, subject: UUID, note: UUID | None = None) -> HttpResponse:
    case, form = case_for(request, subject), NoteForm(request.POST)
    held = get_object_or_404(Note.objects.of(request.user), pk=note, case=case) if note else None
    if not form.is_valid():
        return _page(request, case, note_form=form, note=held, status=422)
    text, page = form.cleaned_data["text"], form.cleaned_data["page"]
    try:
        own_views.write_note(case, request.user, text=text, page=page, note=note, by=request.actor)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return _page(request, case, note_form=form, note=held, status=422)
    messages.success(request, _("The note is kept."))
    return redirect("assessing:own_view", subject)


@require_safe
def change_note(request: SignedInRequest, subject: UUID, note: UUID) -> HttpResponse:
    case = open_case_page(request, subject)
    held = get_object_or_404(Note.objects.of(request.user), pk=note, case=case)
    form = NoteForm(initial={"page": held.page, "text": held.text})
    return _page(request, case, note_form=form, note=held)


@require_POST
def erase_note(request: SignedInRequest, subject: UUID, note: UUID) -> HttpResponse:
    case = case_for(request, subject)
    own_views.erase_note(get_object_or_404(Note.objects.of(request.user), pk=note, case=case), by=request.actor)
    messages.success(request, _("The note is deleted."))
    return redirect("assessing:own_view", subject)


@require_POST
def step_back(request: SignedInRequest, subject: UUID) -> HttpResponse:
    case = known_case_for(request, subject)
    try:
        recusing.step_back(case, request.user, by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("cases:members_case", subject)
    told = _("You have stepped back from %(reference)s and see nothing of it any more. Please delete your copies.")
    messages.success(request, told % {"reference": case.reference})
    return redirect("assessing:recusals")


@require_safe
def recusals(request: SignedInRequest) -> HttpResponse:
    """Cases the member stepped back from: the reference alone, and the way back until the meeting."""
    rows = _undoable(request)
    if rows:
        journal.record_list(actor=request.actor, hits={row.case_id: "recused" for row in rows})
    return render(request, "assessing/recusals.html", {"recusals": rows})


@require_POST
def come_back(request: SignedInRequest, subject: UUID) -> HttpResponse:
    recusal = get_object_or_404(_undoable(request), case_id=subject)
    try:
        recusing.come_back(recusal, by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You take part in this case again."))
    return redirect("assessing:recusals")


def _undoable(request: SignedInRequest) -> RecusalQuerySet:
    """The member's own, without those of cases that nobody reads now: of these a member knows nothing (domain T18)."""
    own = Recusal.objects.of(request.user).filter(case__restricted_since=None)
    return own.exclude(case__state__in=UNREADABLE)


def _page(
    request: SignedInRequest,
    case: Case,
    *,
    view_form: ViewForm | None = None,
    note_form: NoteForm | None = None,
    note: Note | None = None,
    status: int = 200,
) -> HttpResponse:
    if request.method == "POST":
        note_page(request, case, "assessing/own_view")
    share = Share.objects.of(request.user).filter(case=case).first()
    keywords = share.keywords() if share else ""
    context = {
        "case": case,
        "share": share,
        "part": standing_of(case).part_of(request.user),
        "notes": Note.objects.of(request.user).filter(case=case),
        "view_form": view_form or ViewForm(initial={"keywords": keywords}),
        "note_form": note_form or NoteForm(),
        "note": note,
        "is_thinking": case.state in own_views.THINKING,
        "may_note": case.state in own_views.NOTED,
        "may_step_back": case.state in recusing.BEFORE_THE_END,
        "has_possible_conflict": recusing.has_possible_conflict(case, request.user),
    }
    return render(request, "assessing/own_view.html", context, status=status)
