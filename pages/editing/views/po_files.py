"""Translations out of the CMS and in again, as PO files."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from pages.editing import po_files
from pages.editing.permissions import for_editors
from pages.editing.po_files import MOST_BYTES, NotAPoFile, Outcome
from pages.editing.texts import Text, all_texts, target_language, target_languages, text_of


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("PO file"), help_text=gettext_lazy("At most 5 MB."))


@require_safe
@for_editors
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/editing/po_files.html", {"languages": target_languages()})


@require_safe
@for_editors
def export(request: HttpRequest, language: str, key: UUID | None = None) -> HttpResponse:
    """One text, or all of them."""
    target, texts = target_language(language), _texts(key)
    name = f"{slugify(texts[0].title)}-{target.code}.po" if key else f"gremium-{target.code}.po"
    response = HttpResponse(
        str(po_files.export(texts, target.code)), content_type="text/x-gettext-translation; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def take_in(request: HttpRequest, language: str, key: UUID | None = None) -> HttpResponse:
    target, texts = target_language(language), _texts(key)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    context: dict[str, object] = {"form": form, "language": target, "text": texts[0] if key else None}
    if not form.is_valid():
        return render(request, "pages/editing/po_upload.html", context, status=422 if form.is_bound else 200)
    try:
        content = form.cleaned_data["file"].read(MOST_BYTES + 1)
        outcome = po_files.take_in(po_files.read_file(content), texts, target.code)
    except NotAPoFile as refused:
        form.add_error("file", str(refused))
        return render(request, "pages/editing/po_upload.html", context, status=422)
    if outcome.told:
        return render(request, "pages/editing/po_upload.html", {**context, "outcome": outcome})
    messages.success(request, _told(outcome))
    return redirect("editing:translate", key, language) if key else redirect("editing:matrix")


def _told(outcome: Outcome) -> str:
    numbers = {"pieces": outcome.taken, "texts": outcome.texts}
    return _("%(pieces)s translated parts of %(texts)s texts wait for an editor now. Nothing is published.") % numbers


def _texts(key: UUID | None) -> list[Text]:
    return [text_of(key)] if key else all_texts()
