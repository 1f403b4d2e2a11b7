"""Redirects that editors make belong to the public pages; a missing private address stays missing."""

from typing import Any

from django.http import HttpRequest
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect

from gremium.people.areas import area_of


class PublicRedirects(RedirectMiddleware):
    def process_response(self, request: Any, response: Any) -> Any:
        if response.status_code != 404 or area_of(request.path_info) is not None or _leads_to_hidden_page(request):
            return response
        return super().process_response(request, response)


def _leads_to_hidden_page(request: HttpRequest) -> bool:
    """A page taken down is missing at its old addresses too; one that had its own before would lead to itself."""
    old = Redirect.normalise_path(request.path)
    return "\0" not in old and Redirect.objects.filter(old_path=old, redirect_page__live=False).exists()
