"""Reading cases: each view of a case and each list writes one line before anything is shown."""

from collections.abc import Iterable
from uuid import UUID

from django.shortcuts import get_object_or_404

from documents import journal
from documents.journal import Act
from gremium.cases.models import Case
from gremium.people.asking import SignedInRequest


def case_for(request: SignedInRequest, subject: UUID) -> Case:
    """The case if this account may open it. Raises Http404, the same for a foreign and a missing one."""
    return get_object_or_404(Case.objects.visible_to(request.user).select_related("organisation"), pk=subject)


def open_case_page(request: SignedInRequest, subject: UUID) -> Case:
    """`case_for`, with the journal's line that it was looked at."""
    case = case_for(request, subject)
    journal.record(actor=request.actor, act=Act.CASE_VIEWED, subject=case.subject)
    return case


def list_cases(request: SignedInRequest) -> list[Case]:
    """All cases of this account; one line names them."""
    cases = list(Case.objects.visible_to(request.user).select_related("organisation"))
    _record_list(request, cases)
    return cases


def _record_list(request: SignedInRequest, cases: Iterable[Case]) -> None:
    names = {case.reference: str(case.state) for case in cases}
    if names:
        journal.record(actor=request.actor, act=Act.CASE_LISTED, subject=request.user.ref, details=names)
