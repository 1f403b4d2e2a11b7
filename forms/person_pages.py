"""What the person's view answers, and what the desk tells it. The token stands in the address, and in no log."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from forms.drafts import Draft
from forms.person_views import PersonView, find_question, follow, shown_to_person
from forms.throttle import may_try
from forms.views import AskedRequest
from forms.wordings import address_of_place

MOST_WRONG, WINDOW = 30, 600
"""Tokens that one address may try in so many seconds: none can be guessed, but trying keeps the database busy."""
CODE_SCALE = 5  # pixels a module


@dataclass(frozen=True, slots=True)
class PersonCode:
    """The address a person opens, and its QR code as markup."""

    address: str
    picture: SafeString


def person_code(request: HttpRequest, token: str) -> PersonCode:
    address = request.build_absolute_uri(reverse("person_view", args=[token]))
    code = segno.make_qr(address, error="m")
    picture = code.svg_inline(scale=CODE_SCALE, border=2, light="#fff", dark="#000", omitsize=True, svgclass="code")
    return PersonCode(address, mark_safe(picture))


@require_safe
def person(request: HttpRequest, token: str) -> HttpResponse:
    """The question of the moment; 304 while it stays the same, 404 as soon as the conversation is over."""
    view = PersonView.objects.opened_with(token)
    if view is None:
        return _refuse(request)
    view.note_reader()
    mark = f'"{view.mark}"'
    if request.headers.get("If-None-Match") == mark:
        return _quiet(HttpResponse(status=HTTPStatus.NOT_MODIFIED), mark)
    shown, words = shown_to_person(view)
    with override(view.language):
        context = {"shown": shown, "words": words, "ends_at": view.ends_at}
        return _quiet(render(request, "forms/person/view.html", context), mark)


@require_POST
def point_at(request: AskedRequest, draft: UUID, step: str) -> HttpResponse:
    """The desk looks at another question of this step; the person's view follows."""
    found = get_object_or_404(Draft.objects.readable_by(request.actor).open().select_related("form_version"), pk=draft)
    view = PersonView.objects.of(found)
    if view is not None and step in {each.key for each in found.definition.steps}:
        address = address_of_place(request.POST.get("place", ""))
        is_known = find_question(found.definition, found.definition.step(step), address) is not None
        follow(view, step=step, language="", address=address if is_known else "")
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _refuse(request: HttpRequest) -> HttpResponse:
    """Only what finds nothing is counted, so that those who read along cost no count."""
    if not may_try("person-view", request, most=MOST_WRONG, seconds=WINDOW):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    raise Http404


def _quiet(response: HttpResponse, mark: str) -> HttpResponse:
    response.headers["ETag"] = mark
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store, private"
    return response
