"""The page on which a reader keeps pages on the phone or deletes them, the list of what is kept, and the worker."""

import math
from copy import copy

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from pages import views
from pages.addresses import DESK
from pages.dates import long_date
from pages.offline.keeping import core_pages, kept


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    language = _language()
    response = render(request, "pages/offline/page.html", {"pages": core_pages(language), "scope": f"/{language}/"})
    patch_cache_control(response, public=True, max_age=views.FRESH_FOR)
    return response


@require_safe
@cache_control(no_cache=True)
def content(request: HttpRequest) -> JsonResponse:
    """Addresses and size of what is kept, and what the worker says while the internet is away, dated today."""
    found = kept(_language(), lambda address: _as_a_stranger(request, address))
    day = long_date(timezone.localdate())
    late = _("The internet does not answer. This is the copy kept on %(date)s.") % {"date": day}
    missing = _("The internet does not answer, and that page is not kept on this phone.")
    return JsonResponse(
        {
            "addresses": found.addresses,
            "size": _("Size: about %(size)s KB") % {"size": math.ceil(found.size / 1000)},
            "kept": _("Kept on this phone on %(date)s.") % {"date": day},
            "late": render_to_string("pages/offline/_notice.html", {"text": late}),
            "missing": render_to_string("pages/offline/_notice.html", {"text": missing}),
        }
    )


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of one language; it reaches no further than this language's addresses."""
    shown = {"private": "|".join(sorted(DESK))}
    response = render(request, "pages/offline/worker.js", shown, content_type="text/javascript")
    response.headers["Service-Worker-Allowed"] = f"/{_language()}/"
    return response


def _as_a_stranger(request: HttpRequest, address: str) -> bytes | None:
    """The page at another address of this language, without this reader's cookies."""
    asked = copy(request)
    asked.COOKIES, asked.path, asked.path_info = {}, address, address
    try:
        path = address.removeprefix(f"/{_language()}/")
        response = page(asked) if address == reverse("offline") else views.serve(asked, path)
    except Http404:
        return None
    rendered = response.render() if hasattr(response, "render") else response
    return rendered.content if rendered.status_code == 200 else None


def _language() -> str:
    return get_language() or "de"
