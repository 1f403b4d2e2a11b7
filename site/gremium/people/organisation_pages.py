"""The secretariat's list of recognised organisations."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gremium.people.asking import SignedInRequest
from gremium.people.models import Organisation, User
from gremium.people.organisations import OrganisationRefused, end_recognition, recognise
from gremium.people.plain_form import PlainForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class RecogniseForm(PlainForm):
    name = forms.CharField(
        label=gettext_lazy("Name of the organisation"),
        max_length=160,
        error_messages={"required": gettext_lazy("Please enter the name of the organisation.")},
    )


@get_or_post
def organisations(request: SignedInRequest) -> HttpResponse:
    form = RecogniseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recognise(form.cleaned_data["name"], today=timezone.localdate(), by=request.user)
        except OrganisationRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The organisation is on the list."))
            return redirect("people:organisations")
    listed = Organisation.objects.all()
    names = dict(
        User.objects.filter(ref__in=[one.recognised_by_ref for one in listed]).values_list("ref", "display_name")
    )
    rows = [(one, names.get(one.recognised_by_ref, "") if one.recognised_by_ref else "") for one in listed]
    context = {"form": form, "rows": rows}
    return render(request, "people/organisations.html", context, status=422 if form.errors else 200)


@get_or_post
def end(request: SignedInRequest, ref: UUID) -> HttpResponse:
    organisation = get_object_or_404(Organisation, ref=ref, is_recognised=True)
    if request.method == "POST":
        end_recognition(organisation, today=timezone.localdate(), by=request.user)
        messages.success(request, _("The organisation is off the list. Its staff cannot submit any more."))
        return redirect("people:organisations")
    return render(request, "people/organisation_end.html", {"organisation": organisation})
