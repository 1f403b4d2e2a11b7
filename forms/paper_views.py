"""Papers to hand out, made when they are asked for: the consent sheet, the person's copy, the empty form."""

import io
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import journal
from documents.bilingual import Code, render_paper
from documents.journal import Act
from forms import paper_words
from forms.answers import visible
from forms.beside import Beside
from forms.blank_paper import blank_paper
from forms.consent_paper import consent_paper
from forms.consent_texts import ConsentText
from forms.drafts import Draft
from forms.file_places import phone_address
from forms.paper_words import both
from forms.passes import Opened, spelled
from forms.person_copy import Copied, copy_paper
from forms.reading_languages import GERMAN, reading_languages
from forms.saying import PERSONS_LANGUAGE, say
from forms.sending import open_for_sheet
from forms.sheets import compose_all, printed_sheets, scan_place, withdrawal_contact
from forms.submissions import Submission
from forms.translations import words_of
from forms.versions import FORM_KEY, FormVersion
from forms.viewing import note_view
from forms.views import AskedRequest

KEPT_SECONDS = 7 * 24 * 60 * 60


@require_POST
def consent_sheet(request: AskedRequest, draft: UUID) -> HttpResponse:
    """The sheet of one signer as PDF, with a fresh code for the photos of the signed paper; earlier codes of it end."""
    readable = Draft.objects.readable_by(request.actor).telling_of_versions().select_related("form_version")
    found = get_object_or_404(readable, pk=draft)
    form, ledger, today = found.definition, found.ledger(), timezone.localdate()
    consent = ConsentText.objects.current(form.key)
    sheets = {sheet.ref: sheet for sheet in printed_sheets(form, ledger, today=today)}
    sheet = sheets.get(request.POST.get("signer", ""))
    if sheet is None:
        raise Http404
    note_view(found, part="sheet/pdf", by=request.actor)
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


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: AskedRequest, draft: UUID) -> HttpResponse:
    """What to think of before a copy is taken along, then the copy itself: before and after handing in.

    After a withdrawal there is none; the page of the case says why.
    """
    found = get_object_or_404(Draft.objects.of_organisation(request.actor).select_related("form_version"), pk=draft)
    if found.is_withdrawn or found.restricted_at:
        return redirect(settings.FORMS_SUBMITTED_VIEW, found.pk)
    copied = copied_of(found)
    spoken = str(copied.answers.get(PERSONS_LANGUAGE) or "")
    language = chosen_language(request, found.ledger().desk.language(spoken))
    if request.method != "POST":
        return render(request, "forms/copy.html", _copy_context(found, language))
    with_health = request.POST.get("with") == "health"
    beside = Beside(words_of(copied.form, copied.consent, language)) if language else Beside()
    pdf, _missing = render_paper(copy_paper(copied, beside, today=timezone.localdate(), with_health=with_health))
    journal.record(
        actor=request.actor,
        act=Act.APPLICATION_EXPORTED,
        subject=found.pk,
        details={"paper": "copy", "health": "yes" if with_health else "no"},
    )
    return pdf_answer(pdf, "kopie")


def copied_of(draft: Draft) -> Copied:
    """What a copy of this draft says: its newest submission, or the answers as they would be handed in today."""
    submission = Submission.objects.select_related("form_version", "consent_text").newest_of(draft)
    if draft.is_submitted and submission is not None:
        day = timezone.localdate(submission.submitted_at)
        consent, answers = submission.consent_text, submission.answers()
        return Copied(form=submission.definition, consent=consent, answers=answers, handed_in_on=day)
    consent, today = ConsentText.objects.current(draft.definition.key), timezone.localdate()
    composed = compose_all(draft.definition, draft.ledger(), today=today, consent_version=consent.version)
    answers = visible(draft.definition, composed.answers, today).answers
    return Copied(form=draft.definition, consent=consent, answers=answers)


def _copy_context(draft: Draft, language: str) -> dict[str, Any]:
    return {
        "draft": draft,
        "language": language,
        "warned": say(paper_words.keep_safe_or_leave, "", language or GERMAN),
        "reading_languages": reading_languages(),
        "back": settings.FORMS_SUBMITTED_VIEW if draft.is_submitted else "forms:resume",
    }


@require_safe
def blank(request: AskedRequest, language: str) -> HttpResponse:
    """The empty form to print, for whoever may fill it; kept until the form, its translation or its look changes."""
    if not request.actor.ref or language not in {GERMAN, *(one.code for one in reading_languages())}:
        raise Http404
    version = FormVersion.objects.current(FORM_KEY)
    consent = ConsentText.objects.current(FORM_KEY)
    beside = Beside() if language == GERMAN else Beside(words_of(version.definition, consent, language))
    paper = blank_paper(version.definition, beside, day=timezone.localdate(version.stored_at).isoformat())
    kept = f"blank-{paper.fingerprint}"
    pdf = cache.get(kept)
    if pdf is None:
        pdf, _missing = render_paper(paper)
        cache.set(kept, pdf, KEPT_SECONDS)
    return pdf_answer(pdf, f"kurzantrag-{language}")


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
