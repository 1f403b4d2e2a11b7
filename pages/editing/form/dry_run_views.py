"""The dry run: the working copy tried out by invented persons, and what it has shown."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forms.revising.dry_runs import DryRun, DryRunPage, newest_run, progress_of, start_dry_run
from forms.revising.working_copies import working_copy
from forms.versions import FORM_KEY
from pages.editing.form.saving import EditingRequest
from pages.editing.form.views import waiting_request
from pages.editing.permissions import for_editors
from pages.languages import KNOWN

FINDINGS = ("unreachable", "never_asked", "not_told", "cut_short", "glyphs", "stopped")
"""Parts of the report that say what does not fit."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def dry_run(request: EditingRequest) -> HttpResponse:
    """Start a run, see how far it is, and read what it has shown; reloading shows the newest state."""
    if request.method == "POST":
        start_dry_run(FORM_KEY, by=request.actor)
        messages.success(request, _("The dry run has begun. It takes two minutes at most."))
        return redirect("editing:form_dry_run")
    copy = working_copy(FORM_KEY)
    run = newest_run(copy)
    context = {
        "copy": copy,
        "run": run,
        "progress": progress_of(run) if run else None,
        "report": run.report if run and run.is_finished else None,
        "has_findings": bool(run and (any(run.report.get(name) for name in FINDINGS) or _has_bad_dossier(run))),
        "dossiers": _dossiers(run) if run else (),
        "waiting": waiting_request(copy),
    }
    return render(request, "pages/editing/form/dry_run.html", context)


def _has_bad_dossier(run: DryRun) -> bool:
    bad = ("overflowing", "missing", "tall", "has_failed")
    return any(one[name] for one in run.report.get("seen", ()) for name in bad)


def _dossiers(run: DryRun) -> list[dict[str, object]]:
    """The dossiers of the report with the languages by their own names."""
    return [
        one | {"number": number, "own_name": KNOWN[one["language"]].own_name if one["language"] in KNOWN else ""}
        for number, one in enumerate(run.report.get("seen", ()), start=1)
    ]


@require_safe
@for_editors
def picture(request: HttpRequest, number: UUID, person: int, page: int) -> HttpResponse:
    found = get_object_or_404(DryRunPage, run__copy__form_key=FORM_KEY, run_id=number, person=person, number=page)
    return HttpResponse(bytes(found.picture), content_type="image/png", headers={"Cache-Control": "private, no-store"})
