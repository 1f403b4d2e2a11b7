"""What a page of the wizard fetches beside itself: news of a phone that sends photos, and small pictures of files."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from documents.uploads import Upload, read_preview
from forms.background import in_background
from forms.drafts import Draft
from forms.passes import Purpose
from forms.uploading import used_uploads
from forms.views import AskedRequest


@in_background
@require_safe
def arrivals(request: AskedRequest, draft: UUID) -> JsonResponse:
    """Whether anything came that a page does not show yet; asked for by its script while a phone may send photos."""
    found = get_object_or_404(Draft.objects.readable_by(request.actor).open(), pk=draft)
    admission = found.passes.valid(timezone.now()).filter(purpose=Purpose.PHOTOS).first()
    state = "ended" if admission is None else "in_use" if admission.is_in_use else "waiting"
    return JsonResponse({"phone": state, "version": found.version})


@in_background
@require_safe
def preview(request: AskedRequest, draft: UUID, upload: UUID) -> HttpResponse:
    """A small picture of one file of an open draft, made anew by the gate.

    No page of a case that was handed in shows it: there, files are read where the journal notes it.
    """
    drafts = Draft.objects.readable_by(request.actor).open().select_related("form_version")
    found = get_object_or_404(drafts, pk=draft)
    picture = read_preview(get_object_or_404(Upload.objects.of(found.pk), pk=upload))
    if not picture or not _is_in(found, upload):
        raise Http404
    return HttpResponse(picture, content_type="image/jpeg", headers={"Content-Security-Policy": "sandbox"})


def _is_in(draft: Draft, upload: UUID) -> bool:
    """Beside what was handed in before there may be files of somebody who has withdrawn since."""
    return not draft.submissions.exists() or str(upload) in used_uploads(draft.definition, draft.ledger())
