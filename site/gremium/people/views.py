"""Where people land after signing in, and what they see of their own sign-in."""

import logging
from typing import Any

import requests
from allauth.account.views import LoginView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.socialaccount.providers.openid_connect.views import login as openid_connect_login
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forms.background import in_background
from gremium.people import provider, signing_in
from gremium.people.areas import DESKS
from gremium.people.asking import SignedInRequest, current_seat
from gremium.people.browsers import browser_of
from gremium.people.models import Role

log = logging.getLogger(__name__)


@require_safe
@login_required
def desk(request: SignedInRequest) -> HttpResponse:
    """Send everyone to the desk of the own role; a role without one is told so kindly."""
    lacks_seat = request.user.role == Role.MEMBER and current_seat(request.user) is None
    name = DESKS.get(request.user.role)
    if name is None or lacks_seat:
        return render(request, "people/desk.html", {"lacks_seat": lacks_seat})
    return redirect(name)


@in_background
@require_safe
@login_required
def time_left(request: SignedInRequest) -> JsonResponse:
    """Seconds until the session is locked, and whose it is; asked by the page's script, and no sign of life."""
    return _time_left(request)


@require_POST
@login_required
def still_here(request: SignedInRequest) -> JsonResponse:
    """Somebody is at the desk, though no page was asked for."""
    return _time_left(request)


def _time_left(request: SignedInRequest) -> JsonResponse:
    return JsonResponse({"left": int(signing_in.seconds_until_locked(request)), "who": request.user.mark})


class SignIn(LoginView):
    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return {**super().get_context_data(**context), "provider_name": _provider_name()}


class OwnSignIn(IndexView):
    def get_context_data(self, **context: Any) -> dict[str, Any]:
        seat = current_seat(self.request.user)
        return {**super().get_context_data(**context), "seat": seat, "provider_name": _provider_name()}


class RemovePasskey(RemoveWebAuthnView):
    """allauth asks only for apps whether another factor is left; here the last one stays, whatever it is."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return {**super().get_context_data(**context), "may_remove": self._may_remove()}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        answer: HttpResponse
        if self._may_remove():
            answer = super().form_valid(form)
        else:
            answer = self.render_to_response(self.get_context_data(), status=409)
        return answer

    def _may_remove(self) -> bool:
        return bool(get_adapter().can_delete_authenticator(self.object))


def go_to_provider(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send the browser to the provider; where that is silent, say so and name the way that is left."""
    try:
        answer: HttpResponseBase = openid_connect_login(request, provider_id)
    except requests.RequestException as error:
        log.warning("the provider did not answer at a sign-in (%s)", type(error).__name__)
        return render(request, "people/provider_silent.html", {"name": settings.OIDC_NAME}, status=503)
    return answer


def _provider_name() -> str:
    return settings.OIDC_NAME if provider.is_offered() else ""


class OwnSessions(ListUserSessionsView):
    def get_context_data(self, **context: Any) -> dict[str, Any]:
        told: dict[str, Any] = super().get_context_data(**context)
        return {**told, "rows": [(session, browser_of(session.user_agent)) for session in told["sessions"]]}


@require_POST
@login_required
def end_session(request: SignedInRequest, session: int) -> HttpResponse:
    """End one of the own sessions; the one in use ends by signing out."""
    own = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    get_object_or_404(own, pk=session).end()
    messages.success(request, _("The session has ended."))
    return redirect("usersessions_list")


def not_here(request: HttpRequest, *arguments: object, **options: object) -> HttpResponse:
    """A door that a library brings along and that stays closed."""
    raise Http404
