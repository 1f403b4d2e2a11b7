"""What case managers and counsellors see: their drafts and the cases of their organisation."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from forms.drafts import Draft
from gremium.cases.compiling import dossier_state
from gremium.cases.drafts import list_drafts
from gremium.cases.reading import list_cases, open_case_page
from gremium.cases.wording import tone, what_happens_next
from gremium.people.asking import SignedInRequest


@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    cases = [(case, tone(case), case.person) for case in list_cases(request)]
    return render(request, "cases/own_desk.html", {"cases": cases, "drafts": list_drafts(request)})


@require_safe
def case(request: SignedInRequest, subject: UUID) -> HttpResponse:
    if Draft.objects.readable_by(request.actor).open().filter(pk=subject).exists():
        return redirect("forms:resume", subject)
    case = open_case_page(request, subject)
    context = {
        "case": case,
        "person": case.summary().person,
        "tone": tone(case),
        "next": what_happens_next(case),
        "compiling": dossier_state(case),
    }
    return render(request, "cases/own_case.html", context)
