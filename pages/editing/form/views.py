"""The form editor's pages inside the CMS."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forms.definition import MalformedForm
from forms.plain_yaml import UnreadableFile, dump_text, load_text
from forms.reading import read_form
from forms.revising import reshaping
from forms.revising.consent_translations import PART as TRANSLATIONS
from forms.revising.outline import Outline, Raw
from forms.revising.reshaping import CannotReshape
from forms.revising.working_copies import (
    Data,
    WaitsForRelease,
    WorkingCopy,
    change_form,
    discard_changes,
    fingerprint,
    working_copy,
)
from forms.versions import FORM_KEY
from pages.editing.form.parts import PARTS
from pages.editing.form.rows import questions_for_script, step_rows, words_for_script
from pages.editing.form.saving import EditingRequest, save_part, waits
from pages.editing.form.step_page import StepEditForm
from pages.editing.permissions import for_editors

MOST_YAML = 1024 * 1024  # bytes of a form file


@require_safe
@for_editors
def overview(request: EditingRequest) -> HttpResponse:
    copy = working_copy(FORM_KEY)
    found = copy.obstacles()
    outline = Outline(copy.data)
    context = {
        "copy": copy,
        "steps": step_rows(outline, found),
        "obstacles": found,
        "waiting": waiting_request(copy),
        "untranslated": sum(one.part == TRANSLATIONS for one in found),
        "parts": [(part, sum(one.part == part.part for one in found)) for part in PARTS],
    }
    return render(request, "pages/editing/form/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def step(request: EditingRequest, step: str) -> HttpResponse:
    copy = working_copy(FORM_KEY)
    if step not in Outline(copy.data).steps:
        raise Http404
    if request.method != "POST":
        return _show_step(request, step, copy, StepEditForm(copy.data, step))

    def done(written: Data) -> HttpResponse:
        messages.success(request, _("“%(step)s” is saved.") % {"step": written["title"]})
        return redirect("editing:form_step", step)

    return save_part(
        request,
        copy,
        StepEditForm(copy.data, step, request.POST),
        read=lambda data: Outline(data).steps.get(step),
        change=lambda data, written: with_step(data, step, written),
        show=partial(_show_step, request, step),
        done=done,
    )


def _show_step(
    request: EditingRequest,
    step: str,
    copy: WorkingCopy,
    form: StepEditForm,
    *,
    meanwhile: WorkingCopy | None = None,
    status: int = 200,
) -> HttpResponse:
    outline = Outline(copy.data)
    keys = list(outline.steps)
    at = keys.index(step)
    context = {
        "copy": copy,
        "form": form,
        "step": step,
        "title": outline.step_title(step),
        "number": at + 1,
        "count": len(keys),
        "before": keys[at - 1] if at else "",
        "after": keys[at + 1] if at + 1 < len(keys) else "",
        "shown": fingerprint(outline.steps[step]),
        "meanwhile": meanwhile,
        "waiting": waiting_request(copy),
        "obstacles": [one for one in copy.obstacles() if one.part == step],
        "script_data": script_data(copy.data, outline),
    }
    return render(request, "pages/editing/form/step.html", context, status=status)


def script_data(form: Raw, outline: Outline) -> dict[str, Any]:
    """What the custom elements of a page need to know of the form."""
    marks = {
        **{code: rule.get("label", "") for code, rule in (form.get("exclusion_rules") or {}).items()},
        **(form.get("flags") or {}),
    }
    lists: dict[str, Any] = dict(form.get("enums") or {})
    for name in ("attachment_types", "consent_purposes"):
        lists[name] = {key: entry.get("label", key) for key, entry in (form.get(name) or {}).items()}
    return {
        "questions": questions_for_script(outline),
        "lists": {name: list(entries.items()) for name, entries in lists.items()},
        "marks": list(marks.items()),
        "words": words_for_script(),
    }


def with_step(data: Data, key: str, changed: Raw) -> Data:
    return {**data, "steps": [changed if one.get("key") == key else one for one in data["steps"]]}


def waiting_request(copy: WorkingCopy) -> Any:
    """The request for release that the copy waits for, if any."""
    return copy.requests.waiting().first() if copy.pk else None


Reshape = Callable[[Data], Raw]


@require_POST
@for_editors
def reshape(request: EditingRequest) -> HttpResponse:
    """Add, move, remove or split a step, or move a question, as the pressed button says."""
    act, key = request.POST.get("act", ""), request.POST.get("step", "")
    title = request.POST.get("title", "")
    shapes: dict[str, Reshape] = {
        "add": lambda data: reshaping.add_step(data, title, after=key)[0],
        "up": lambda data: reshaping.move_step(data, key, -1),
        "down": lambda data: reshaping.move_step(data, key, 1),
        "remove": lambda data: reshaping.remove_step(data, key),
        "split": lambda data: reshaping.split_step(data, key, first=request.POST.get("first", ""), title=title)[0],
        "move_item": lambda data: reshaping.move_item(
            data, request.POST.get("item", ""), to=request.POST.get("to", "")
        ),
    }
    if act not in shapes:
        raise Http404
    try:
        change_form(FORM_KEY, shapes[act], by=request.actor)
    except CannotReshape as error:
        messages.error(request, str(error))
    except WaitsForRelease:
        return waits(request)
    return redirect("editing:form")


@require_POST
@for_editors
def discard(request: EditingRequest) -> HttpResponse:
    try:
        discard_changes(FORM_KEY)
    except WaitsForRelease:
        return waits(request)
    messages.success(request, _("All changes are discarded. The form is as it was published last."))
    return redirect("editing:form")


@require_safe
@for_editors
def export(request: EditingRequest) -> HttpResponse:
    """The working copy as a file."""
    copy = working_copy(FORM_KEY)
    text = dump_text(copy.data) if copy.is_changed else copy.base.text
    name = f"{FORM_KEY}-{copy.base.version}{'-arbeitskopie' if copy.is_changed else ''}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


@require_POST
@for_editors
def take_in(request: EditingRequest) -> HttpResponse:
    """Replace the working copy by a file; nothing is published by that."""
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > MOST_YAML:
        messages.error(request, _("Please choose a form file of at most 1 MB."))
        return redirect("editing:form")
    try:
        data = load_text(file.read().decode("utf-8-sig"), str(file.name))
        if read_form(data).key != FORM_KEY:
            raise MalformedForm(_("the file belongs to another form"))
        change_form(FORM_KEY, lambda _old: data, by=request.actor)
    except (UnreadableFile, MalformedForm, UnicodeDecodeError) as error:
        messages.error(request, _("The file was not taken: %(reason)s") % {"reason": error})
    except WaitsForRelease:
        return waits(request)
    else:
        messages.success(request, _("The file is the working copy now."))
    return redirect("editing:form")
