"""The reader: its page opens a document and writes the line, its script fetches the pages of what was opened."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from documents import vault
from documents.dossiers import NotReady
from documents.handing_out import BORDER_BYTES
from forms.background import in_background
from gremium.cases.giving_out import streamed
from gremium.cases.life import NotPossible
from gremium.cases.reading import case_for
from gremium.people.asking import SignedInRequest
from gremium.reading import news
from gremium.reading.forms import LONGEST, NoteForm
from gremium.reading.notes import Note, notes_on, remove_note, write_note
from gremium.reading.opening import (
    FETCHED_WITHIN,
    Opening,
    may_still_read,
    open_on_screen,
    opened,
)
from gremium.reading.readables import CasePages, Readable

BEGIN = "X-Gremium-Begin"
"""Header that tells with which byte of the file the pages begin; behind the last follow those before it."""


@require_GET
def reader(request: SignedInRequest, kind: str, key: UUID) -> HttpResponse:
    opening = open_on_screen(request, kind, key)
    context = {
        "opening": opening,
        "readable": opening.readable,
        "longest": LONGEST,
        "border": BORDER_BYTES,
    }
    return render(request, "reading/reader.html", context | _news(opening))


@in_background
@require_GET
def pages(request: SignedInRequest, kind: str, key: UUID) -> HttpResponseBase:
    """The marked PDF for the reader's script alone; what else asks gets the answer of an address that is not there."""
    if request.headers.get("Sec-Fetch-Dest", "empty") != "empty":
        raise Http404
    readable, number = opened(request, kind, key, within=FETCHED_WITHIN)
    try:
        copy = readable.marked(name=request.actor.name, number=number)
    except NotReady as error:
        raise Http404 from error
    ref = request.user.ref
    answer = streamed(copy, "inline", may_go_on=lambda: may_still_read(ref, readable))
    answer.headers[BEGIN] = str(copy.begin)
    return answer


@in_background
@require_GET
def still_open(request: SignedInRequest, kind: str, key: UUID) -> HttpResponse:
    """Asked by the reader every few seconds: where the answer is not 204, it closes what it shows. No journal line."""
    opened(request, kind, key)
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
def notes(request: SignedInRequest, kind: str, key: UUID) -> HttpResponse:
    """The member's own notes beside the pages: all of them, or one written, changed or removed."""
    readable, _number = opened(request, kind, key)
    if request.method == "POST":
        return _write_note(request, readable)
    places = readable.cases
    found = notes_on([place.subject for place in places], request.user)
    placed = [_placed(note, place) for place in places for note in found.get(place.subject, ())]
    return JsonResponse({"notes": placed})


def _write_note(request: SignedInRequest, readable: Readable) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return JsonResponse(
            {"problem": " ".join(str(error) for each in form.errors.values() for error in each)}, status=422
        )
    page, ref, text = (form.cleaned_data[name] for name in ("page", "ref", "text"))
    place = next((place for place in readable.cases if place.first <= page <= place.last), None)
    if place is None:
        raise Http404
    case = case_for(request, place.subject)
    try:
        if not text:
            remove_note(case, request.user, ref=ref, by=request.actor)
            return JsonResponse({"note": None})
        own_page = page - place.first + 1
        note = write_note(case, request.user, page=own_page, text=text, ref=ref, by=request.actor)
    except NotPossible as refusal:
        return JsonResponse({"problem": str(refusal)}, status=409)
    return JsonResponse({"note": _placed(note, place)})


def _placed(note: Note, place: CasePages) -> dict[str, Any]:
    """The note with its page as the document counts it."""
    return asdict(note) | {"page": note.page + place.first - 1}


def _news(opening: Opening) -> dict[str, Any]:
    """What is new since the member last read, if anything was read before."""
    if not opening.earlier:
        return {}
    try:
        changes = opening.changes()
    except vault.UNREADABLE:
        changes = None
    told = news.told(changes.new_pages, changes.changed_pages) if changes else news.told(None, None)
    return {"news": told, "changes": changes.parts if changes else ()}
