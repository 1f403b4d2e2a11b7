"""The letters of a case, as they were issued."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from documents import journal, vault
from documents.journal import Act
from forms.paper_views import pdf_answer
from gremium.cases.letters_of import letters_for
from gremium.cases.reading import case_for
from gremium.letters.issuing import LetterForgotten, NotAgreed, letter_pdf
from gremium.people.asking import SignedInRequest


@require_POST
def letter(request: SignedInRequest, subject: UUID, letter: UUID) -> HttpResponse:
    """The journal's line comes first; nothing of it is kept on the way."""
    case = case_for(request, subject)
    found = get_object_or_404(letters_for(request.user, case), pk=letter)
    details = {"letter": str(found.pk), "kind": found.kind}
    journal.record(actor=request.actor, act=Act.APPLICATION_EXPORTED, subject=subject, details=details)
    try:
        return pdf_answer(letter_pdf(found), "brief")
    except NotAgreed:
        messages.error(request, _("This letter may not be given out any more, because a consent was taken back."))
        return redirect("cases:secretariat_case", subject)
    except (LetterForgotten, *vault.UNREADABLE) as error:
        raise Http404 from error
