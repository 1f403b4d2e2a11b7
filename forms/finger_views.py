"""The page on which one person reads her consent and signs it with a finger."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages as told
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents import refusals, vault
from documents.intake import Refused
from documents.uploads import NoRoom, Upload, read_pdf
from forms import messages, paper_words, strokes
from forms.beside import Beside
from forms.consent_texts import ConsentText
from forms.drafts import Draft
from forms.messages import Say
from forms.paper_views import pdf_answer
from forms.places import CONSENT_GROUP
from forms.sentences import Sentence, of_system
from forms.signing_by_finger import NotToSign, Signing, remove_finger_signature, sign_by_finger, signings
from forms.translations import words_of
from forms.viewing import note_view
from forms.views import AskedRequest
from forms.wordings import consent_wordings


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One of the text: "title", "purpose" or "text"; `address` leads to its translation."""

    kind: str
    text: SafeString
    address: str
    is_agreed: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def finger(request: AskedRequest, draft: UUID, whose: str) -> HttpResponse:
    """Show the text and the field; take the drawing, show what was kept, or take it out again."""
    readable = Draft.objects.readable_by(request.actor).open().telling_of_versions().select_related("form_version")
    found = get_object_or_404(readable, pk=draft)
    consent, today = ConsentText.objects.current(found.definition.key), timezone.localdate()
    known = signings(found.definition, found.ledger(), consent, today=today)
    signing = next((one for one in known if one.signer.ref == whose), None)
    if signing is None:
        raise Http404
    note_view(found, part="sheet/finger", by=request.actor)
    if request.method != "POST":
        return _page(request, found, signing, consent)
    match request.POST.get("action"):
        case "open":
            return _open(found, signing)
        case "remove":
            return _remove(request, found, signing)
    return _sign(request, found, signing, consent)


def _sign(request: AskedRequest, draft: Draft, signing: Signing, consent: ConsentText) -> HttpResponse:
    try:
        drawn = strokes.read_strokes(request.POST.get("strokes", ""))
        if request.POST.get("shown") != signing.mark:
            raise NotToSign
        sign_by_finger(draft, signing, drawn, consent, by=request.actor)
    except strokes.EmptyDrawing:
        return _page(request, draft, signing, consent, messages.finger_empty)
    except strokes.BadDrawing:
        return _page(request, draft, signing, consent, messages.finger_bad)
    except NotToSign:
        return _page(request, draft, signing, consent, messages.finger_changed)
    except Refused as refused:
        return _page(request, draft, signing, consent, partial(refusals.sentence, refused.code))
    except NoRoom as full:
        return _page(request, draft, signing, consent, partial(refusals.sentence, full.code, full.facts))
    told.success(
        request,
        _("The signature is kept with %(name)s. Please have the sheet signed on paper too.")
        % {"name": signing.signed.name},
    )
    return redirect("forms:sheet", draft.pk)


def _remove(request: AskedRequest, draft: Draft, signing: Signing) -> HttpResponse:
    try:
        remove_finger_signature(draft, signing.signer.ref, by=request.actor)
    except NotToSign:
        raise Http404 from None
    told.success(request, _("The signature on the screen is removed."))
    return redirect("forms:sheet", draft.pk)


def _open(draft: Draft, signing: Signing) -> HttpResponse:
    """The paper that was kept. The file of a draft is read without a line, as all of it (`forms.viewing`)."""
    kept = signing.kept
    upload = Upload.objects.of(draft.pk).filter(pk=kept.upload).first() if kept else None
    if upload is None:
        raise Http404
    try:
        return pdf_answer(read_pdf(upload), "unterschrift")
    except (FileNotFoundError, *vault.UNREADABLE) as error:
        raise Http404 from error


def _page(
    request: AskedRequest, draft: Draft, signing: Signing, consent: ConsentText, problem: Say | None = None
) -> HttpResponse:
    form, language = draft.definition, signing.printed.language
    context = {
        "draft": draft,
        "signing": signing,
        "consent": consent,
        "beside": Beside(words_of(form, consent, language)) if language else Beside(),
        "paragraphs": list(_paragraphs(consent, signing)),
        "holds_for": _said(paper_words.holds_for),
        "explained": _said(paper_words.EXPLAINED.get(signing.sheet.explained)),
        "consent_step": next(step.key for step in form.steps for item in step.items if item.key == CONSENT_GROUP),
        "width": strokes.WIDTH,
        "height": strokes.HEIGHT,
        "problem": _said(problem),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "forms/finger.html", context, status=status)


def _said(say: Say | None) -> Sentence | None:
    return of_system(say) if say else None


def _paragraphs(consent: ConsentText, signing: Signing) -> Iterator[Paragraph]:
    for address, (kind, text) in zip(consent_wordings(consent), consent.printed, strict=True):
        yield Paragraph(kind, text, address, address.rpartition(".")[2] in signing.signed.purposes)
