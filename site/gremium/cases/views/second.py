"""What the second person sees: all that waits, competence (D02) of each case, and the two answers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents import journal
from gremium.cases.act_forms import RejectForm
from gremium.cases.excluding import confirm_exclusion, reject_exclusion
from gremium.cases.four_eyes import cases_in, proposals_for
from gremium.cases.life import NotPossible
from gremium.cases.models import Exclusion, Report
from gremium.cases.preview import open_preview
from gremium.cases.reporting import keep_report, settle_report
from gremium.people.asking import SignedInRequest


@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """Everything that waits for a second person; one line names the cases in it."""
    waiting = proposals_for(request.user)
    if hits := {case.pk: state for case, state in cases_in(waiting).items()}:
        journal.record_list(actor=request.actor, hits=hits)
    return render(request, "cases/second_desk.html", {"waiting": waiting})


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: SignedInRequest, exclusion: UUID) -> HttpResponse:
    """Show the proposal with competence alone; confirm it, or reject it with a reason."""
    found = get_object_or_404(Exclusion.objects.waiting_for(request.user), pk=exclusion)
    is_rejecting = request.method == "POST" and request.POST.get("answer_is") == "no"
    form = RejectForm(request.POST if is_rejecting else None)
    if request.method != "POST" or (is_rejecting and not form.is_valid()):
        context = {
            "exclusion": found,
            "case": found.case,
            "preview": open_preview(request, found.case, with_question=False),
            "reason": found.reason(),
            "form": form,
        }
        return render(request, "cases/second_decide.html", context, status=422 if is_rejecting else 200)
    try:
        if is_rejecting:
            reject_exclusion(found, answer=form.cleaned_data["answer"], by=request.actor)
        else:
            confirm_exclusion(found, by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("You have rejected the exclusion. The case goes on.")
            if is_rejecting
            else _("You have confirmed the exclusion. The letter is written."),
        )
    return redirect("cases:second_desk")


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: SignedInRequest, report: UUID) -> HttpResponse:
    """Show a reported step with competence alone: is it another matter, as somebody of the secretariat says?"""
    found = get_object_or_404(Report.objects.waiting_for(request.user), pk=report)
    if request.method != "POST":
        context = {
            "report": found,
            "case": found.case,
            "preview": open_preview(request, found.case, with_question=False),
            "reason": found.reason(),
        }
        return render(request, "cases/second_settle.html", context)
    is_agreed = request.POST.get("answer_is") == "yes"
    try:
        (settle_report if is_agreed else keep_report)(found, by=request.actor)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted. The case goes on.") if is_agreed else _("Noted. The report stays open."))
    return redirect("cases:second_desk")
