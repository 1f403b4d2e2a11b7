"""Beginning and deleting a draft, and the consent sheet to print."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.actors import Actor
from forms.changeover import accept, newer_version, preview
from forms.consent_texts import ConsentText
from forms.drafts import Draft, delete_draft, may_fill, open_draft
from forms.reading_languages import reading_languages
from forms.sheets import printed_sheets, withdrawal_contact
from forms.signing_by_finger import standing_signers
from forms.versions import FORM_KEY, FormVersion
from forms.viewing import note_view


class AskedRequest(HttpRequest):
    """A request that knows who is asking."""

    actor: Actor


@require_POST
def begin(request: AskedRequest) -> HttpResponse:
    """Open a new draft and go to its first step."""
    if not may_fill(request.actor):
        raise Http404
    draft = open_draft(FormVersion.objects.current(FORM_KEY), by=request.actor)
    return redirect("forms:step", draft.pk, draft.definition.steps[0].key)


@require_safe
def resume(request: AskedRequest, draft: UUID) -> HttpResponse:
    """Go to the furthest step that was reached."""
    found = get_object_or_404(Draft.objects.readable_by(request.actor).open(), pk=draft)
    return redirect("forms:step", found.pk, found.reached_steps()[-1])


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: AskedRequest, draft: UUID) -> HttpResponse:
    """Ask once more, then erase the draft for good."""
    found = get_object_or_404(Draft.objects.readable_by(request.actor).never_handed_in(), pk=draft)
    if request.method != "POST":
        return render(request, "forms/delete.html", {"draft": found})
    delete_draft(found, by=request.actor)
    return redirect(settings.FORMS_DESK_VIEW)


@require_http_methods(["GET", "HEAD", "POST"])
def change_version(request: AskedRequest, draft: UUID) -> HttpResponse:
    """What a move to the current version of the form would do to the draft, and the move itself."""
    found = get_object_or_404(Draft.objects.readable_by(request.actor).open().select_related("form_version"), pk=draft)
    newer = newer_version(found)
    if newer is None:
        return redirect("forms:resume", found.pk)
    if request.method == "POST" and request.POST.get("to") == str(newer.pk):  # that is what the page has shown
        if accept(found, newer, by=request.actor):
            messages.success(request, _("The draft now follows the new version of the form. Nothing was lost."))
        else:
            messages.warning(request, _("The draft was handed in or changed over meanwhile. Nothing was done here."))
        return redirect("forms:resume", found.pk)
    context = {"draft": found, "newer": newer, "change": preview(found, found.ledger(), newer)}
    return render(request, "forms/change_version.html", context)


@require_safe
def sheet(request: AskedRequest, draft: UUID) -> HttpResponse:
    """The consent text to read aloud, print and sign, from the first minute on."""
    found = get_object_or_404(Draft.objects.readable_by(request.actor).telling_of_versions(), pk=draft)
    note_view(found, part="sheet", by=request.actor)
    consent = ConsentText.objects.current(found.definition.key)
    ledger = found.ledger()
    sheets = printed_sheets(found.definition, ledger, today=timezone.localdate())
    context = {
        "draft": found,
        "consent": consent,
        "sheets": sheets,
        "standing": standing_signers(found.definition, ledger, consent, today=timezone.localdate()),
        "advice": withdrawal_contact(ledger),
        "reading_languages": reading_languages(),
    }
    return render(request, "forms/sheet.html", context)
