"""Stands before every private area: sign-in, second factor, age of the session, role; builds `request.actor`.

A page that only reads opens whatever it shows of a case with a key that is read once, and forgotten with the answer.
Public pages pass untouched: no session is read, no cookie set.
"""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from urllib.parse import parse_qs

from allauth.account.internal.flows.logout import logout
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure

from documents.keystore import holding_keys
from documents.receiving import take_no_files
from forms import carrying
from forms.background import is_in_background
from gremium.people import factor_resets, signing_in
from gremium.people.areas import ACCOUNTS, CMS, EXCHANGE, MEMBERS, Area, area_of, language_of
from gremium.people.asking import NOBODY, SiteRequest, actor_of, current_seat, keep_seat
from gremium.people.models import Role, User

ENROLMENT = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "enrolment_by_link",
        "enrolment_link",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)
"""Addresses an account without a second factor may use: to set one up, or to leave."""
LINK_WAITING = frozenset({"account_logout", "enrolment_by_link", "enrolment_link"})
"""Addresses of an account that lost its factor, until the link of the mail is opened."""
UNLOCKING = frozenset({"account_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout"})
"""Addresses of a locked session: password or passkey open it again. A code alone does not: it is the second factor."""
CHANGING = frozenset(
    {
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "socialaccount_connections",
    }
)
"""Addresses that change a sign-in. allauth lets whoever has no factor here, only one at a provider, pass unasked."""

METHODS = ("GET", "HEAD", "POST")
"""All that our pages answer; class-based views would take PUT for POST, and answer OPTIONS."""


class PrivateAreas:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: SiteRequest) -> HttpResponseBase:
        request.area = area_of(request.path_info)
        request.is_locked = False
        request.actor = NOBODY
        if request.area is ACCOUNTS:
            _speak_the_language_asked_for(request)
        if request.area is not None and request.method == "POST" and not signing_in.is_open(request):
            take_no_files(request)
        if request.area is None:
            return self.get_response(request)
        with holding_keys() if request.method in ("GET", "HEAD") else nullcontext():
            response = self.get_response(request)
        _keep_private(request, response)
        return response

    def process_view(
        self, request: SiteRequest, view: Callable[..., Any], arguments: list[Any], options: dict[str, Any]
    ) -> HttpResponseBase | None:
        return let_in(request, view)


def let_in(request: SiteRequest, view: Callable[..., Any]) -> HttpResponseBase | None:
    """Set who is asking, or answer in the view's place. Raises Http404 for a role that has no business there."""
    if request.area is None:
        return None
    if not isinstance(request.user, User):
        return _refuse_method(request) if request.area is ACCOUNTS else _ask_to_sign_in(request, view)
    was_opened_fully = signing_in.was_opened_with_second_factor(request, request.user)
    is_locked = signing_in.is_locked(request)
    if signing_in.has_ended(request) or (is_locked and not was_opened_fully):
        return _end_session(request, view, _("You were signed out because your session had become too old."))
    if not was_opened_fully:
        return _before_the_second_factor(request, view)
    if is_locked and not signing_in.can_unlock(request.user):
        return _end_session(request, view, _("You were signed out because your session had become too old."))
    if is_locked:
        request.is_locked = True
        signing_in.note_lock(request)
        return _refuse_method(request) if _view_name(request) in UNLOCKING else _ask_to_unlock(request, view)
    if answer := _ask_for_more(request, view, request.user):
        return answer
    keep_seat(request.user)
    if not _may_enter(request.area, request.user):
        raise Http404
    if refused := _refuse_method(request):
        return refused
    if is_in_background(view):
        signing_in.note_sign_by_others(request)
    else:
        signing_in.note_sign_of_life(request)
    request.actor = actor_of(request.user)
    return None


def _refuse_method(request: SiteRequest) -> HttpResponseBase | None:
    """405 for what no page of ours takes; the page editor's own scripts send more."""
    return None if request.area is CMS or request.method in METHODS else HttpResponseNotAllowed(METHODS)


