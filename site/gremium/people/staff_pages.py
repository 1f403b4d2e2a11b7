"""The desk of an organisation's lead: the own staff, confirmed once a year, proposed, blocked at once. No cases."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gremium.people.asking import SignedInRequest
from gremium.people.blocking import block_account
from gremium.people.confirming import confirm_role
from gremium.people.invitations import InvitationRefused, propose_colleague
from gremium.people.models import Invitation, ProfessionalRole, User
from gremium.people.plain_form import PlainForm
from gremium.people.waiting import waiting_for

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class ConfirmForm(PlainForm):
    professional_role = forms.ChoiceField(
        label=gettext_lazy("Professional role"),
        choices=[("", gettext_lazy("Please choose")), *ProfessionalRole.choices],
        error_messages={"required": gettext_lazy("Please choose the professional role.")},
    )
    is_full_time = forms.BooleanField(
        label=gettext_lazy("This person is employed by our organisation for this work and is no volunteer."),
        error_messages={"required": gettext_lazy("Only employed staff can be confirmed. Volunteers cannot submit.")},
    )


class ProposeForm(ConfirmForm):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address at work"),
        help_text=gettext_lazy("The invited person signs in with it. No shared mailbox."),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Please enter an e-mail address."),
            "invalid": gettext_lazy("Please enter an e-mail address like name@example.org."),
        },
    )
    field_order = ("email", "professional_role", "is_full_time")


@require_safe
def staff(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = [
        (user, user.may_submit_on(today), user.is_due_for_reminder(today) or not user.may_submit_on(today))
        for user in User.objects.staff_of(request.user.organisation)
    ]
    proposals = Invitation.objects.filter(organisation=request.user.organisation, organisation__isnull=False)
    context = {
        "waiting": waiting_for(request.user),
        "rows": rows,
        "proposals": proposals,
        "organisation": request.user.organisation,
    }
    return render(request, "people/staff.html", context)


@get_or_post
def confirm(request: SignedInRequest, ref: UUID) -> HttpResponse:
    colleague = _colleague(request, ref)
    form = ConfirmForm(request.POST or None, initial={"professional_role": colleague.professional_role})
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["professional_role"]
        confirm_role(colleague, professional_role=role, today=timezone.localdate(), by=request.user)
        messages.success(request, _("Confirmed for a year."))
        return redirect("people:staff")
    context = {"form": form, "colleague": colleague}
    return render(request, "people/confirm.html", context, status=422 if form.errors else 200)


@get_or_post
def block(request: SignedInRequest, ref: UUID) -> HttpResponse:
    colleague = _colleague(request, ref)
    if request.method == "POST":
        block_account(colleague, now=timezone.now(), by=request.actor)
        messages.success(request, _("The account is blocked. All its sessions have ended."))
        return redirect("people:staff")
    return render(request, "people/block.html", {"account": colleague, "back": "people:staff"})


@get_or_post
def propose(request: SignedInRequest) -> HttpResponse:
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            propose_colleague(data["email"], profession=data["professional_role"], by=request.user, now=timezone.now())
        except InvitationRefused:  # why, is no business of an organisation: the address may be another one's
            form.add_error("email", _("This address cannot be proposed. Please ask the secretariat."))
        else:
            messages.success(request, _("Proposed. The secretariat sends the invitation."))
            return redirect("people:staff")
    return render(request, "people/propose.html", {"form": form}, status=422 if form.errors else 200)


def _colleague(request: SignedInRequest, ref: UUID) -> User:
    """Open accounts of the own organisation alone; all others are not there."""
    return get_object_or_404(User.objects.staff_of(request.user.organisation).filter(is_active=True), ref=ref)
