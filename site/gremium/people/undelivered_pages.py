"""The secretariat's page of mails that did not reach somebody for three days; what they would say stands in no row."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gremium.people import outbox
from gremium.people.asking import SignedInRequest
from gremium.people.models import WaitingMail


@require_safe
def undelivered(request: SignedInRequest) -> HttpResponse:
    return render(request, "people/undelivered.html", {"mails": WaitingMail.objects.given_up().select_related("user")})


@require_POST
def send_again(request: SignedInRequest, ref: UUID) -> HttpResponse:
    outbox.try_again(get_object_or_404(WaitingMail.objects.given_up(), pk=ref))
    messages.success(request, _("The mail is tried again, if need be for three days."))
    return redirect("people:undelivered")


@require_POST
def told_otherwise(request: SignedInRequest, ref: UUID) -> HttpResponse:
    get_object_or_404(WaitingMail.objects.given_up(), pk=ref).delete()
    messages.success(request, _("Noted. This mail is not tried any more."))
    return redirect("people:undelivered")