def _before_the_second_factor(request: SiteRequest, view: Callable[..., Any]) -> HttpResponseBase | None:
    """Only the password was given: whoever has a factor gives it, whoever has none sets one up before all else.

    What the page's script asks for meanwhile is answered with nothing. It may come in the very moment in which the
    factor is stored, and must not end the session that stores it.
    """
    assert isinstance(request.user, User)
    if request.area is ACCOUNTS and is_in_background(view):
        return _refuse_method(request) or HttpResponse(status=204)
    if signing_in.has_second_factor(request.user):
        signing_in.read_session_again(request)
        if signing_in.was_opened_with_second_factor(request, request.user):
            return let_in(request, view)
        return _end_session(request, view, _("Please sign in with your second factor."))
    if not factor_resets.may_enrol(request, request.user):
        return _refuse_method(request) if _view_name(request) in LINK_WAITING else redirect("enrolment_by_link")
    is_enrolling = request.area is ACCOUNTS and _view_name(request) in ENROLMENT
    return _refuse_method(request) if is_enrolling else redirect("mfa_index")


def _ask_for_more(request: SiteRequest, view: Callable[..., Any], user: User) -> HttpResponseBase | None:
    """Changes of the sign-in need a fresh proof also from those who have none here; some need a passkey by now."""
    name = _view_name(request)
    if name in CHANGING and not get_reauthentication_flows(user) and not signing_in.has_proved_lately(request):
        return _end_session(request, view, _("Please sign in again to change your sign-in."))
    if not signing_in.needs_passkey(user) or signing_in.was_opened_with_passkey(request, user):
        return None
    if signing_in.has_passkey(user):
        return _end_session(request, view, _("Please sign in with your passkey."))
    if request.area is ACCOUNTS and name in ENROLMENT:
        return None
    messages.warning(request, _("From now on your role signs in with a passkey. Please add one to go on."))
    return redirect("mfa_add_webauthn")


def token_refused(request: SiteRequest, reason: str = "") -> HttpResponseBase:
    """Django's answer to a missing or old CSRF token, but what was typed into a wizard's page is shown once more.

    Signing in again renews the token, so this is what a page sends that was open meanwhile. Nothing of it is stored.
    """
    match = request.resolver_match
    if match is None or not carrying.may_be_carried(request, match.func) or not carrying.comes_from_here(request):
        return csrf_failure(request, reason)
    return let_in(request, match.func) or match.func(carrying.shown_again(request), *match.args, **match.kwargs)


def _view_name(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""


def _may_enter(area: Area, user: User) -> bool:
    is_for_members = area is MEMBERS or (area is EXCHANGE and user.role == Role.MEMBER)
    if is_for_members and current_seat(user) is None:
        return False
    return not area.roles or user.role in area.roles


def _ask_to_sign_in(request: HttpRequest, view: Callable[..., Any]) -> HttpResponseBase:
    if carrying.may_be_carried(request, view):
        return carrying.ask_to_sign_in(request, redirect_to_login(request.get_full_path()).url)
    if not request.accepts("text/html"):
        return JsonResponse({"problem": _("Please sign in again."), "sign_in": reverse("account_login")}, status=401)
    return redirect_to_login(request.get_full_path())


def _ask_to_unlock(request: SiteRequest, view: Callable[..., Any]) -> HttpResponseBase:
    """The session stays; nothing of it is shown before one factor was given."""
    is_page = request.method in ("GET", "HEAD") and request.accepts("text/html")
    back = request.get_full_path() if is_page else reverse("desk")
    address = redirect_to_login(back, reverse("account_reauthenticate")).url
    if carrying.may_be_carried(request, view):
        return carrying.ask_to_sign_in(request, address)
    if not request.accepts("text/html"):
        return JsonResponse({"problem": _("Please unlock this page."), "unlock": address}, status=401)
    return redirect(address)


def _end_session(request: HttpRequest, view: Callable[..., Any], reason: str) -> HttpResponseBase:
    logout(request, show_message=False)
    messages.warning(request, reason)
    return _ask_to_sign_in(request, view)


def _speak_the_language_asked_for(request: HttpRequest) -> None:
    """The sign-in has no language in its address: it speaks that of the page one came from, else German."""
    wanted = request.GET.get("next") or request.POST.get("next") or _next_of(request.headers.get("Referer", ""))
    language = language_of(wanted or "")
    translation.activate(language)
    request.LANGUAGE_CODE = language


def _next_of(address: str) -> str:
    return parse_qs(address.partition("?")[2]).get("next", [""])[0]


def _keep_private(request: SiteRequest, response: HttpResponseBase) -> None:
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    if request.method == "POST" and request.path_info == reverse("account_logout"):
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
