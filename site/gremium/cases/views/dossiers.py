"""A dossier's progress and its download, for those who work on the case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from documents.dossiers import NotReady
from forms.background import in_background
from gremium.cases.compiling import dossier_state, ready_dossier
from gremium.cases.downloads import read_for_work
from gremium.cases.giving_out import to_keep
from gremium.cases.reading import case_for, may_still_read
from gremium.people.asking import SignedInRequest


@in_background
@require_safe
def progress(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """The part of the page that changes; asked for by a script, so no sign of life and no journal line."""
    case = case_for(request, subject)
    return render(request, "cases/_dossier.html", {"case": case, "compiling": dossier_state(case)})


@require_POST
def download(request: SignedInRequest, subject: UUID, *, back_to: str) -> HttpResponseBase:
    case = case_for(request, subject)
    dossier = ready_dossier(case)
    if dossier is None:
        messages.error(request, _("The dossier is not ready yet. Please try again in a few minutes."))
        return redirect(back_to, subject)
    try:
        taken = read_for_work(dossier, by=request.actor)
    except NotReady:  # taken back a moment ago
        messages.error(request, taken_back())
        return redirect(back_to, subject)
    ref = request.user.ref
    return to_keep(taken, f"Dossier-{case.reference}.pdf", may_go_on=lambda: may_still_read(ref, dossier))


def taken_back() -> str:
    return _("This dossier is given out no more, because a consent was taken back.")


def as_download(pdf: bytes, file_name: str) -> HttpResponse:
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"', "Content-Length": str(len(pdf))},
    )
