"""Asking for release, and looking at stored versions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forms.revising.differences import Difference, differences
from forms.revising.numbering import propose_version
from forms.revising.releases import Obstructed, ReleaseRequest, ask_for_release, withdraw
from forms.revising.working_copies import WaitsForRelease, WorkingCopy, working_copy
from forms.versions import FORM_KEY, FormVersion, export_form
from pages.editing.form.saving import EditingRequest
from pages.editing.form.views import waiting_request
from pages.editing.permissions import for_editors

LONGEST_VERSION = 40


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def release(request: EditingRequest) -> HttpResponse:
    """What has changed, what stops publishing, and the wish to publish."""
    copy = working_copy(FORM_KEY)
    if request.method == "POST" and copy.pk:
        return _ask(request, copy)
    return _show(request, copy)


def _ask(request: EditingRequest, copy: WorkingCopy) -> HttpResponse:
    version = request.POST.get("version", "").strip()[:LONGEST_VERSION]
    if not version:
        messages.error(request, _("Please give the version a number."))
        return _show(request, copy, status=422)
    try:
        ask_for_release(copy, version=version, note=request.POST.get("note", "").strip(), by=request.actor)
    except Obstructed as stopped:
        return _show(request, copy, obstacles=stopped.obstacles, status=422)
    except WaitsForRelease:
        pass
    else:
        messages.success(request, _("The release is asked for. The secretariat finds it under “Releases”."))
    return redirect("editing:form_release")


def _show(request: HttpRequest, copy: WorkingCopy, *, obstacles: Any = None, status: int = 200) -> HttpResponse:
    waiting = waiting_request(copy)
    form = waiting.data if waiting else copy.data
    changes = differences(copy.base_data, form)
    context = {
        "copy": copy,
        "waiting": waiting,
        "chapters": by_chapter(changes),
        "has_new_consent": bool(copy.consent_text),
        "obstacles": copy.obstacles() if obstacles is None else obstacles,
        "version": propose_version(copy.base_data, copy.data, has_new_consent=bool(copy.consent_text)),
        "history": ReleaseRequest.objects.filter(form_key=FORM_KEY).exclude(state="waiting")[:10],
    }
    return render(request, "pages/editing/form/release.html", context, status=status)


def by_chapter(changes: list[Difference]) -> dict[str, list[Difference]]:
    """Changes under the step or part they belong to, in order."""
    chapters: dict[str, list[Difference]] = {}
    for change in changes:
        chapters.setdefault(change.about, []).append(change)
    return chapters


@require_POST
@for_editors
def take_back(request: EditingRequest) -> HttpResponse:
    """The editors go on working on a form that waits."""
    waiting = waiting_request(working_copy(FORM_KEY))
    if waiting is not None:
        withdraw(waiting, by=request.actor)
        messages.success(request, _("The request is withdrawn. You can go on working."))
    return redirect("editing:form")


@require_safe
@for_editors
def versions(request: HttpRequest) -> HttpResponse:
    """All stored versions, and the differences between any two."""
    stored = list(FormVersion.objects.filter(key=FORM_KEY).order_by("-pk").select_related("release"))
    old, new = (_chosen(request, name) for name in ("von", "bis"))
    changes = differences(old.definition.raw, new.definition.raw) if old and new else None
    context = {
        "versions": stored,
        "old": old,
        "new": new,
        "chapters": by_chapter(changes) if changes is not None else None,
        "waiting": None,
    }
    return render(request, "pages/editing/form/versions.html", context)


def _chosen(request: HttpRequest, name: str) -> FormVersion | None:
    wanted = request.GET.get(name)
    return get_object_or_404(FormVersion, key=FORM_KEY, version=wanted) if wanted else None


@require_safe
@for_editors
def version_file(request: HttpRequest) -> HttpResponse:
    """A stored version as it was imported, to the letter."""
    try:
        version = request.GET.get("version", "")
        text = export_form(FORM_KEY, version)
    except FormVersion.DoesNotExist as error:
        raise Http404 from error
    headers = {"Content-Disposition": f'attachment; filename="{FORM_KEY}.yaml"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)
