"""A sealed row, key or file that cannot be read ends in a plain page, and in a log line for the technicians."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from documents import vault
from documents.sealed_files import StoreAway

log = logging.getLogger(__name__)


class Unreadable:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, (*vault.UNREADABLE, FileNotFoundError, StoreAway)):
            return None
        log.error("something sealed could not be read", exc_info=error)
        return HttpResponse(render_to_string("503.html"), status=HTTPStatus.SERVICE_UNAVAILABLE)
