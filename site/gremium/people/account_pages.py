"""The secretariat's pages about accounts: who has one, blocking at once, a lost second factor."""

from smtplib import SMTPException
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gremium.people.areas import SECOND_DESK
from gremium.people.asking import SignedInRequest
from gremium.people.blocking import block_account, open_account
from gremium.people.factor_resets import ResetRefused, confirm_reset, propose_reset, refuse_reset
from gremium.people.invitations import BY_TWO, InvitationRefused, send_invitation
from gremium.people.models import FactorReset, Invitation, Role, User
from gremium.people.signing_in import has_second_factor

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def accounts(request: SignedInRequest) -> HttpResponse:
    people = User.objects.filter(anonymised_at=None).select_related("organisation").order_by("display_name")
    groups = [(role.label, [user for user in people if user.role == role]) for role in Role]
    return render(request, "people/accounts.html", {"groups": [(label, users) for label, users in groups if users]})


@require_safe
def account(request: SignedInRequest, ref: UUID) -> HttpResponse:
    user = _known(ref)
    context = {
        "account": user,
        "reset": FactorReset.objects.filter(user=user).first(),
        "is_own": user.pk == request.user.pk,
        "has_factor": has_second_factor(user),
        "seats": user.seats.not_over(timezone.localdate()),
    }
    return render(request, "people/account.html", context)


@get_or_post
def block(request: SignedInRequest, ref: UUID) -> HttpResponse:
    """Ask, then close the account at once; nobody closes the own one."""
    user = get_object_or_404(User.objects.filter(is_active=True).exclude(pk=request.user.pk), ref=ref)
    if request.method == "POST":
        block_account(user, now=timezone.now(), by=request.actor)
        messages.success(request, _("The account is blocked. All its sessions have ended."))
        return redirect("people:account", ref)
    return render(request, "people/block.html", {"account": user, "back": "people:accounts"})


@require_POST
def unblock(request: SignedInRequest, ref: UUID) -> HttpResponse:
    open_account(_known(ref), by=request.actor)
    messages.success(request, _("The account is open again."))
    return redirect("people:account", ref)


@get_or_post
def reset_factor(request: SignedInRequest, ref: UUID) -> HttpResponse:
    """Ask, then propose; a second person does the rest."""
    user = _known(ref)
    if request.method == "POST":
        try:
            propose_reset(user, by=request.user, now=timezone.now())
        except ResetRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Proposed. A second person confirms it now."))
        return redirect("people:account", ref)
    return render(request, "people/reset_factor.html", {"account": user})


@require_POST
def decide_reset(request: SignedInRequest, ref: UUID) -> HttpResponse:
    reset = get_object_or_404(FactorReset, ref=ref, confirmed_by=None)
    if request.POST.get("decision") != "confirm":
        refuse_reset(reset)
        messages.success(request, _("The proposal is taken back. The second factor stays as it is."))
        return redirect(SECOND_DESK)
    try:
        confirm_reset(reset, by=request.user, now=timezone.now())
    except ResetRefused as refusal:
        messages.error(request, str(refusal))
    except (SMTPException, OSError):
        messages.error(request, _("The second factor is gone, but the mail could not be sent. Please propose it anew."))
    else:
        messages.success(request, _("The second factor is gone. The owner gets a mail with a link."))
    return redirect(SECOND_DESK)


@require_POST
def send_proposed(request: SignedInRequest, ref: UUID) -> HttpResponse:
    """A second person sends the invitation of somebody who will stand beside the secretariat."""
    invitation = get_object_or_404(Invitation.objects.proposed().filter(role__in=BY_TWO), ref=ref)
    try_to_send(request, invitation)
    return redirect(SECOND_DESK)


def try_to_send(request: SignedInRequest, invitation: Invitation) -> None:
    """Send an invitation and tell how it went."""
    try:
        send_invitation(invitation, by=request.user, now=timezone.now())
    except InvitationRefused as refusal:
        messages.error(request, str(refusal))
    except (SMTPException, OSError):
        messages.error(request, _("The mail could not be sent. Please try again later with “Send again”."))
    else:
        messages.success(request, _("The invitation is sent. Its link works for seven days."))


def _known(ref: UUID) -> User:
    return get_object_or_404(User.objects.filter(anonymised_at=None).select_related("organisation"), ref=ref)
