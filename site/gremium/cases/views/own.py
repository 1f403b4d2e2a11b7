"""What case managers and counsellors see: their drafts and the cases of their organisation."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.keystore import keys_at_hand
from forms.drafts import Draft
from forms.reading_languages import ReadingLanguage, reading_languages
from gremium.cases.compiling import dossier_state
from gremium.cases.drafts import draft_lines, drafts_of_desk
from gremium.cases.handing_over import HandOverForm, hand_over_to
from gremium.cases.history import history_of
from gremium.cases.letters_of import letters_for
from gremium.cases.life import may_move
from gremium.cases.listing import cases_of_desk, page_of, record_shown
from gremium.cases.models import State
from gremium.cases.pressing import lines_of, with_persons
from gremium.cases.reading import open_working_page
from gremium.cases.returning import missing_of
from gremium.cases.sheets import may_add_sheets, sheets_of
from gremium.cases.supplementing import lines_of as supplement_lines
from gremium.cases.supplementing import may_supplement
from gremium.cases.versions import versions_of
from gremium.cases.withdrawal_places import is_withdrawn, list_withdrawn, past_of
from gremium.cases.withdrawing import awaits_release
from gremium.cases.wording import tone, what_happens_next
from gremium.people.asking import SignedInRequest
from gremium.people.waiting import waiting_for


@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    listed, drafts, withdrawn = cases_of_desk(request), drafts_of_desk(request), list_withdrawn(request)
    own_lines = partial(lines_of, is_own=True)
    with keys_at_hand([*(case.pk for case in listed.going_on), *(draft.pk for draft in drafts)]):
        lines = own_lines(listed.going_on)
        returned = [line for line in lines if line.case.state == State.RETURNED]
        others = [line for line in lines if line.case.state != State.RETURNED]
        shown = page_of(request, others, listed.over, own_lines)
        named = with_persons([*returned, *shown.rows])
        lines_of_drafts = draft_lines(request, drafts)
    cases = [*(line.case for line in named), *listed.restricted, *withdrawn.cases]
    record_shown(request, cases, drafts=[draft.pk for draft in drafts])
    context = {
        "waiting": waiting_for(request.user),
        "returned": named[: len(returned)],
        "lines": named[len(returned) :],
        "page": shown.page,
        "drafts": lines_of_drafts,
        "withdrawn": withdrawn,
        "restricted": listed.restricted,
        "blank_languages": [ReadingLanguage("de", "Deutsch", "ltr"), *reading_languages()],
    }
    return render(request, "cases/own_desk.html", context)


@require_safe
def case(request: SignedInRequest, subject: UUID) -> HttpResponse:
    try:
        case = open_working_page(request, subject)
    except Http404:
        return _no_case_to_work_on(request, subject)
    versions = versions_of(case)
    context = {
        "case": case,
        "person": case.summary().person,
        "tone": tone(case),
        "next": what_happens_next(case),
        "compiling": dossier_state(case),
        "past": past_of(case.pk, case),
        "missing": missing_of(case) if case.state == State.RETURNED else (),
        "is_returned": case.state == State.RETURNED,
        "awaits_release": awaits_release(case),
        "may_supplement": may_supplement(case),
        "may_report": may_move(case, State.EXCLUDED_LATER),
        "supplements": supplement_lines(case),
        "letters": letters_for(request.user, case),
        "history": history_of(case),
        "has_versions": len(versions) > 1,
        "sheets": sheets_of(versions),
        "may_add_sheets": may_add_sheets(case, versions),
    }
    return render(request, "cases/own_case.html", context)


def _no_case_to_work_on(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """A draft that was never handed in goes on; what was withdrawn says so. Raises Http404."""
    if Draft.objects.readable_by(request.actor).never_handed_in().filter(pk=subject).exists():
        return redirect("forms:resume", subject)
    if is_withdrawn(request, subject):
        return redirect("cases:withdraw", subject)
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """Ask which colleague goes on with a draft, and hand it over."""
    draft = get_object_or_404(Draft.objects.readable_by(request.actor).open(), pk=subject)
    form = HandOverForm(request.POST if request.method == "POST" else None, draft=draft)
    if not form.is_valid():
        return render(request, "cases/hand_over.html", {"form": form}, status=422 if form.is_bound else 200)
    hand_over_to(draft, form.cleaned_data["to"], by=request.actor)
    messages.success(request, _("The draft was handed over."))
    return redirect("cases:own_desk")
