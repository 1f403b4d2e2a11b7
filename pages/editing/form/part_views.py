"""The pages of what belongs to the whole form, and the page of the consent text."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.blocks import Block, FieldBlock, StructBlock
from wagtail.blocks.base import BlockField

from forms.revising.outline import Outline, Raw
from forms.revising.working_copies import (
    ChangedMeanwhile,
    Data,
    WaitsForRelease,
    WorkingCopy,
    change_consent_text,
    fingerprint,
    working_copy,
)
from forms.versions import FORM_KEY
from pages.editing.form.parts import PARTS, Part
from pages.editing.form.rules import account_facts
from pages.editing.form.saving import EditingRequest, save_part, waits
from pages.editing.form.sending import as_plain
from pages.editing.form.views import script_data, waiting_request
from pages.editing.permissions import for_editors


class PartForm(forms.Form):
    """The blocks of one part; `written` gives the whole form after the edit."""

    def __init__(self, part: Part, form: Raw, sent: QueryDict | None = None) -> None:
        self.part = part
        self.outline = Outline(form)
        block = part.blocks(self.outline)
        self.is_struct = isinstance(block, StructBlock)
        shown = part.shown(self.outline)
        inner = dict(block.child_blocks) if isinstance(block, StructBlock) else {"items": block}
        values = shown if self.is_struct else {"items": shown}
        super().__init__(sent, initial={name: one.to_python(values[name]) for name, one in inner.items()})
        for name, one in inner.items():
            one.set_name(name)
            self.fields[name] = _field(one)

    def written(self) -> Data:
        """Raises values.Unusable."""
        sent = {name: as_plain(value) for name, value in self.cleaned_data.items()}
        return self.part.written(sent if self.is_struct else sent["items"], self.outline)


def _field(block: Block) -> forms.Field:
    """A block editor for a stream, and a plain field for what is one already."""
    if isinstance(block, FieldBlock):
        field: forms.Field = block.field
        field.label = block.label
        return field
    stream: forms.Field = BlockField(block=block, required=False, label=block.label)
    return stream


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def part(request: EditingRequest, slug: str) -> HttpResponse:
    found = next((one for one in PARTS if one.slug == slug), None)
    if found is None:
        raise Http404
    copy = working_copy(FORM_KEY)
    if request.method != "POST":
        return _show(request, found, copy, PartForm(found, copy.data))

    def done(_written: Data) -> HttpResponse:
        messages.success(request, _("“%(part)s” is saved.") % {"part": found.title})
        return redirect("editing:form_part", slug)

    return save_part(
        request,
        copy,
        PartForm(found, copy.data, request.POST),
        read=found.content,
        change=lambda data, written: {**data, **{name: written[name] for name in found.names if name in written}},
        show=partial(_show, request, found),
        done=done,
    )


def _show(
    request: EditingRequest,
    found: Part,
    copy: WorkingCopy,
    form: PartForm,
    *,
    meanwhile: WorkingCopy | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "copy": copy,
        "form": form,
        "part": found,
        "help": f"pages/editing/form/about/{found.slug}.html",
        "shown": fingerprint(found.content(copy.data)),
        "meanwhile": meanwhile,
        "waiting": waiting_request(copy),
        "obstacles": [one for one in copy.obstacles() if one.part == found.part],
        "script_data": _script_data(copy.data, form.outline, found),
    }
    return render(request, "pages/editing/form/part.html", context, status=status)


def _script_data(form: Raw, outline: Outline, found: Part) -> dict[str, Any]:
    data = script_data(form, outline)
    if found.slug == "regeln":
        data["facts"] = account_facts(outline)
        data["words"] = {**data["words"], "always": _("Holds always")}
    if found.slug == "selbsttest":
        data["questions"] = [
            {
                "path": one["key"],
                "label": one.get("text", ""),
                "step": "",
                "type": "choice",
                "options": list((one.get("options") or {}).items()),
            }
            for one in (form.get("self_check") or {}).get("questions", ())
        ]
    if found.slug in ("selbsttest", "listen"):
        data["marks"] = []
    return data


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def consent_text(request: EditingRequest) -> HttpResponse:
    """The German text people sign; what is written here is valid once both have released it."""
    copy = working_copy(FORM_KEY)
    written = copy.consent_text or copy.valid_consent_text
    if request.method == "POST":
        written = request.POST.get("text", "").replace("\r\n", "\n")
        try:
            change_consent_text(FORM_KEY, written, shown=request.POST.get("shown", ""), by=request.actor)
        except ChangedMeanwhile as change:
            copy = change.copy
            messages.error(request, _("Somebody else has changed the text meanwhile. Yours is below and not saved."))
        except WaitsForRelease:
            return waits(request)
        else:
            messages.success(request, _("The consent text is saved."))
            return redirect("editing:form_consent_text")
    context = {
        "copy": copy,
        "text": written,
        "shown": fingerprint(copy.consent_text),
        "waiting": waiting_request(copy),
        "obstacles": [one for one in copy.obstacles() if one.part == "consent"],
    }
    return render(request, "pages/editing/form/consent_text.html", context)
