"""The preview of the dossier: an invented case set by the working copy as it is on the screen; nothing is stored."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from documents.rendering import RenderingFailed
from forms.consent_texts import ConsentText
from forms.definition import MalformedForm
from forms.reading import read_form
from forms.revising.invented_dossier import invented_dossier
from forms.revising.invented_values import Length
from forms.revising.outline import Outline
from forms.revising.working_copies import Data, WorkingCopy, working_copy
from forms.versions import FORM_KEY
from pages.editing.form.part_views import PartForm
from pages.editing.form.parts import PARTS
from pages.editing.form.saving import Filled
from pages.editing.form.step_page import StepEditForm
from pages.editing.form.values import Unusable
from pages.editing.form.views import with_step
from pages.editing.permissions import for_editors

DOSSIER = next(part for part in PARTS if part.slug == "dossier")


@require_POST
@for_editors
def preview_part(request: HttpRequest) -> HttpResponse:
    """With the sections as they were sent."""
    copy = working_copy(FORM_KEY)
    return _preview(request, copy, PartForm(DOSSIER, copy.data, request.POST), lambda written: written)


@require_POST
@for_editors
def preview_step(request: HttpRequest, step: str) -> HttpResponse:
    """With one step's questions as they were sent."""
    copy = working_copy(FORM_KEY)
    if step not in Outline(copy.data).steps:
        raise Http404
    sent = StepEditForm(copy.data, step, request.POST)
    return _preview(request, copy, sent, lambda written: with_step(copy.data, step, written))


def _preview(request: HttpRequest, copy: WorkingCopy, sent: Filled, whole: Callable[[Data], Data]) -> HttpResponse:
    if not sent.is_valid():
        return _cannot_show(request, _("A field is not filled in yet."))
    text = copy.consent_text or copy.valid_consent_text
    consent = ConsentText(form_key=FORM_KEY, version="Vorschau", language="de", text=text)
    try:
        form = read_form(whole(sent.written()))
        pdf = invented_dossier(form, consent, length=_length(request), today=timezone.localdate())
    except (Unusable, MalformedForm, RenderingFailed) as error:
        return _cannot_show(request, _("The dossier cannot be shown as it is: %(reason)s") % {"reason": error})
    headers = {"Content-Disposition": 'inline; filename="dossier.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _length(request: HttpRequest) -> Length:
    sent = request.POST.get("length", "")
    return Length(sent) if sent in list(Length) else Length.USUAL


def _cannot_show(request: HttpRequest, problem: str) -> HttpResponse:
    return render(request, "pages/editing/form/unusable.html", {"problem": problem}, status=422)
