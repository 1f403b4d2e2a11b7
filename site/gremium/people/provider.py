"""Signing in at the city's or an organisation's own provider (OpenID Connect), where the settings name one.

It opens accounts that exist, never a new one, and only by an address that it has checked itself. Its second factor
counts where its token says so; else ours is asked for. What it tells about a person is not kept.
"""

import logging
from typing import Any
from urllib.parse import urlencode

import requests
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gremium.people.models import Role, User
from gremium.people.signing_in import BY_PROVIDER

log = logging.getLogger(__name__)
PROVIDER = "oidc"
"""The provider's id in addresses; there is one."""


class ProviderAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Only by an address that the provider itself has checked; a text that says so is not its word."""
        told = login.account.extra_data.get("userinfo") or claims_of(login.account)
        return told.get("email_verified") is True and bool(super().can_authenticate_by_email(login, email))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse what the settings do not let the provider vouch for, and keep nothing of what it tells."""
        claims = claims_of(sociallogin.account)
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(_refused(request))  # two accounts meet by their address alone
        sociallogin.state["second_factor"] = asserts_second_factor(claims)
        sociallogin.account.extra_data = {}
        if sociallogin.account.pk:
            sociallogin.account.save(update_fields=["extra_data"])
        if not may_vouch_for(sociallogin.user if isinstance(sociallogin.user, User) else None):
            raise ImmediateHttpResponse(_refused(request))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **details: Any) -> None:
        raise ImmediateHttpResponse(_refused(request))


class SecondFactorStage(AuthenticateStage):
    """Asks for our second factor, unless the provider's token says that it has asked for one just now."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        sociallogin = (self.login.signal_kwargs or {}).get("sociallogin")
        if sociallogin is not None and sociallogin.state.get("second_factor") is True:
            record_authentication(self.request, self.login.user, "mfa", type=BY_PROVIDER)
            return None, True
        response, goes_on = super().handle()
        return response, goes_on


def asserts_second_factor(claims: dict[str, Any]) -> bool:
    """Whether the ID token names a method (RFC 8176) or a level that the settings count as a second factor."""
    methods = claims.get("amr")
    named = {str(method) for method in methods} if isinstance(methods, list) else set()
    return bool(named & set(settings.OIDC_SECOND_FACTOR_AMR)) or claims.get("acr") in settings.OIDC_SECOND_FACTOR_ACR


def may_vouch_for(user: User | None) -> bool:
    """Whether the provider is the one of this account, by the domain of its address.

    A member of the board it opens only where the settings name the member's domain (the demo may name none).
    """
    if user is None or not user.pk:
        return True
    if not settings.OIDC_DOMAINS:
        return user.role != Role.MEMBER
    return user.email.rpartition("@")[2] in settings.OIDC_DOMAINS


def is_offered() -> bool:
    return bool(settings.OIDC_SERVER_URL)


def sign_out_address(request: HttpRequest, back: str) -> str:
    """Where the provider's own session is ended, for whoever came from there; empty for all others."""
    records = get_authentication_records(request, request.user)
    if not is_offered() or not any(record.get("method") == "socialaccount" for record in records):
        return ""
    try:
        configured = OpenIDConnectOAuth2Adapter(request, PROVIDER).openid_config
    except (requests.RequestException, ValueError) as error:
        log.warning("the provider did not answer at a sign-out (%s)", type(error).__name__)
        return ""
    address = configured.get("end_session_endpoint", "")
    client = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["client_id"]
    query = urlencode({"client_id": client, "post_logout_redirect_uri": settings.WAGTAILADMIN_BASE_URL + back})
    return f"{address}?{query}" if address else ""


def claims_of(account: SocialAccount) -> dict[str, Any]:
    """Of the ID token alone: what the user info answers is not signed for this sign-in."""
    claims = account.extra_data.get("id_token")
    return claims if isinstance(claims, dict) else {}


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "socialaccount/authentication_error.html", status=403)
