"""The record of processing activities and the draft of an impact assessment, generated as of today."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gremium.oversight.activities import activity
from gremium.people.asking import SignedInRequest


@require_safe
def activities(request: SignedInRequest) -> HttpResponse:
    return _page(request, "oversight/activities.html")


@require_safe
def assessment(request: SignedInRequest) -> HttpResponse:
    return _page(request, "oversight/impact.html")


def _page(request: SignedInRequest, template: str) -> HttpResponse:
    return render(request, template, {"activity": activity(), "today": timezone.localdate()})
