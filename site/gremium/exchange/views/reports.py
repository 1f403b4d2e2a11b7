"""The yearly report with the secretariat: look at the figures, release them, fetch the paper for the committee."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gremium.cases.life import NotPossible
from gremium.exchange.counting import figures_of
from gremium.exchange.forms import GivenForm, ReportForm
from gremium.exchange.models import YearlyReport
from gremium.exchange.reporting import FIRST_YEAR, as_read, note_given, release_report, report_pdf
from gremium.exchange.suppressing import Shown
from gremium.people.asking import SignedInRequest

YEARS_SHOWN = 5


@require_safe
def reports(request: SignedInRequest) -> HttpResponse:
    this_year = timezone.localdate().year
    released = {report.year: report for report in YearlyReport.objects.all()}
    years = sorted({*range(max(FIRST_YEAR, this_year - YEARS_SHOWN), this_year + 1), *released}, reverse=True)
    rows = [(year, released.get(year)) for year in years]
    return render(request, "exchange/reports.html", {"rows": rows, "this_year": this_year})


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedInRequest, year: int) -> HttpResponse:
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            release_report(year, remark=form.cleaned_data["remark"], by=request.actor)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Released. The figures are public, and the paper for the committee is ready."))
            return redirect("exchange:report", year)
    return _page(request, year, form, status=422 if form.is_bound else 200)


@require_POST
def given(request: SignedInRequest, year: int) -> HttpResponse:
    found = get_object_or_404(YearlyReport, year=year)
    form = GivenForm(request.POST)
    if not form.is_valid():
        return _page(request, year, ReportForm(), giving=form, status=422)
    note_given(found, on=form.cleaned_data["on"], by=request.actor)
    return redirect("exchange:report", year)


@require_safe
def paper(request: SignedInRequest, year: int) -> HttpResponse:
    response = HttpResponse(report_pdf(get_object_or_404(YearlyReport, year=year)), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="Jahresbericht-{year}.pdf"'
    return response


def _page(
    request: SignedInRequest, year: int, form: ReportForm, *, giving: GivenForm | None = None, status: int = 200
) -> HttpResponse:
    released = YearlyReport.objects.filter(year=year).first()
    groups = [Shown.of_data(one) for one in released.figures] if released else figures_of(year)
    today = timezone.localdate()
    context = {
        "year": year,
        "report": released,
        "groups": [(group.title, [(label, as_read(number)) for label, number in group.rows]) for group in groups],
        "form": form,
        "giving": giving or GivenForm(initial={"on": today}),
        "is_over": year < today.year,
    }
    return render(request, "exchange/report.html", context, status=status)
