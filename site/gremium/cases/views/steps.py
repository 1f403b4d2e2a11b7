"""The secretariat takes a case from one state to the next: each page asks what has to be known, and confirms."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from documents.actors import Actor
from forms.reading_languages import reading_language_of, reading_languages
from forms.saying import PERSONS_LANGUAGE
from forms.submissions import Submission
from gremium.cases.act_forms import CommunicateForm, DeclineForm, ExclusionForm, ReturnForm, SettleForm
from gremium.cases.closing import close_case
from gremium.cases.communicating import communicate_case, may_go_to_the_office
from gremium.cases.excluding import propose_exclusion
from gremium.cases.life import NotPossible
from gremium.cases.models import Case, Report, State
from gremium.cases.not_taking_up import decline_case
from gremium.cases.reading import case_for, note_page
from gremium.cases.reporting import propose_settling
from gremium.cases.returning import return_case
from gremium.people.asking import SignedInRequest

BACK = "cases:secretariat_case"


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: SignedInRequest, subject: UUID) -> HttpResponse:
    case = case_for(request, subject)
    submission = Submission.objects.newest(case.pk)
    definition = submission.definition if submission is not None else None
    form = ReturnForm(_posted(request), form=definition, today=timezone.localdate())
    if not form.is_valid():
        return _ask(request, case, form, "cases/return.html")
    data = form.cleaned_data
    act = partial(return_case, missing=form.missing(), until=data["until"], remark=data["remark"])
    return _do(request, case, act, gettext_lazy("The application is back with the counselling centre."))


@require_http_methods(["GET", "HEAD", "POST"])
def exclude(request: SignedInRequest, subject: UUID) -> HttpResponse:
    case = case_for(request, subject)
    form = ExclusionForm(_posted(request), case=case, is_later=case.state != State.SUBMITTED)
    if not form.is_valid():
        return _ask(request, case, form, "cases/exclude.html")
    act = partial(propose_exclusion, ground=form.cleaned_data["ground"], reason=form.cleaned_data["reason"])
    return _do(request, case, act, gettext_lazy("Proposed. A second person decides on it now."))


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: SignedInRequest, subject: UUID) -> HttpResponse:
    case = case_for(request, subject)
    form = DeclineForm(_posted(request), initial={"decided_on": timezone.localdate()})
    if not form.is_valid():
        return _ask(request, case, form, "cases/decline.html")
    act = partial(decline_case, reason=form.cleaned_data["reason"], decided_on=form.cleaned_data["decided_on"])
    return _do(request, case, act, gettext_lazy("Recorded. The letter is written and the case manager is told."))


@require_http_methods(["GET", "HEAD", "POST"])
def communicate(request: SignedInRequest, subject: UUID) -> HttpResponse:
    case = case_for(request, subject)
    submission = Submission.objects.newest(case.pk)
    spoken = str(submission.answers().get(PERSONS_LANGUAGE) or "") if submission is not None else ""
    form = CommunicateForm(
        _posted(request),
        languages=[(one.code, one.own_name) for one in reading_languages()],
        spoken=reading_language_of(spoken),
        may_go_to_office=may_go_to_the_office(case),
    )
    if not form.is_valid():
        return _ask(request, case, form, "cases/communicate.html")
    act = partial(
        communicate_case,
        language=form.cleaned_data["language"],
        next_steps=form.steps(),
        for_the_office=form.cleaned_data.get("for_the_office", False),
    )
    return _do(request, case, act, gettext_lazy("The letter is written and the case manager is told."))


@require_POST
def close(request: SignedInRequest, subject: UUID) -> HttpResponse:
    return _do(request, case_for(request, subject), close_case, gettext_lazy("The case is closed."))


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: SignedInRequest, subject: UUID, report: UUID) -> HttpResponse:
    """The reported step belongs to another matter: this is proposed here, and a second person decides."""
    case = case_for(request, subject)
    found = get_object_or_404(Report.objects.open().filter(case=case), pk=report)
    form = SettleForm(_posted(request))
    if not form.is_valid():
        return _ask(request, case, form, "cases/settle.html", report=found)

    def propose(_case: Case, *, by: Actor) -> Report:
        return propose_settling(found, reason=form.cleaned_data["reason"], by=by)

    return _do(request, case, propose, gettext_lazy("Proposed. A second person decides on it now."))


def _posted(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _ask(request: SignedInRequest, case: Case, form: forms.Form, template: str, **more: object) -> HttpResponse:
    note_page(request, case, template.removesuffix(".html"))
    return render(request, template, {"case": case, "form": form, **more}, status=422 if form.is_bound else 200)


def _do(request: SignedInRequest, case: Case, act: Callable[..., object], done: Promise) -> HttpResponse:
    try:
        act(case, by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(done))
    return redirect(BACK, case.pk)
