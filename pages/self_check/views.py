"""The self-check at `/<lang>/pruefen/`: the answer is made from the request alone and nothing of it is kept."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from forms.languages import name as language_name
from pages.languages import KNOWN
from pages.models import CounsellingOffice, Directory
from pages.self_check.mirroring import live_self_check
from pages.self_check.sheet import Sheet
from pages.self_check.words import Wording, alternates

AGAIN = "again"
"""The button of the result page that shows the questions again, with what was chosen."""


@method_decorator(csrf_exempt, name="dispatch")  # a forged request could change nothing and would show nobody anything
class SelfCheckView(View):
    """GET shows the questions, POST the result. No cookie, no session, no row, no log line, nothing in the address."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def get(self, request: HttpRequest) -> HttpResponse:
        """What stands behind a question mark in the address is never looked at."""
        check = live_self_check()
        if check is None:
            return self._without(request)
        sheet = Sheet.blank(check, Wording.of(check, _language()))
        return self._ask(request, sheet, _usual_wishes())

    def post(self, request: HttpRequest) -> HttpResponse:
        check = live_self_check()
        if check is None:
            return self._without(request)
        sheet = Sheet.sent(check, Wording.of(check, _language()), request.POST)
        if sheet.faults or AGAIN in request.POST:
            return self._ask(request, sheet, request.POST, status=422 if sheet.faults else 200)
        return self._tell(request, sheet)

    def _ask(self, request: HttpRequest, sheet: Sheet, wishes: QueryDict, status: int = 200) -> HttpResponse:
        may_be_found = request.method != "POST" and not sheet.wording.is_missing
        context = {
            "sheet": sheet,
            "directory": _directory(wishes),
            "alternates": alternates() if may_be_found else [],
        }
        return self._page(request, "questions", sheet.wording, context, status)

    def _tell(self, request: HttpRequest, sheet: Sheet) -> HttpResponse:
        outcome, wording = sheet.outcome, sheet.wording
        title, text = f"title.{outcome.result.code}", f"text.{outcome.result.code}"
        context = {
            "sheet": sheet,
            "title": wording.said(title),
            "text": wording.said(text),
            "banner": wording.said("banner") if outcome.is_urgent else None,
            "on_paper": {"title": wording.on_paper(title), "text": wording.on_paper(text)},
            "directory": _directory(request.POST),
        }
        return self._page(request, "result", wording, context)

    def _without(self, request: HttpRequest) -> HttpResponse:
        """A form without a self-check: advice is still there."""
        return self._page(request, "unavailable", None, {"directory": _directory(_usual_wishes())})

    def _page(
        self, request: HttpRequest, name: str, wording: Wording | None, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        directory = context["directory"]
        frame = {
            "wording": wording,
            "offices": directory.found or replace(directory, district="").found or directory.offices,
            "reader": KNOWN[_language()],
            "reader_in_german": language_name(_language().partition("-")[0]),
            "leave_to": settings.QUICK_EXIT_URL,
            "german_address": f"/{settings.LANGUAGE_CODE}/pruefen/",
        }
        return render(request, f"pages/self_check/{name}.html", {**frame, **context}, status=status)


def _directory(wishes: QueryDict) -> Directory:
    asked = {name: str(wishes.get(name, "")) for name in ("sprache", "bezirk")}
    return Directory.asked(list(CounsellingOffice.objects.shown()), asked)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _usual_wishes() -> QueryDict:
    """Offices that speak the language of the page; for plain German those that speak German."""
    return QueryDict(urlencode({"sprache": _language().partition("-")[0]}))
