"""Signed consent sheets after handing in: adding one that comes late, and reading them."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from documents import journal, vault
from documents.journal import Act
from documents.receiving import left_out
from documents.uploads import read_pdf
from forms.drafts import Draft
from forms.file_places import phone_with_code
from forms.late_sheets import remove_late_sheet
from forms.media_types import taken_kinds
from forms.paper_views import pdf_answer
from forms.sending import open_for_sheet
from forms.signed_sheets import NotHandedIn, take_late
from forms.submissions import Submission
from forms.uploading import Taken
from gremium.cases.act_forms import RemoveSheetForm
from gremium.cases.models import Case
from gremium.cases.reading import case_for, open_case_page
from gremium.cases.sheets import file_of, late_sheet_of, may_add_sheets, sheets_of
from gremium.cases.versions import versions_of
from gremium.people.asking import SignedInRequest

FIELD = "sheet"


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, subject: UUID) -> HttpResponse:
    """The sheets of a case, with a way to add files of each: from this device, or by a phone."""
    if request.method != "POST":
        return _page(request, open_case_page(request, subject))
    case = case_for(request, subject)
    signer = request.POST.get("signer", "")
    versions = versions_of(case)
    if not may_add_sheets(case, versions) or signer not in {sheet.signer.ref for sheet in sheets_of(versions)}:
        messages.error(request, _("No signed sheet can be added to this case any more."))
        return redirect("cases:case", subject)
    draft = get_object_or_404(Draft.objects.select_related("form_version"), pk=subject)
    if request.POST.get("action") == "phone":
        return _show_code(request, case, draft, signer)
    return _take_files(request, case, draft, signer)


def _take_files(request: SignedInRequest, case: Case, draft: Draft, signer: str) -> HttpResponse:
    files = request.FILES.getlist(FIELD)
    if not files and not left_out(request):
        problem = _("Please choose a file first.")
        return _page(request, open_case_page(request, case.pk), signer, [problem])
    try:
        taken = take_late(draft, signer, files, left_out(request), FIELD, by=request.actor)
    except NotHandedIn:
        raise Http404 from None
    _say(request, taken)
    refused = [str(one) for refusals in taken.refusals.values() for one in refusals]
    return _page(request, open_case_page(request, case.pk), signer, refused) if refused else _back(case)


def _say(request: SignedInRequest, taken: Taken) -> None:
    kept = len(taken.uploads)
    if kept:
        messages.success(
            request,
            ngettext(
                "%(number)d file was added to the signed sheets.",
                "%(number)d files were added to the signed sheets.",
                kept,
            )
            % {"number": kept},
        )
    if taken.known:
        messages.info(request, _("This file lies among the signed sheets of this person already."))
    for remark in (remark for upload in taken.uploads for remark in upload.remarks):
        messages.warning(request, str(remark))


def _back(case: Case) -> HttpResponse:
    return redirect("cases:sheets", case.pk)


def _show_code(request: SignedInRequest, case: Case, draft: Draft, signer: str) -> HttpResponse:
    """The code is known only now, so this answers the POST itself."""
    submission = Submission.objects.select_related("consent_text").newest_of(draft)
    assert submission is not None
    opened = open_for_sheet(draft, signer, submission.consent_text, by=request.actor, is_printed=False)
    phone = phone_with_code(opened, draft.ledger(), f"{request.scheme}://{request.get_host()}")
    return render(request, "cases/sheet_phone.html", {"case": case, "phone": phone})


def _page(request: SignedInRequest, case: Case, signer: str = "", problems: list[str] | None = None) -> HttpResponse:
    draft = Draft.objects.select_related("form_version").filter(pk=case.pk).first()
    versions = versions_of(case)
    context = {
        "case": case,
        "sheets": sheets_of(versions),
        "may_add": may_add_sheets(case, versions),
        "kinds": taken_kinds(draft.definition.file_rules) if draft is not None else None,
        "field": FIELD,
        "signer": signer,
        "problems": problems or [],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "cases/sheets.html", context, status=status)


@require_POST
def read(request: SignedInRequest, subject: UUID, upload: UUID) -> HttpResponse:
    """One file of a signed sheet, with its line in the journal first."""
    found = file_of(case_for(request, subject), upload)
    if found is None:
        raise Http404
    journal.record(actor=request.actor, act=Act.ATTACHMENT_VIEWED, subject=subject, details={"upload": str(found.pk)})
    try:
        return pdf_answer(read_pdf(found), "einwilligung")
    except (FileNotFoundError, *vault.UNREADABLE) as error:
        raise Http404 from error


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: SignedInRequest, subject: UUID, upload: UUID) -> HttpResponse:
    """The secretariat takes a sheet out that came after handing in and was filed wrongly."""
    case = case_for(request, subject)
    sheet = late_sheet_of(case, upload)
    if sheet is None:
        raise Http404
    form = RemoveSheetForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        remove_late_sheet(sheet, reason=form.cleaned_data["reason"], by=request.actor)
        messages.success(request, _("The sheet is removed. Please file it where it belongs."))
        return redirect("cases:secretariat_case", subject)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "cases/remove_sheet.html", {"case": case, "sheet": sheet, "form": form}, status=status)
