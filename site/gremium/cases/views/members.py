"""What the members see: released cases, and their own marked copy of a dossier."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.dossiers import NotReady, take_copy
from gremium.cases.compiling import dossier_state, ready_dossier
from gremium.cases.forms import CopyForm
from gremium.cases.giving_out import to_keep
from gremium.cases.hints import hints_for
from gremium.cases.listing import page_of, record_shown
from gremium.cases.models import Case
from gremium.cases.preview import open_preview
from gremium.cases.reading import case_for, may_still_read, note_page, open_case_page, previewed_case_for
from gremium.cases.supplementing import lines_of
from gremium.cases.versions import has_versions
from gremium.cases.views.dossiers import taken_back
from gremium.cases.wording import tone, what_happens_next
from gremium.people.asking import SignedInRequest
from gremium.people.waiting import waiting_for


@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    released = Case.objects.visible_to(request.user).select_related("organisation").nearest_first(today)
    shown = page_of(request, (), released, list)
    previewed = list(Case.objects.previewed_by(request.user).select_related("organisation"))
    record_shown(request, [*shown.rows, *previewed])
    hints = hints_for(request.user, shown.rows)
    context = {
        "waiting": waiting_for(request.user),
        "rows": [(case, tone(case), hints.get(case.pk, ())) for case in shown.rows],
        "page": shown.page,
        "previewed": [(case, tone(case), ()) for case in previewed],
    }
    return render(request, "cases/members_desk.html", context)


@require_safe
def case(request: SignedInRequest, subject: UUID) -> HttpResponse:
    try:
        case = open_case_page(request, subject)
    except Http404:
        if Case.objects.previewed_by(request.user).filter(pk=subject).exists():
            return redirect("cases:members_preview", subject)
        raise
    return _page(request, case, CopyForm())


@require_safe
def preview(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """Competence and question before the case is scheduled, so that the members can decide not to take it up."""
    case = previewed_case_for(request, subject)
    context = {
        "case": case,
        "tone": tone(case),
        "next": what_happens_next(case),
        "preview": open_preview(request, case, with_question=True),
    }
    return render(request, "cases/members_preview.html", context)


@require_POST
def copy(request: SignedInRequest, subject: UUID) -> HttpResponseBase:
    """Stream a marked copy; nothing of it is kept. The journal's line is written before a byte is read."""
    case = case_for(request, subject)
    form = CopyForm(request.POST)
    dossier = ready_dossier(case)
    if dossier is None:
        form.add_error(None, _("The dossier is not ready yet. Please try again in a few minutes."))
    if not form.is_valid() or dossier is None:
        note_page(request, case, "cases/members_case")
        return _page(request, case, form, status=422)
    try:
        taken = take_copy(dossier, name=request.actor.name, password=form.password, by=request.actor)
    except NotReady:  # taken back a moment ago
        messages.error(request, taken_back())
        return redirect("cases:members_desk")
    ref = request.user.ref
    return to_keep(taken.pdf, taken.file_name, may_go_on=lambda: may_still_read(ref, dossier))


def _page(request: SignedInRequest, case: Case, form: CopyForm, status: int = 200) -> HttpResponse:
    context = {
        "case": case,
        "tone": tone(case),
        "next": what_happens_next(case),
        "compiling": dossier_state(case),
        "form": form,
        "has_versions": has_versions(case),
        "supplements": lines_of(case),
        "hints": hints_for(request.user, [case]).get(case.pk, ()),
    }
    return render(request, "cases/members_case.html", context, status=status)
