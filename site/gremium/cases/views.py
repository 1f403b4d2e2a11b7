"""Desks and case pages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gremium.people.asking import SignedInRequest


@require_safe
def own_desk(request: SignedInRequest) -> HttpResponse:
    return render(request, "cases/own_desk.html")


@require_safe
def secretariat_desk(request: SignedInRequest) -> HttpResponse:
    return render(request, "cases/own_desk.html")


@require_safe
def members_desk(request: SignedInRequest) -> HttpResponse:
    return render(request, "cases/own_desk.html")
