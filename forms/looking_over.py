"""Pages that show a draft as a whole, at any time: all answers, and the papers that are there or still missing."""

from collections.abc import Mapping
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
from forms import carrying
from forms.beside import beside_of
from forms.consent_texts import ConsentText
from forms.ledger_lines import Stamp
from forms.older_pages import FORM_VERSION
from forms.readiness import LONGEST_REASON, Paper, Said, note_papers, noted_of, papers
from forms.review import chapters_of
from forms.saving import read_number
from forms.storage import DraftStorage
from forms.typists import TYPIST, is_somebody_elses, typist_mark
from forms.viewing import note_view


@require_safe
def answers(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Every answer given so far, in the words that are handed in."""
    storage = DraftStorage(str(draft), request)
    if storage.draft.is_submitted:
        return redirect(settings.FORMS_SUBMITTED_VIEW, storage.draft.pk)
    note_view(storage.draft, part="answers", by=storage.actor)
    context = _context(storage)
    chapters = chapters_of(storage.draft, storage.ledger, consent=context["consent"])
    reached = storage.draft.reached_steps()
    lines = [(chapter, chapter.step.key in reached) for chapter in chapters]
    return render(request, "forms/answers.html", context | {"chapters": lines})


@carrying.carries_on
@require_http_methods(["GET", "HEAD", "POST"])
def readiness(request: HttpRequest, draft: UUID) -> HttpResponse:
    """The papers, to be ticked off and printed; POST notes what was said of them."""
    storage = DraftStorage(str(draft), request)
    if storage.draft.is_submitted:
        return _too_late(request, storage)
    if carrying.is_shown_again(request) or _is_of_another(request, storage):
        return _papers_page(request, storage, sent=request.POST.dict())
    if request.method != "POST":
        note_view(storage.draft, part="papers", by=storage.actor)
        return _papers_page(request, storage)
    clashes = _note(storage, request.POST.dict())
    if storage.draft.is_submitted:
        return _too_late(request, storage)
    messages.success(request, _("Saved."))
    if clashes:
        names = ", ".join(paper.label for paper in clashes)
        told = _("Somebody else noted something about the same papers meanwhile. Please look at them again: %(names)s")
        messages.warning(request, told % {"names": names})
    return redirect("forms:readiness", storage.draft.pk)


def _papers_page(request: HttpRequest, storage: DraftStorage, *, sent: Mapping[str, str] | None = None) -> HttpResponse:
    """The papers as they are noted, or with what was `sent` too late to be saved."""
    form, ledger = storage.draft.definition, storage.ledger
    base = _base_of(sent or {}, storage)
    for paper in papers(form, ledger) if sent else ():
        ledger.overlay(noted_of(paper, sent or {}), base=base)
    found = papers(form, ledger)
    context: dict[str, Any] = {"papers": found, "to_bring": [paper for paper in found if paper.is_to_bring]}
    context["is_of_another"] = sent is not None and _is_of_another(request, storage)
    context |= {"choices": Said.choices, "longest": LONGEST_REASON, "base": base, "is_carried": bool(sent)}
    return render(request, "forms/readiness.html", context | _context(storage))


def _is_of_another(request: HttpRequest, storage: DraftStorage) -> bool:
    """Whether the page was opened before the form was changed over, or by somebody else: it has to be looked over."""
    version = storage.draft.form_version.version
    is_older = request.POST.get(FORM_VERSION, version) != version
    return is_older or is_somebody_elses(request.POST, storage.draft, storage.actor)


def _too_late(request: HttpRequest, storage: DraftStorage) -> HttpResponse:
    if request.method == "POST":
        told = _("This application has been handed in already. What this page sent last is not part of it.")
        messages.warning(request, told)
    return redirect(settings.FORMS_SUBMITTED_VIEW, storage.draft.pk)


@transaction.atomic
def _note(storage: DraftStorage, sent: dict[str, str]) -> list[Paper]:
    storage.lock()
    if storage.draft.is_submitted:
        return []
    stamp = Stamp(by=storage.actor.name, at=timezone.localtime().isoformat(timespec="minutes"))
    base = _base_of(sent, storage)
    clashes = note_papers(storage.draft.definition, storage.ledger, sent, stamp, base=base)
    storage.write()
    journal.record(actor=storage.actor, act=Act.DRAFT_SAVED, subject=storage.draft.pk)
    return clashes


def _base_of(sent: Mapping[str, str], storage: DraftStorage) -> int:
    """The version of the draft that the page showed."""
    base = read_number(sent.get("base", ""))
    return storage.ledger.version if base is None else base


def _context(storage: DraftStorage) -> dict[str, Any]:
    draft = storage.draft
    consent = ConsentText.objects.current(draft.definition.key)
    beside = beside_of(draft.definition, storage.ledger, consent)
    marks = {TYPIST: typist_mark(draft, storage.actor), FORM_VERSION: draft.form_version.version}
    return {"draft": draft, "consent": consent, "beside": beside, "back": draft.reached_steps()[-1]} | marks
