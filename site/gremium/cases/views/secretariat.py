"""What the secretariat sees: all submitted cases, the formal check, and how far each dossier is."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gremium.cases.admission import NotAdmissible, admit_case, needs_second_person
from gremium.cases.compiling import compile_again, dossier_state
from gremium.cases.models import State
from gremium.cases.reading import case_for, list_cases, open_case_page
from gremium.cases.withdrawal_places import is_withdrawn, list_withdrawn, past_of
from gremium.cases.wording import tone, what_happens_next
from gremium.people.asking import SignedInRequest


@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    cases = list_cases(request)
    groups = [
        (_("To be checked"), [case for case in cases if case.state == State.SUBMITTED]),
        (_("To be put on an agenda"), [case for case in cases if case.state in (State.ADMITTED, State.DEFERRED)]),
        (_("Released to the members"), [case for case in cases if case.state == State.SCHEDULED]),
    ]
    shown = {case.pk for _title, group in groups for case in group}
    groups.append((_("Further cases"), [case for case in cases if case.pk not in shown]))
    rows = [(title, [(case, tone(case)) for case in group]) for title, group in groups if group]
    return render(request, "cases/secretariat_desk.html", {"groups": rows, "withdrawn": list_withdrawn(request)})


@require_safe
def case(request: SignedInRequest, subject: UUID) -> HttpResponse:
    if is_withdrawn(request, subject):
        return redirect("cases:secretariat_withdraw", subject)
    case = open_case_page(request, subject)
    summary = case.summary()
    context = {
        "case": case,
        "tone": tone(case),
        "next": what_happens_next(case),
        "summary": summary,
        "compiling": dossier_state(case),
        "past": past_of(case.pk),
        "may_admit": case.state == State.SUBMITTED and not summary.exclusions,
        "may_schedule": case.state in (State.ADMITTED, State.DEFERRED),
        "needs_second_person": needs_second_person(case),
        "is_proposer": case.admission_proposed_by_ref == request.actor.ref,
    }
    return render(request, "cases/secretariat_case.html", context)


@require_POST
def admit(request: SignedInRequest, subject: UUID) -> HttpResponse:
    case = case_for(request, subject)
    try:
        is_admitted = admit_case(case, by=request.actor)
    except NotAdmissible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("The case is admitted.") if is_admitted else _("Proposed. A second person confirms it now.")
        )
    return redirect("cases:secretariat_case", subject)


@require_POST
def retry(request: SignedInRequest, subject: UUID) -> HttpResponse:
    compile_again(case_for(request, subject), by=request.actor)
    return redirect("cases:secretariat_case", subject)
