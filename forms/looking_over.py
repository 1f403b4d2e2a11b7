"""Pages that show a draft as a whole, at any time: all answers, and the papers that are there or still missing."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents import journal
from documents.journal import Act
from forms.beside import beside_of
from forms.consent_texts import ConsentText
from forms.ledger import Stamp
from forms.readiness import LONGEST_REASON, Said, note_papers, papers
from forms.review import chapters_of
from forms.storage import DraftStorage


@require_safe
def answers(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Every answer given so far, in the words that are handed in."""
    storage = DraftStorage(str(draft), request)
    if storage.draft.is_submitted:
        return redirect(settings.FORMS_SUBMITTED_VIEW, storage.draft.pk)
    context = _context(storage)
    chapters = chapters_of(storage.draft, storage.ledger, consent=context["consent"])
    reached = storage.draft.reached_steps()
    lines = [(chapter, chapter.step.key in reached) for chapter in chapters]
    return render(request, "forms/answers.html", context | {"chapters": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def readiness(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The papers, to be ticked off and printed; POST notes what was said of them."""
    storage = DraftStorage(str(draft), request)
    if storage.draft.is_submitted:
        return redirect(settings.FORMS_SUBMITTED_VIEW, storage.draft.pk)
    if request.method == "POST":
        _note(storage, request.POST.dict())
        messages.success(request, _("Saved."))
        return redirect("forms:readiness", storage.draft.pk)
    found = papers(storage.draft.definition, storage.ledger)
    context: dict[str, Any] = {"papers": found, "to_bring": [paper for paper in found if paper.is_to_bring]}
    context |= {"choices": Said.choices, "longest": LONGEST_REASON}
    return render(request, "forms/readiness.html", context | _context(storage))


@transaction.atomic
def _note(storage: DraftStorage, sent: dict[str, str]) -> None:
    storage.lock()
    if storage.draft.is_submitted:
        return
    stamp = Stamp(by=storage.actor.name, at=timezone.localtime().isoformat(timespec="minutes"))
    note_papers(storage.draft.definition, storage.ledger, sent, stamp)
    storage.write()
    journal.record(actor=storage.actor, act=Act.DRAFT_SAVED, subject=storage.draft.pk)


def _context(storage: DraftStorage) -> dict[str, Any]:
    draft = storage.draft
    consent = ConsentText.objects.current(draft.definition.key)
    beside = beside_of(draft.definition, storage.ledger, consent)
    return {"draft": draft, "consent": consent, "beside": beside, "back": draft.reached_steps()[-1]}
