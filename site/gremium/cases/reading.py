"""Reading cases: each view of a case writes one line before anything is shown."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from documents import journal
from documents.dossiers import Dossier
from documents.journal import Act
from gremium.cases.models import Case
from gremium.people.asking import SignedInRequest
from gremium.people.models import User


def case_for(request: SignedInRequest, subject: UUID) -> Case:
    """The case if this account may open it. Raises Http404, the same for a foreign and a missing one."""
    return get_object_or_404(Case.objects.visible_to(request.user).select_related("organisation"), pk=subject)


def known_case_for(request: SignedInRequest, subject: UUID) -> Case:
    """As `case_for`, for a member also a case that is admitted and not yet scheduled. Raises Http404."""
    readable = Case.objects.visible_to(request.user) | Case.objects.previewed_by(request.user)
    return get_object_or_404(readable.select_related("organisation"), pk=subject)


def previewed_case_for(request: SignedInRequest, subject: UUID) -> Case:
    """A case of which a member sees competence and question alone. Raises Http404."""
    return get_object_or_404(Case.objects.previewed_by(request.user).select_related("organisation"), pk=subject)


def may_still_read(ref: UUID, dossier: Dossier) -> bool:
    """Asked anew of the database, for what took a while to make or to send: account, seat, case and dossier."""
    reader = User.objects.filter(ref=ref).first()
    if reader is None or not Dossier.objects.ready().filter(pk=dossier.pk).exists():
        return False
    return Case.objects.visible_to(reader).filter(pk=dossier.subject).exists()


def open_case_page(request: SignedInRequest, subject: UUID) -> Case:
    """`case_for`, with the journal's line that it was looked at."""
    case = case_for(request, subject)
    journal.record(actor=request.actor, act=Act.CASE_VIEWED, subject=case.subject)
    return case


def open_working_page(request: SignedInRequest, subject: UUID) -> Case:
    """As `open_case_page`, with the steps the case has taken and what is open in it, for those who work on it."""
    cases = Case.objects.visible_to(request.user).telling_of_questions().select_related("organisation")
    case = get_object_or_404(cases.prefetch_related("moves"), pk=subject)
    journal.record(actor=request.actor, act=Act.CASE_VIEWED, subject=case.subject)
    return case


def note_page(request: SignedInRequest, case: Case, page: str) -> None:
    """The journal's line of a page that shows a case beside what it asks for, also where it is shown once more."""
    journal.record(actor=request.actor, act=Act.CASE_VIEWED, subject=case.pk, details={"page": page})
