"""What a completed application says otherwise than the version before it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from documents import journal, vault
from documents.journal import Act
from documents.uploads import Upload
from forms.submissions import Submission
from forms.version_differences import version_differences
from gremium.cases.reading import case_for
from gremium.people.asking import SignedInRequest


@require_safe
def differences(request: SignedInRequest, subject: UUID, *, back_to: str) -> HttpResponse:
    """The two newest versions beside each other; 404 where only one is there or may be read."""
    case = case_for(request, subject)
    kept = Submission.objects.readable(subject)[:2]
    if len(kept) < 2:
        raise Http404
    newer, older = kept
    journal.record(actor=request.actor, act=Act.APPLICATION_VIEWED, subject=subject, details={"part": "differences"})
    with translation.override("de"):
        steps = version_differences(older, newer, _names(subject))
    context = {"case": case, "steps": steps, "older": older, "newer": newer, "back_to": back_to}
    return render(request, "cases/differences.html", context)


def _names(subject: UUID) -> dict[str, str]:
    names = {}
    for upload in Upload.objects.of(subject):
        try:
            names[str(upload.pk)] = upload.display_name
        except vault.UNREADABLE:
            continue
    return names
