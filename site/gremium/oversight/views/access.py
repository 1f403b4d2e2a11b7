"""Who saw a case: for the secretariat, for the data protection officer, and for case managers what they did themselves.

Each look at it is a line of its own.
"""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import journal
from documents.journal import Act
from gremium.cases.models import Case
from gremium.cases.reading import case_for
from gremium.oversight.forms import AccessFilter, ReferenceForm
from gremium.oversight.models import RetentionRun
from gremium.oversight.who_saw import Asked, as_csv, page_of
from gremium.people.asking import SignedInRequest
from gremium.people.waiting import waiting_for


@require_http_methods(["GET", "HEAD", "POST"])
def protection_desk(request: SignedInRequest) -> HttpResponse:
    """Where the data protection officer begins: a case by its reference, and the latest erasures."""
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.case is not None:
        return redirect("oversight:protection_access", form.case.pk)
    context = {"form": form, "waiting": waiting_for(request.user), "runs": RetentionRun.objects.all()[:10]}
    return render(request, "oversight/protection_desk.html", context, status=422 if form.is_bound else 200)


@require_safe
def protection_access(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """Of any case, also an erased one; nothing of its content."""
    return _access_page(request, get_object_or_404(Case, pk=subject))


@require_safe
def case_access(request: SignedInRequest, subject: UUID) -> HttpResponse:
    return _access_page(request, case_for(request, subject))


@require_safe
def own_access(request: SignedInRequest, subject: UUID) -> HttpResponse:
    return _access_page(request, case_for(request, subject), by=request.actor.ref)


@require_POST
def access_table(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """The same as a table for a spreadsheet."""
    case = get_object_or_404(Case, pk=subject)
    table = as_csv(_asked(AccessFilter(request.POST), case, ""))
    _record(request, case, format="csv")
    answer = HttpResponse(table, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="Zugriffe-{case.reference}.csv"'
    return answer


def _access_page(request: SignedInRequest, case: Case, *, by: str = "") -> HttpResponse:
    narrowed = AccessFilter(request.GET)
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    page = page_of(_asked(narrowed, case, by), before=number)
    _record(request, case)
    context = {"case": case, "form": narrowed, "page": page, "is_own": bool(by)}
    return render(request, "oversight/access.html", context)


def _asked(narrowed: AccessFilter, case: Case, by: str) -> Asked:
    """What cannot be understood narrows nothing down; the page says so beside the field."""
    narrowed.is_valid()
    data = narrowed.cleaned_data
    return Asked(case.pk, since=data.get("since"), dossier_only=bool(data.get("dossier_only")), by=by)


def _record(request: SignedInRequest, case: Case, **details: str) -> None:
    told = {"page": "access", **details}
    journal.record(actor=request.actor, act=Act.CASE_VIEWED, subject=case.pk, details=told)
