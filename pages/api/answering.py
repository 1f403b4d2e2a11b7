"""What all answers have in common: kept by caches, open to any origin, missing in JSON, spoken in one language."""

import hashlib
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response, patch_cache_control

from pages.languages import KNOWN
from pages.releases import shown_codes
from pages.translations import TranslationState

FRESH_FOR = 60  # seconds


def language_told(code: str) -> dict[str, str]:
    language = KNOWN[code]
    return {"code": language.code, "own_name": language.own_name, "direction": language.direction}


def state_told(state: TranslationState) -> dict[str, str]:
    """`line` is the sentence a reader must see beside the text."""
    return {"code": state.state.value, "line": str(state.line)}


def listed(items: Iterable[dict[str, Any]], **meta: Any) -> JsonResponse:
    found = list(items)
    return JsonResponse({"meta": {"total_count": len(found), **meta}, "items": found})


def asked_language(request: HttpRequest) -> str:
    """The language named by `locale`, German by default; 404 for one that readers are not shown."""
    code = request.GET.get("locale", settings.LANGUAGE_CODE)
    if code not in shown_codes():
        raise Http404("This language is not shown.")
    return code


def not_found(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"message": "not found"}, status=404)


def kept_by_caches(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Good answers may be kept for a minute, and cost no bytes where they have not changed.

    Scripts of any other site may read all answers: they are the same for everybody, and no cookie is looked at.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404 as missing:
            response = JsonResponse({"message": str(missing)}, status=404)
        response.headers["Access-Control-Allow-Origin"] = "*"
        if isinstance(response, SimpleTemplateResponse):
            response.render()
        is_good_to_keep = response.status_code == 200 and "Cache-Control" not in response.headers
        if not is_good_to_keep or request.method not in ("GET", "HEAD"):
            return response
        patch_cache_control(response, public=True, max_age=FRESH_FOR)
        etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:20]}"'
        response.headers["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response

    return answer
