"""The secretariat's page of invitations: whom to invite, what leads have proposed, what is on its way."""

from smtplib import SMTPException
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gremium.people.account_pages import try_to_send
from gremium.people.asking import SignedInRequest
from gremium.people.invitations import BY_TWO, InvitationRefused, invite, needs_another_person
from gremium.people.models import Invitation, Organisation, ProfessionalRole, Role
from gremium.people.plain_form import PlainForm


class InviteForm(PlainForm):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address at work"),
        help_text=gettext_lazy("The invited person signs in with it. No shared mailbox."),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Please enter an e-mail address."),
            "invalid": gettext_lazy("Please enter an e-mail address like name@example.org."),
        },
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("Only for case managers, counsellors and leads."),
        queryset=Organisation.objects.filter(is_recognised=True),
        to_field_name="ref",
        required=False,
        empty_label=gettext_lazy("No organisation"),
    )
    profession = forms.ChoiceField(
        label=gettext_lazy("Professional role"),
        help_text=gettext_lazy("Only for case managers and counsellors. The lead of the organisation confirms it."),
        choices=[("", gettext_lazy("No professional role")), *ProfessionalRole.choices],
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: SignedInRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _invite(request, form):
        return redirect("people:invitations")
    waiting = Invitation.objects.select_related("organisation", "asked_by")
    context = {
        "form": form,
        "rows": [(one, not needs_another_person(one, request.user), one.role in BY_TWO) for one in waiting],
    }
    return render(request, "people/invitations.html", context, status=422 if form.errors else 200)


def _invite(request: SignedInRequest, form: InviteForm) -> bool:
    data = form.cleaned_data
    try:
        invitation = invite(
            data["email"],
            data["role"],
            by=request.user,
            now=timezone.now(),
            organisation=data["organisation"],
            profession=data["profession"],
        )
    except InvitationRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    except (SMTPException, OSError):
        messages.error(request, _("The mail could not be sent. Please try again later with “Send again”."))
        return True
    if invitation.is_proposal:
        messages.success(request, _("Proposed. A second person sends the invitation."))
    else:
        messages.success(request, _("The invitation is sent. Its link works for seven days."))
    return True


@require_POST
def send(request: SignedInRequest, ref: UUID) -> HttpResponse:
    try_to_send(request, get_object_or_404(Invitation, ref=ref))
    return redirect("people:invitations")


@require_POST
def take_back(request: SignedInRequest, ref: UUID) -> HttpResponse:
    """The link opens nothing from now on; a proposal is gone."""
    get_object_or_404(Invitation, ref=ref).delete()
    messages.success(request, _("The invitation is taken back. Its link opens nothing any more."))
    return redirect("people:invitations")
