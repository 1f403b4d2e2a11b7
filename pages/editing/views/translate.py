"""One text in one language: what is German, what changed, what is translated, and the acts that follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Locale, Page
from wagtail_localize.models import OverridableSegment, TranslationSource

from pages.addresses import address_of as public_address
from pages.editing import translating
from pages.editing.permissions import for_editors, person
from pages.editing.segments import Segment, SegmentState, count, segments_of, source_of
from pages.editing.texts import Text, target_language, text_of, translation_of
from pages.languages import Language
from pages.models import TranslatorLink
from pages.stating import NothingToState, confirm_checked
from pages.translations import state_of


@dataclass(frozen=True)
class Field:
    """A segment with what its field holds: what was typed, where the form comes back with problems."""

    segment: Segment
    value: str
    problems: Sequence[str] = ()


@dataclass(frozen=True)
class Work:
    """One text in one language, as its address names it."""

    text: Text
    language: Language
    source: TranslationSource
    segments: Sequence[Segment]


def work_of(key: UUID, language: str) -> Work:
    """Raises Http404."""
    text, target, source = text_of(key), target_language(language), source_of(key)
    if source is None:
        raise Http404
    return Work(text, target, source, segments_of(source, target.code))


def fields_of(
    segments: Sequence[Segment], typed: Mapping[str, str] | None = None, wrong: translating.Problems | None = None
) -> list[Field]:
    return [
        Field(
            segment,
            segment.proposal if typed is None else typed.get(segment.field, ""),
            (wrong or {}).get(segment.number, ()),
        )
        for segment in segments
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def translate(request: HttpRequest, key: UUID, language: str) -> HttpResponse:
    work = work_of(key, language)
    if request.method != "POST":
        return _show(request, work, fields_of(work.segments))
    texts, wrong = translating.read(work.segments, request.POST)
    locale = Locale.objects.get(language_code=language)
    count_new = translating.enter(work.source, locale, texts, by=person(request))
    if wrong:
        messages.error(request, _("Some parts could not be kept. What is wrong stands beside them."))
        again = work_of(key, language)
        return _show(request, again, fields_of(again.segments, request.POST, wrong), status=422)
    if "publish" in request.POST:
        _publish(request, work, locale)
    else:
        messages.success(
            request, _("Kept. Changed parts: %(count)s. Readers do not see them yet.") % {"count": count_new}
        )
    return redirect("editing:translate", key, language)


def _publish(request: HttpRequest, work: Work, locale: Locale) -> None:
    try:
        translated = translating.publish(
            work.source, locale, by=person(request), with_german="with_german" in request.POST
        )
    except translating.Refused as refused:
        messages.error(request, str(refused))
        return
    messages.success(request, _("Published in %(language)s.") % {"language": work.language.own_name})
    if "checked" in request.POST:
        confirm_checked(translated, by=person(request))


@require_POST
@for_editors
def check(request: HttpRequest, key: UUID, language: str) -> HttpResponse:
    """A person has compared the published translation with the German."""
    text, target = text_of(key), target_language(language)
    translated = translation_of(text, target.code)
    try:
        if translated is None:
            raise NothingToState(_("There is no published translation of this text that could be checked."))
        confirm_checked(translated, by=person(request))
    except NothingToState as nothing:
        messages.error(request, str(nothing))
    else:
        messages.success(request, _("Noted: the translation is checked."))
    return redirect("editing:translate", key, language)


def _show(request: HttpRequest, work: Work, fields: list[Field], status: int = 200) -> HttpResponse:
    translated = translation_of(work.text, work.language.code)
    state = state_of(translated) if translated is not None else None
    context = {
        "work": work,
        "fields": fields,
        "counts": count(work.segments),
        "is_complete": all(segment.state == SegmentState.DONE for segment in work.segments),
        "translated": translated,
        "state": state,
        "public_address": _public_address(translated),
        "files_url": _files_url(work, translated),
        "links": TranslatorLink.objects.about(work.text.key, work.language.code)[:5],
    }
    return render(request, "pages/editing/translate.html", context, status=status)


def _public_address(translated: object) -> str:
    url_path = getattr(translated, "url_path", "")
    is_live = getattr(translated, "live", False)
    return public_address(url_path, translated.locale.language_code) if url_path and is_live else ""  # type: ignore[attr-defined]


def _files_url(work: Work, translated: object) -> str:
    """Where recordings and other files of a translated page are chosen; empty where the German text has none."""
    if not isinstance(translated, Page) or not OverridableSegment.objects.filter(source=work.source).exists():
        return ""
    return reverse("wagtailadmin_pages:edit", args=[translated.pk]) + "?dateien=1"
