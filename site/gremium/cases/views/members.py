"""What the members see: released cases, and their own marked copy of a dossier."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.dossiers import NotReady, take_copy
from gremium.cases.compiling import dossier_state, ready_dossier
from gremium.cases.forms import CopyForm
from gremium.cases.models import Case
from gremium.cases.reading import case_for, list_cases, open_case_page
from gremium.cases.views.dossiers import as_download, taken_back
from gremium.cases.wording import tone, what_happens_next
from gremium.people.asking import SignedInRequest


@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    cases = [(case, tone(case)) for case in sorted(list_cases(request), key=lambda case: case.nearness(today))]
    return render(request, "cases/members_desk.html", {"cases": cases})


@require_safe
def case(request: SignedInRequest, subject: UUID) -> HttpResponse:
    return _page(request, open_case_page(request, subject), CopyForm())


@require_POST
def copy(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """Stream a marked copy; nothing of it is kept. The journal's line is written before a byte is read."""
    case = case_for(request, subject)
    form = CopyForm(request.POST)
    dossier = ready_dossier(case)
    if dossier is None:
        form.add_error(None, _("The dossier is not ready yet. Please try again in a few minutes."))
    if not form.is_valid() or dossier is None:
        return _page(request, case, form, status=422)
    try:
        taken = take_copy(dossier, name=request.actor.name, password=form.password, by=request.actor)
    except NotReady:  # taken back a moment ago
        messages.error(request, taken_back())
        return redirect("cases:members_desk")
    return as_download(taken.pdf, taken.file_name)


def _page(request: SignedInRequest, case: Case, form: CopyForm, status: int = 200) -> HttpResponse:
    context = {
        "case": case,
        "tone": tone(case),
        "next": what_happens_next(case),
        "compiling": dossier_state(case),
        "form": form,
    }
    return render(request, "cases/members_case.html", context, status=status)
