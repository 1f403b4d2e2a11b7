"""The secretariat restricts a case, and lifts the restriction; of a restricted one it sees the bare row alone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents import journal
from documents.journal import Act
from gremium.cases.act_forms import RestrictionForm
from gremium.cases.life import NotPossible
from gremium.cases.models import Case
from gremium.cases.restricting import lift_restriction, restrict_case
from gremium.people.asking import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request: SignedInRequest, subject: UUID) -> HttpResponse:
    case = get_object_or_404(Case.objects.known_to(request.user).select_related("organisation"), pk=subject)
    form = RestrictionForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        journal.record(actor=request.actor, act=Act.CASE_VIEWED, subject=case.pk, details={"page": "restriction"})
        return _page(request, case, form)
    try:
        if "lift" in request.POST:
            lift_restriction(case, by=request.actor)
            messages.success(request, _("The restriction is lifted."))
            return redirect("cases:secretariat_case", subject)
        if not form.is_valid():
            return _page(request, case, form, status=422)
        restrict_case(case, ground=form.cleaned_data["ground"], by=request.actor)
        messages.success(request, _("The case is restricted. Nobody reads it, and nothing of it is erased."))
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("cases:restrict", subject)


def _page(request: SignedInRequest, case: Case, form: RestrictionForm, status: int = 200) -> HttpResponse:
    return render(request, "cases/restrict.html", {"case": case, "form": form}, status=status)
