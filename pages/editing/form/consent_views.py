"""The consent text in the languages of persons: how far it is, and writing a draft beside the German."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from forms.reading_languages import reading_languages
from forms.revising.consent_translations import PART, consent_beside, consent_beside_all, write_drafts
from forms.revising.working_copies import WorkingCopy, fingerprint, working_copy
from forms.versions import FORM_KEY
from pages.editing.form.saving import EditingRequest
from pages.editing.form.views import waiting_request
from pages.editing.permissions import for_editors


@require_safe
@for_editors
def overview(request: HttpRequest) -> HttpResponse:
    """Paragraphs by languages, each with its state."""
    copy = working_copy(FORM_KEY)
    columns = consent_beside_all(FORM_KEY, german_of(copy))
    context = {
        "copy": copy,
        "columns": columns,
        "rows": [(cells[0], cells) for cells in zip(*(one.paragraphs for one in columns), strict=True)],
        "obstacles": [one for one in copy.obstacles() if one.part == PART],
        "waiting": waiting_request(copy),
    }
    return render(request, "pages/editing/form/consent_languages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def language(request: EditingRequest, language: str) -> HttpResponse:
    """All paragraphs in one language beside the German; what is saved here counts as not yet checked."""
    if language not in {one.code for one in reading_languages()}:
        raise Http404
    copy = working_copy(FORM_KEY)
    german = german_of(copy)
    written = {name: str(value) for name, value in request.POST.items()}
    if request.method == "POST" and written.get("shown") == fingerprint(german):
        messages.success(request, _saved(write_drafts(FORM_KEY, german, language, written, by=request.actor)))
        return redirect("editing:form_consent_language", language)
    if request.method == "POST":
        messages.error(request, _("Somebody has changed the German text meanwhile. Nothing is saved; please compare."))
    beside = consent_beside(FORM_KEY, german, language)
    context = {
        "copy": copy,
        "beside": beside,
        "shown": fingerprint(german),
        "rows": [(one, written.get(one.address) or one.text or one.former) for one in beside.paragraphs],
        "waiting": waiting_request(copy),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "pages/editing/form/consent_language.html", context, status=status)


def german_of(copy: WorkingCopy) -> str:
    """The German text that goes live with the copy."""
    return copy.consent_text or copy.valid_consent_text


def _saved(changed: int) -> str:
    if not changed:
        return _("Nothing has changed.")
    told = ngettext(
        "One paragraph is saved as a draft that nobody has checked yet.",
        "%(number)d paragraphs are saved as drafts that nobody has checked yet.",
        changed,
    )
    return told % {"number": changed}
