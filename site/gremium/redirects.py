"""Redirects that editors make belong to the public pages; a missing private address stays missing."""

from typing import Any

from wagtail.contrib.redirects.middleware import RedirectMiddleware

from gremium.people.areas import area_of


class PublicRedirects(RedirectMiddleware):
    def process_response(self, request: Any, response: Any) -> Any:
        return super().process_response(request, response) if area_of(request.path_info) is None else response
