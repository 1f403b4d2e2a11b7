"""Letters in the CMS: the kinds, the wording of each with its preview, the wish to have it released, its versions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.actors import Actor
from documents.bilingual import render_paper
from forms.reading_languages import reading_languages
from gremium.letters.blocks import Body
from gremium.letters.checking import problems, stops_printing
from gremium.letters.composing import compose, examples
from gremium.letters.differences import differences
from gremium.letters.editor import WordingForm
from gremium.letters.issuing import version_mark, wording
from gremium.letters.kinds import Kind, UnknownKind, all_kinds, kind_of
from gremium.letters.models import LetterTemplate, TemplateState
from gremium.letters.sender import SITE_PLACEHOLDERS
from gremium.letters.translations import untranslated
from gremium.letters.wordings import (
    ChangedMeanwhile,
    Obstructed,
    WaitsForRelease,
    ask_for_release,
    newest_wording,
    save_wording,
    take_back,
)
from pages.editing.permissions import for_editors


class EditingRequest(HttpRequest):
    """A request that knows who is asking."""

    actor: Actor


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind in the list: what holds, and what is in work."""

    kind: Kind
    current: LetterTemplate | None
    newest: LetterTemplate | None


@require_safe
@for_editors
def overview(request: HttpRequest) -> HttpResponse:
    rows = [
        KindRow(kind, LetterTemplate.objects.current(kind.key), LetterTemplate.objects.newest(kind.key))
        for kind in all_kinds()
    ]
    return render(request, "letters/cms/overview.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def edit(request: EditingRequest, key: str) -> HttpResponse:
    """The wording; what is sent is kept as a new version, or shown again with the reason."""
    kind = found_kind(key)
    if request.method != "POST":
        return _show(request, kind, WordingForm(kind, newest_wording(key)), newest_wording(key))
    form = WordingForm(kind, newest_wording(key), request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing is saved yet: please look at the marked fields."))
        return _show(request, kind, form, newest_wording(key), status=422)
    try:
        saved = save_wording(key, form.written(), shown=_shown(request), by=request.actor)
    except ChangedMeanwhile:
        messages.error(request, _("Somebody else has saved this letter meanwhile. Yours is below and not saved."))
        return _show(request, kind, form, form.written(), status=409)
    except WaitsForRelease:
        messages.error(request, _("This letter waits for its release. Until then nothing can be changed."))
        return _show(request, kind, form, form.written(), status=409)
    if saved is None:
        messages.info(request, _("Nothing has changed."))
    else:
        messages.success(request, _("Saved as version %(number)s, a draft.") % {"number": saved.number})
    return redirect("letters_cms:edit", key)


def _show(request: HttpRequest, kind: Kind, form: WordingForm, body: Body, *, status: int = 200) -> HttpResponse:
    newest = LetterTemplate.objects.newest(kind.key)
    context = {
        "kind": kind,
        "form": form,
        "newest": newest,
        "current": LetterTemplate.objects.current(kind.key),
        "waits": newest is not None and newest.state == TemplateState.ASKED,
        "is_draft": newest is not None and newest.state == TemplateState.DRAFT,
        "shown": _shown(request) if request.method == "POST" else (newest.number if newest else 0),
        "problems": problems(kind, body),
        "single": [one for one in kind.placeholders if not one.is_free] + list(SITE_PLACEHOLDERS),
        "apart": _apart(kind),
        "languages": reading_languages() if kind.is_beside else (),
        "untranslated": untranslated(kind, body),
    }
    return render(request, "letters/cms/edit.html", context, status=status)


def _apart(kind: Kind) -> Sequence[str]:
    """What stands in blocks of its own."""
    free = [one.label for one in kind.placeholders if one.is_free]
    lists, choices, groups = ([one.label for one in kind.lists], [one.label for one in kind.choices], kind.groups)
    return [*free, *lists, *choices, *(one.label for one in groups)]


@require_POST
@for_editors
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """The wording as it was sent, on invented data; nothing is stored."""
    kind = found_kind(key)
    form = WordingForm(kind, newest_wording(key), request.POST)
    if not form.is_valid():
        return _cannot_print(request, kind, [_("A block is not filled in yet.")])
    return _print(request, kind, form.written(), request.POST, _("Preview"))


@require_safe
@for_editors
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A stored version on invented data; 0 is what is shipped."""
    kind = found_kind(key)
    template = get_object_or_404(LetterTemplate, kind=key, number=number) if number else None
    return _print(request, kind, wording(template, key), request.GET, version_mark(template))


def _print(request: HttpRequest, kind: Kind, body: Body, chosen: dict[str, str], mark: str) -> HttpResponse:
    stops = stops_printing(kind, body)
    if stops:
        return _cannot_print(request, kind, stops)
    values = {one.key: chosen[one.key] for one in kind.choices if one.option(chosen.get(one.key, ""))}
    language = chosen.get("language", "")
    paper = compose(kind, body, examples(kind, values), language=language, day=timezone.localdate(), marks=mark)
    pdf, _missing = render_paper(paper)
    name = f"{kind.key}.pdf"
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _cannot_print(request: HttpRequest, kind: Kind, stops: list[str]) -> HttpResponse:
    return render(request, "letters/cms/cannot_print.html", {"kind": kind, "problems": stops}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def release(request: EditingRequest, key: str) -> HttpResponse:
    """What has changed, what stops a release, and the wish to have it released."""
    kind = found_kind(key)
    newest, current = LetterTemplate.objects.newest(key), LetterTemplate.objects.current(key)
    if request.method == "POST" and newest is not None:
        return _ask(request, newest)
    body = wording(newest, key)
    context = {
        "kind": kind,
        "newest": newest,
        "current": current,
        "changes": differences(kind, wording(current, key), body),
        "problems": problems(kind, body),
        "untranslated": untranslated(kind, body),
    }
    return render(request, "letters/cms/release.html", context)


def _ask(request: EditingRequest, newest: LetterTemplate) -> HttpResponse:
    if request.POST.get("act") == "take_back":
        take_back(newest, by=request.actor)
        messages.success(request, _("The request is withdrawn. You can go on working."))
        return redirect("letters_cms:edit", newest.kind)
    try:
        ask_for_release(newest, by=request.actor)
    except Obstructed:
        messages.error(request, _("The release cannot be asked for yet. Below stands why."))
    except ChangedMeanwhile:
        messages.error(request, _("This version is no longer the newest, or is decided already."))
    else:
        messages.success(request, _("The release is asked for. The secretariat finds it under “Releases”."))
    return redirect("letters_cms:release", newest.kind)


@require_safe
@for_editors
def versions(request: HttpRequest, key: str) -> HttpResponse:
    """All versions of a wording, each with what it changed against the one before."""
    kind = found_kind(key)
    stored = list(LetterTemplate.objects.of_kind(key).order_by("number"))
    before = [wording(None, key), *(one.blocks for one in stored)]
    rows = [(one, differences(kind, older, one.blocks)) for one, older in zip(stored, before, strict=False)]
    return render(request, "letters/cms/versions.html", {"kind": kind, "rows": rows[::-1]})


def found_kind(key: str) -> Kind:
    try:
        return kind_of(key)
    except UnknownKind as error:
        raise Http404 from error


def _shown(request: HttpRequest) -> int:
    typed = request.POST.get("shown", "")
    return int(typed) if typed.isascii() and typed.isdigit() else -1
