"""The self-check as data, so that another front end can ask and answer on the reader's own device.

There is no address that takes answers: whoever shows the questions keeps what readers answer to themselves.
"""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from forms.self_check import Line, SelfCheck
from pages.api.answering import asked_language, language_told, state_told
from pages.self_check.mirroring import live_self_check
from pages.self_check.words import Wording, Words
from pages.translations import TranslationState


@require_safe
def self_check(request: HttpRequest) -> JsonResponse:
    """Questions, decision table, results and warning in one language, each text with the state it is in."""
    code, check = asked_language(request), live_self_check()
    if check is None:
        raise Http404("The form has no self-check.")
    with translation.override(code):
        return JsonResponse(_told(check, Wording.of(check, code)))


def _told(check: SelfCheck, wording: Wording) -> dict[str, Any]:
    state = wording.state or TranslationState(wording.language, is_missing=wording.is_missing)
    banner = check.banner
    return {
        "meta": {"language": language_told(wording.language), "state": state_told(state)},
        "questions": list(_questions(check, wording)),
        "table": [_line(line) for line in check.table],
        "results": [
            {"code": code, "title": _words(wording, f"title.{code}"), "text": _words(wording, f"text.{code}")}
            for code in check.results
        ],
        "banner": {"question": banner.question, "option": banner.option, "text": _words(wording, "banner")},
    }


def _questions(check: SelfCheck, wording: Wording) -> Iterator[dict[str, Any]]:
    for question in check.questions:
        yield {
            "key": question.key,
            "text": _words(wording, f"question.{question.key}"),
            "is_multiple": question.is_multiple,
            "options": [
                {"value": value, "text": _words(wording, f"option.{question.key}.{value}")}
                for value in question.options
            ],
        }


def _line(line: Line) -> dict[str, Any]:
    wanted = [
        {"question": key, "options": sorted(wanted.options), "only": wanted.only} for key, wanted in line.wanted.items()
    ]
    return {"wanted": wanted, "result": line.result}


def _words(wording: Wording, place: str) -> dict[str, str]:
    words: Words = wording.said(place)
    return {"text": words.text, "language": words.language, "direction": words.direction, "german": words.german}
