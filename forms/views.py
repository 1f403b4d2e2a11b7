"""Beginning and deleting a draft, and the consent sheet to print."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from documents.actors import Actor
from forms.consent_texts import ConsentText
from forms.drafts import Draft, delete_draft, may_fill, open_draft
from forms.sheets import signers
from forms.versions import FormVersion

FORM_KEY = "kurzantrag"


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


def resume(request: AskedRequest, draft: UUID) -> HttpResponse:
    """Go to the furthest step that was reached."""
    found = get_object_or_404(Draft.objects.readable_by(request.actor).open(), pk=draft)
    return redirect("forms:step", found.pk, found.reached_steps()[-1])


def delete(request: AskedRequest, draft: UUID) -> HttpResponse:
    """Ask once more, then erase the draft for good."""
    found = get_object_or_404(Draft.objects.readable_by(request.actor).open(), pk=draft)
    if request.method != "POST":
        return render(request, "forms/delete.html", {"draft": found})
    delete_draft(found, by=request.actor)
    return redirect(settings.FORMS_DESK_VIEW)


def sheet(request: AskedRequest, draft: UUID) -> HttpResponse:
    """The consent text to read aloud, print and sign, from the first minute on."""
    found = get_object_or_404(Draft.objects.readable_by(request.actor), pk=draft)
    consent = ConsentText.objects.current(found.definition.key)
    people = signers(found.definition, found.ledger(), today=timezone.localdate())
    return render(request, "forms/sheet.html", {"draft": found, "consent": consent, "signers": people})
