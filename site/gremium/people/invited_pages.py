"""What opens with the link of a mail: the invitation, and setting up a new second factor after a loss.

The link's token goes into the session at once, so that it stands in no address that is shown, sent on or kept.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from gremium.people import factor_resets, links
from gremium.people.asking import SignedInRequest
from gremium.people.invitations import accept
from gremium.people.models import Invitation, User
from gremium.people.plain_form import PlainForm

TOKEN = "invitation"
NEW_PASSWORD = {"autocomplete": "new-password"}


class AcceptForm(PlainForm):
    """How the invited person is called, and the new password (requirement: 12 characters, none of the common ones)."""

    display_name = forms.CharField(
        label=gettext_lazy("First and last name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Please enter your name.")},
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone number at work"),
        help_text=gettext_lazy("For questions of the secretariat. You may leave it out."),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    password1 = forms.CharField(
        label=gettext_lazy("Password"),
        help_text=gettext_lazy("At least 12 characters. A whole sentence is easy to remember and hard to guess."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
        error_messages={"required": gettext_lazy("Please choose a password.")},
    )
    password2 = forms.CharField(
        label=gettext_lazy("Repeat the password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
        error_messages={"required": gettext_lazy("Please type the password once more.")},
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        password = data.get("password1")
        if not password:
            return data
        try:
            validate_password(password, User(email=self.invitation.email, display_name=data.get("display_name", "")))
        except ValidationError as problem:
            self.add_error("password1", problem)
        if "password2" in data and data["password2"] != password:
            self.add_error("password2", _("The two passwords differ. Please type them again."))
        return data


@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    request.session[TOKEN] = token
    return redirect("accept_invitation")


@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """The invited person sets name and password and is led to the second factor at once."""
    token = request.session.get(TOKEN, "")
    usable = Invitation.objects.usable(timezone.now())
    invitation = usable.filter(token_digest=links.digest(token)).first() if token else None
    if invitation is None:
        return render(request, "people/invitation_void.html", status=410)
    if isinstance(request.user, User):
        return render(request, "people/invitation_signed_in.html", status=409)
    form = AcceptForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        return _open_account(request, token, form)
    context = {"form": form, "invitation": invitation}
    return render(request, "people/invitation.html", context, status=422 if form.errors else 200)


def _open_account(request: HttpRequest, token: str, form: AcceptForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        user = accept(
            token,
            display_name=data["display_name"],
            password=data["password1"],
            phone=data["phone"],
            now=timezone.now(),
        )
    except Invitation.DoesNotExist:  # another tab was quicker
        return render(request, "people/invitation_void.html", status=410)
    del request.session[TOKEN]
    record_authentication(request, user, method="password", email=user.email, reauthenticated=True)
    answer: HttpResponse = perform_login(request, user, email=user.email)
    return answer


@require_safe
def open_enrolment_link(request: HttpRequest, token: str) -> HttpResponse:
    """Keep that the mail's link was opened here; the password is asked for as ever."""
    factor_resets.note_link(request, token)
    if request.user.is_authenticated:
        return redirect("mfa_index")
    messages.info(request, _("Please sign in with your password. After that you set up your new second factor."))
    return redirect("account_login")


@require_safe
@login_required
def wait_for_link(request: SignedInRequest) -> HttpResponse:
    """The password was right, but without the link of the mail nothing is set up."""
    if factor_resets.may_enrol(request, request.user):
        return redirect("mfa_index")
    return render(request, "people/enrolment_by_link.html", status=403)
