"""The preview: the wizard's pages inside the CMS, over nothing that is stored."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forms.definition import MalformedForm
from forms.revising.previewing import Preview, begin_preview
from forms.revising.working_copies import WorkingCopy, working_copy
from forms.versions import FORM_KEY
from pages.editing.permissions import for_editors


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def preview(request: HttpRequest, step: str = "") -> HttpResponse:
    """One step; without one the step that is asked for, else the first."""
    copy = working_copy(FORM_KEY)
    try:
        shown = _begin(copy, request.POST.get("carried", ""))
    except MalformedForm as error:
        return _cannot_show(request, error)
    keys = [each.key for each in shown.definition.steps]
    if not step:
        wanted = request.GET.get("schritt", "")
        return redirect("editing:form_preview_step", wanted if wanted in keys else keys[0])
    if step not in keys:
        raise Http404
    if request.method == "POST":
        step = shown.take(shown.definition.step(step), request.POST, today=timezone.localdate())
    return _page(request, shown, step)


def _begin(copy: WorkingCopy, carried: str) -> Preview:
    return begin_preview(copy.data, consent_text=copy.consent_text or copy.valid_consent_text, carried=carried)


def _page(request: HttpRequest, shown: Preview, key: str) -> HttpResponse:
    step = shown.definition.step(key)
    template = "forms/revising/preview_review.html" if shown.is_last(step) else "forms/revising/preview_step.html"
    context = shown.context(step) | {"back": reverse("editing:form_step", args=[key])}
    html = str(render_to_string(template, context, request))
    wizard = reverse("forms:step", args=[shown.draft.pk, key]).removesuffix(f"{key}/")
    here = reverse("editing:form_preview_step", args=[key])
    own = reverse("editing:form_preview")
    html = html.replace('<form id="step-form"', f'<form id="step-form" action="{here}"')
    return HttpResponse(html.replace(wizard, own))


def _cannot_show(request: HttpRequest, error: MalformedForm) -> HttpResponse:
    problem = _("The form cannot be shown as it is: %(reason)s") % {"reason": error}
    return render(request, "pages/editing/form/unusable.html", {"problem": problem}, status=422)
