"""What the secretariat sees: all submitted cases, the formal check, and how far each dossier is."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gremium.cases.admission import admit_case, needs_second_person
from gremium.cases.compiling import compile_again, dossier_state
from gremium.cases.excluding import open_exclusion
from gremium.cases.history import history_of
from gremium.cases.letters_of import letters_for
from gremium.cases.life import NotPossible
from gremium.cases.listing import cases_of_desk, page_of, record_shown
from gremium.cases.pressing import Press, counts_of, groups_of, lines_of, piles_of
from gremium.cases.reading import case_for, open_working_page
from gremium.cases.reporting import open_reports
from gremium.cases.sheets import sheets_of
from gremium.cases.steps_open import steps_open_to
from gremium.cases.supplementing import lines_of as supplement_lines
from gremium.cases.versions import versions_of
from gremium.cases.withdrawal_places import is_withdrawn, list_withdrawn, past_of
from gremium.cases.wording import tone, what_happens_next
from gremium.people.asking import SignedInRequest
from gremium.people.waiting import waiting_for


@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    listed = cases_of_desk(request)
    lines = lines_of(listed.going_on)
    shown, withdrawn = page_of(request, lines, listed.over, lines_of), list_withdrawn(request)
    record_shown(request, [*(line.case for line in shown.rows), *listed.restricted, *withdrawn.cases])
    context = {
        "waiting": waiting_for(request.user),
        "counts": counts_of(lines),
        "piles": piles_of(shown.rows),
        "groups": groups_of(line for line in shown.rows if line.press == Press.LATER),
        "page": shown.page,
        "withdrawn": withdrawn,
        "restricted": listed.restricted,
        "is_empty": not shown.rows,
    }
    return render(request, "cases/secretariat_desk.html", context)


@require_safe
def case(request: SignedInRequest, subject: UUID) -> HttpResponse:
    try:
        case = open_working_page(request, subject)
    except Http404:
        if is_withdrawn(request, subject):
            return redirect("cases:secretariat_withdraw", subject)
        raise
    summary, versions = case.summary(), versions_of(case)
    context = {
        "case": case,
        "tone": tone(case),
        "next": what_happens_next(case),
        "summary": summary,
        "compiling": dossier_state(case),
        "past": past_of(case.pk, case),
        "sheets": sheets_of(versions),
        "is_proposer": case.admission_proposed_by_ref == request.actor.ref,
        "needs_second_person": needs_second_person(case),
        "may": steps_open_to(case),
        "exclusion": open_exclusion(case) if case.proposed_at else None,
        "reports": open_reports(case) if case.reported_at else (),
        "supplements": supplement_lines(case),
        "letters": letters_for(request.user, case),
        "history": history_of(case),
        "has_versions": len(versions) > 1,
    }
    return render(request, "cases/secretariat_case.html", context)


@require_POST
def admit(request: SignedInRequest, subject: UUID) -> HttpResponse:
    case = case_for(request, subject)
    try:
        is_admitted = admit_case(case, by=request.actor)
    except NotPossible as refusal:
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
