"""All that waits for a second person, of cases and of accounts, in one list (domain 2.3, four eyes)."""

from collections.abc import Iterator

from gremium.cases.models import Case, Exclusion, Report, State
from gremium.people.four_eyes import Proposal, proposals_among_people
from gremium.people.models import Role, User


def proposals_for(user: User) -> list[Proposal]:
    """What this account may decide or has to know of, the longest waiting first."""
    return sorted([*_among_cases(user), *proposals_among_people(user)], key=lambda proposal: proposal.since)


def cases_in(proposals: list[Proposal]) -> dict[Case, str]:
    """The cases that a list names, with the state they stand in, for its line in the journal."""
    rows = (proposal.one for proposal in proposals)
    named = (row if isinstance(row, Case) else getattr(row, "case", None) for row in rows)
    return {case: str(case.state) for case in named if case is not None}


def _among_cases(user: User) -> Iterator[Proposal]:
    for exclusion in Exclusion.objects.waiting_for(user):
        yield Proposal(since=exclusion.proposed_at, template="cases/_waiting_exclusion.html", one=exclusion)
    for report in Report.objects.waiting_for(user):
        assert report.settling_at is not None
        yield Proposal(since=report.settling_at, template="cases/_waiting_report.html", one=report)
    if user.role == Role.SECRETARIAT:  # the others of the pool see competence alone, which is not enough to admit
        own = Case.objects.visible_to(user).filter(state=State.SUBMITTED)
        for case in own.exclude(admission_proposed_by_ref__in=("", str(user.ref))):
            yield Proposal(since=case.changed_at, template="cases/_waiting_admission.html", one=case)
