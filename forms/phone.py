"""What a phone without a sign-in sees: a code to type, then one button to send photos. Nothing of a case is shown.

The code comes behind the `#` of the QR code's address, or is typed. It is exchanged for a cookie that no script reads;
whatever arrives without one is never read as a file.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from documents.receiving import left_out, take_no_files
from forms.passes import SENDING, Pass, PassInvalid, end_pass, find_pass, take_pass
from forms.reading_languages import GERMAN
from forms.saying import Said, say
from forms.sending import FIELD, receive
from forms.throttle import may_try
from forms.uploading import Taken

COOKIE = "phone"
MOST_TRIES = 10
"""Codes that may be tried from one address in a minute."""
PRIVATE = {
    "Cache-Control": "no-store, private",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}

View = Callable[[HttpRequest], HttpResponse]


def _kept_private(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        response = view(request)
        for name, value in PRIVATE.items():
            response.headers[name] = value
        return response

    return answer


@csrf_exempt  # only until it is known whether files may be read: the two views below check the token
@require_http_methods(["GET", "HEAD", "POST"])
@_kept_private
def photos(request: HttpRequest) -> HttpResponse:
    """The page for a phone: with a valid pass it takes photos, without one it asks for the code."""
    try:
        admission = find_pass(request.COOKIES.get(COOKIE, ""), *SENDING)
    except PassInvalid:
        take_no_files(request)
        return _enter(request)
    return _send(request, admission)


@csrf_protect
def _enter(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" or "code" not in request.POST:
        return _page(request, "forms/phone_code.html", has_ended=COOKIE in request.COOKIES or request.method == "POST")
    if not may_try("phone-code", request, most=MOST_TRIES):
        problem = say(lambda: _("Too many attempts. Please wait a minute."), "", GERMAN)
        return _page(request, "forms/phone_code.html", status=HTTPStatus.TOO_MANY_REQUESTS, problem=problem)
    try:
        admission, secret = take_pass(request.POST["code"], *SENDING)
    except PassInvalid:
        problem = say(lambda: _("This code is not valid any more. Please ask for a new one at the desk."), "", GERMAN)
        return _page(request, "forms/phone_code.html", status=HTTPStatus.FORBIDDEN, problem=problem)
    response = redirect(request.path)
    _give_cookie(response, secret, admission)
    return response


@csrf_protect
def _send(request: HttpRequest, admission: Pass) -> HttpResponse:
    if request.method != "POST":
        return _page(request, "forms/phone_photos.html", admission=admission)
    if request.POST.get("action") == "done":
        end_pass(admission)
        response = _page(request, "forms/phone_done.html")
        response.delete_cookie(COOKIE)
        return response
    try:
        taken = receive(admission, request.FILES.getlist(FIELD), left_out(request))
    except PassInvalid:
        return _page(request, "forms/phone_code.html", status=HTTPStatus.FORBIDDEN, has_ended=True)
    return _page(request, "forms/phone_photos.html", admission=admission, taken=taken, told=_told(taken))


def _told(taken: Taken) -> list[tuple[Said, ...]]:
    """What is wrong with the photos that came, each sentence in the language of the page and in German."""
    refused = [one.__str__ for refusals in taken.refusals.values() for one in refusals]
    noticed = [sentence.__str__ for upload in taken.uploads for sentence in upload.remarks]
    return [say(tell, "", GERMAN) for tell in (*refused, *noticed)]


def _page(request: HttpRequest, template: str, *, status: int = HTTPStatus.OK, **context: object) -> HttpResponse:
    return render(request, template, {"field": FIELD, **context}, status=status)


def _give_cookie(response: HttpResponse, secret: str, admission: Pass) -> None:
    response.set_cookie(
        COOKIE,
        secret,
        max_age=admission.expires_at - timezone.now(),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )
