"""What case managers and counsellors see: their drafts and the cases of their organisation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forms.drafts import Draft
from forms.reading_languages import ReadingLanguage, reading_languages
from gremium.cases.compiling import dossier_state
from gremium.cases.drafts import list_drafts
from gremium.cases.handing_over import HandOverForm, hand_over_to
from gremium.cases.reading import list_cases, open_case_page
from gremium.cases.withdrawal_places import is_withdrawn, list_withdrawn, past_of
from gremium.cases.wording import tone, what_happens_next
from gremium.people.asking import SignedInRequest


@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    cases = [(case, tone(case), case.person) for case in list_cases(request)]
    blank_languages = [ReadingLanguage("de", "Deutsch", "ltr"), *reading_languages()]
    context = {
        "cases": cases,
        "drafts": list_drafts(request),
        "withdrawn": list_withdrawn(request),
        "blank_languages": blank_languages,
    }
    return render(request, "cases/own_desk.html", context)


@require_safe
def case(request: SignedInRequest, subject: UUID) -> HttpResponse:
    if Draft.objects.readable_by(request.actor).open().filter(pk=subject).exists():
        return redirect("forms:resume", subject)
    if is_withdrawn(request, subject):
        return redirect("cases:withdraw", subject)
    case = open_case_page(request, subject)
    context = {
        "case": case,
        "person": case.summary().person,
        "tone": tone(case),
        "next": what_happens_next(case),
        "compiling": dossier_state(case),
        "past": past_of(case.pk),
    }
    return render(request, "cases/own_case.html", context)


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
