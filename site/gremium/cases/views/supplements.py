"""Nachtrag: what a case manager adds after filing, and the button by which anybody reports a later step."""

import logging
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.intake import Refused
from documents.refusals import sentence
from documents.uploads import NoRoom
from forms.submissions import Submission
from gremium.cases.act_forms import ReportForm
from gremium.cases.life import NotPossible
from gremium.cases.models import Case
from gremium.cases.reading import case_for, known_case_for, note_page
from gremium.cases.reporting import report_step
from gremium.cases.supplement_forms import AttachmentForm, CorrectionForm
from gremium.cases.supplementing import add_attachment, answers_today, correct_answers, may_supplement, report_own_step
from gremium.people.asking import SignedInRequest

log = logging.getLogger(__name__)
OWN = "cases:case"


@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: SignedInRequest, subject: UUID) -> HttpResponse:
    case = case_for(request, subject)
    submission = Submission.objects.newest(case.pk)
    if submission is None or not may_supplement(case):
        return _too_late(request, case)
    form = AttachmentForm(
        *_sent(request, with_files=True), form=submission.definition, answers=answers_today(case, submission)
    )
    if form.is_valid() and _attach(request, case, form):
        messages.success(request, _("Added. The dossier is compiled anew, and the secretariat is told."))
        return redirect(OWN, subject)
    return _ask(request, case, form, "cases/supplement_attachment.html")


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedInRequest, subject: UUID) -> HttpResponse:
    case = case_for(request, subject)
    submission = Submission.objects.newest(case.pk)
    if submission is None or not may_supplement(case):
        return _too_late(request, case)
    form = CorrectionForm(*_sent(request), answers=answers_today(case, submission))
    if form.is_valid():
        try:
            correct_answers(case, values=form.values(), by=request.actor)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Corrected. The dossier is compiled anew, and the secretariat is told."))
            return redirect(OWN, subject)
    return _ask(request, case, form, "cases/supplement_correction.html")


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedInRequest, subject: UUID, *, back_to: str) -> HttpResponse:
    """A court or asylum step began after filing: people decide what follows, nothing happens by itself."""
    case = known_case_for(request, subject)
    form = ReportForm(*_sent(request))
    if not form.is_valid():
        return _ask(request, case, form, "cases/report.html", back_to=back_to)
    act = report_own_step if back_to == OWN else report_step
    try:
        act(case, ground=form.cleaned_data["ground"], day=form.cleaned_data["day"], by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Reported. The secretariat looks at it; until then the case goes on."))
    return redirect(back_to, subject)


def _attach(request: SignedInRequest, case: Case, form: AttachmentForm) -> bool:
    """Whether the file was taken; where it was not, the form says why."""
    file = form.cleaned_data["file"]
    assert isinstance(file, UploadedFile)
    try:
        add_attachment(case, name=file.name or "", data=file.read(), paper=form.paper(), by=request.actor)
    except Refused as refused:
        form.add_error("file", refused.message)
    except NoRoom as refused:
        form.add_error("file", sentence(refused.code, refused.facts))
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
    except OSError as error:
        log.warning("a file could not be stored (%s)", type(error).__name__)
        form.add_error("file", sentence("not_stored"))
    return not form.errors


def _sent(request: SignedInRequest, *, with_files: bool = False) -> tuple[object, ...]:
    if request.method != "POST":
        return (None,)
    return (request.POST, request.FILES) if with_files else (request.POST,)


def _too_late(request: SignedInRequest, case: Case) -> HttpResponse:
    messages.error(request, _("Nothing can be added to this case any more. Please speak to the secretariat."))
    return redirect(OWN, case.pk)


def _ask(request: SignedInRequest, case: Case, form: forms.Form, template: str, *, back_to: str = OWN) -> HttpResponse:
    note_page(request, case, template.removesuffix(".html"))
    context = {"case": case, "form": form, "back_to": back_to}
    return render(request, template, context, status=422 if form.is_bound else 200)
