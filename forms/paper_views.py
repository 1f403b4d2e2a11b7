"""Papers to hand out: the consent sheet of one signing person, made anew for each print."""

import io
from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from documents.bilingual import Code, render_paper
from forms import paper_words
from forms.consent_paper import consent_paper
from forms.consent_texts import ConsentText
from forms.drafts import Draft
from forms.file_places import phone_address
from forms.paper_words import both
from forms.passes import Opened, spelled
from forms.reading_languages import GERMAN, reading_languages
from forms.sending import open_for_sheet
from forms.sheets import printed_sheets, scan_place, withdrawal_contact
from forms.views import AskedRequest


@require_POST
def consent_sheet(request: AskedRequest, draft: UUID) -> HttpResponse:
    """The sheet of one signer as PDF, with a fresh code for the photos of the signed paper; earlier codes of it end."""
    found = get_object_or_404(Draft.objects.readable_by(request.actor).select_related("form_version"), pk=draft)
    form, ledger, today = found.definition, found.ledger(), timezone.localdate()
    consent = ConsentText.objects.current(form.key)
    sheets = {sheet.ref: sheet for sheet in printed_sheets(form, ledger, today=today)}
    sheet = sheets.get(request.POST.get("signer", ""))
    if sheet is None:
        raise Http404
    sheet = sheet.in_language(chosen_language(request, sheet.language))
    code = None
    if sheet.ref and scan_place(form, sheet.ref) and not found.is_submitted:
        opened = open_for_sheet(found, sheet.ref, consent, by=request.actor)
        code = code_of_sheet(request, opened, sheet.language)
    paper = consent_paper(
        form,
        consent,
        sheet,
        advice=withdrawal_contact(ledger),
        day=today.isoformat(),
        offices=str(ledger.values.get("p7_stellen") or ""),
        code=code,
    )
    return pdf_answer(render_paper(paper)[0], "einwilligung")


def code_of_sheet(request: HttpRequest, opened: Opened, language: str) -> Code:
    """The code as the paper shows it. It stands behind the `#`: browsers keep that part to themselves."""
    address = f"{request.scheme}://{request.get_host()}{phone_address(language)}"
    picture = io.BytesIO()
    segno.make_qr(f"{address}#{opened.code}", error="m").save(picture, kind="svg", border=2, svgclass=None)
    return Code(
        **both(paper_words.code_for_sheet, language),
        picture=picture.getvalue().decode(),
        in_words="QR-Code für die Fotos des unterschriebenen Bogens",
        address=address.partition("://")[2],
        typed=spelled(opened.code),
    )


def chosen_language(request: HttpRequest, proposed: str) -> str:
    """The language asked for, if the site offers it; "" for German alone, what was proposed where none is asked for."""
    asked = request.POST.get("language")
    if asked is None or asked == GERMAN:
        return proposed if asked is None else ""
    return asked if asked in {one.code for one in reading_languages()} else proposed


def pdf_answer(pdf: bytes, name: str) -> HttpResponse:
    """A PDF that no one keeps on the way; its name says what it is and never whose."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "no-store, private"
    return response
