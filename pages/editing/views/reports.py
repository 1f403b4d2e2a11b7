"""What the checks found: links and numbers, and hints on the texts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from pages.editing.findings import check_all, last_checked
from pages.editing.hints import hints_on
from pages.editing.permissions import for_editors
from pages.editing.plain_german import LEVELS
from pages.editing.reminding import review_due
from pages.models import Finding, FindingKind, PublicPage


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def findings(request: HttpRequest) -> HttpResponse:
    """POST checks anew what can be checked without asking other sites; those are asked at night."""
    if request.method == "POST":
        count = check_all(asks_outside=False)
        messages.success(request, _("Checked. Findings: %(count)s") % {"count": count})
        return redirect("editing:findings")
    found = list(Finding.objects.all())
    context = {
        "links": [finding for finding in found if not FindingKind(finding.kind).is_phone],
        "phones": [finding for finding in found if FindingKind(finding.kind).is_phone],
        "last": last_checked(),
    }
    return render(request, "pages/editing/findings.html", context)


@require_safe
@for_editors
def hints(request: HttpRequest) -> HttpResponse:
    """Every live text in German and plain German with what could be better."""
    live = Page.objects.live().filter(depth__gt=1, locale__language_code__in=LEVELS, alias_of=None)
    pages = [page for page in live.select_related("locale").order_by("path").specific() if isinstance(page, PublicPage)]
    context = {"checked": [(page, found) for page in pages if (found := hints_on(page))], "count": len(pages)}
    return render(request, "pages/editing/hints.html", context)


@require_safe
@for_editors
def reviews(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/editing/reviews.html", {"pages": review_due(timezone.localdate())})
