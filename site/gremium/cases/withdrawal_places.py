"""Where consent can be withdrawn: a draft of the own organisation, or a case; and what was withdrawn there before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.http import Http404
from django.utils import timezone

from documents import journal, vault
from documents.journal import Act
from forms.drafts import Draft
from forms.messages import Say
from forms.withdrawal_words import Consequences, consequences
from forms.withdrawals import ERASED_AFTER, Declaration, Scope, Withdrawal
from forms.withdrawing import Held, Standing, held_of, standings
from gremium.cases.listing import number_in
from gremium.cases.models import Case, State
from gremium.cases.withdrawing import awaits_release
from gremium.people.asking import SignedInRequest

WITHDRAWN_AT_ONCE = 50
"""Lines of a desk's list of what was withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A withdrawal that was recorded, as its page and the case's page show it."""

    withdrawal: Withdrawal
    locked: Sequence[str]
    to_check: Sequence[str] = ()
    may_be_released: bool = False
    """Whether what is left may go on once somebody has looked over the texts, without being handed in again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`case` is None for what was never handed in; `held` where it is over or cannot be read."""

    subject: UUID
    case: Case | None
    draft: Draft | None
    held: Held | None
    past: Sequence[Past]

    @property
    def is_over(self) -> bool:
        """Withdrawn as a whole: nothing is left to withdraw."""
        return any(one.withdrawal.ends_everything for one in self.past) or self.is_erased

    @property
    def is_erased(self) -> bool:
        return self.case is not None and self.case.state == State.ERASED

    @property
    def reference(self) -> str:
        return self.case.reference if self.case is not None else _name_of_draft(self.subject)

    @property
    def standings(self) -> list[Standing]:
        return standings(self.held) if self.held is not None else []

    def consequences_of(self, declared: Declaration, standing: Standing | None, today: date) -> Consequences:
        """What would follow, as the receipt will say it."""
        scope = Scope.PURPOSES if declared.purposes else Scope.PERSONS
        if not declared.purposes and (standing is None or standing.ends_everything):
            scope = Scope.EVERYTHING
        was_handed_in = self.case is not None
        is_kept = was_handed_in or scope == Scope.EVERYTHING
        erase_on = today + ERASED_AFTER if is_kept else None
        return consequences(scope, declared.purposes, was_handed_in=was_handed_in, erase_on=erase_on)


def place_for(request: SignedInRequest, subject: UUID) -> Place:
    """The place if this account may know of it, with a journal line for a case. Raises Http404."""
    case = Case.objects.known_to(request.user).select_related("organisation").filter(pk=subject).first()
    drafts = Draft.objects.filter(pk=subject) if case else Draft.objects.of_organisation(request.actor)
    draft = drafts.select_related("form_version").filter(pk=subject).first()
    if case is None and draft is None:
        raise Http404
    if case is not None:
        journal.record(actor=request.actor, act=Act.CASE_VIEWED, subject=subject)
    past = past_of(subject, case)
    is_over = any(one.withdrawal.ends_everything for one in past)
    held = _held(draft) if draft is not None and not is_over else None
    return Place(subject=subject, case=case, draft=draft, held=held, past=past)


def past_of(subject: UUID, case: Case | None) -> list[Past]:
    """What was withdrawn of a draft or case, the newest first, with what it locks since then."""
    return [_past(one, case) for one in Withdrawal.objects.of(subject)]


def is_withdrawn(request: SignedInRequest, subject: UUID) -> bool:
    """Whether this account may know that a draft or case was withdrawn as a whole."""
    cases = Case.objects.known_to(request.user).unreadable()
    drafts = Draft.objects.of_organisation(request.actor).exclude(withdrawn_at=None)
    return cases.filter(pk=subject).exists() or drafts.filter(pk=subject).exists()


@dataclass(frozen=True, slots=True)
class BareLine:
    """What a desk still says of a withdrawn draft or case; `erase_on` None where it is erased already."""

    subject: UUID
    reference: str
    state: str
    withdrawn_on: date
    erase_on: date | None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """One page of what was withdrawn, and its cases; `has_more`: there are older ones."""

    lines: list[BareLine]
    cases: list[Case]
    number: int
    has_more: bool


def list_withdrawn(request: SignedInRequest) -> Withdrawn:
    """Withdrawn drafts of this account and the bare cases it knows of, the newest first."""
    known = Case.objects.known_to(request.user).unreadable()
    drafts = Draft.objects.of_organisation(request.actor).exclude(withdrawn_at=None)
    subjects = Q(subject__in=known.values("pk")) | Q(subject__in=drafts.values("pk"))
    case = known.filter(pk=OuterRef("subject"))
    number = number_in(request.GET.get("widerrufe", ""))
    start = (number - 1) * WITHDRAWN_AT_ONCE
    rows = Withdrawal.objects.filter(subjects, scope=Scope.EVERYTHING).order_by("-recorded_at")
    told = rows.values_list(
        "subject",
        "recorded_at",
        "erased_at",
        "erase_on",
        Subquery(case.values("reference")),
        Subquery(case.values("state")),
    )
    found = list(told[start : start + WITHDRAWN_AT_ONCE + 1])
    shown = found[:WITHDRAWN_AT_ONCE]
    lines = [
        BareLine(
            subject=subject,
            reference=reference or _name_of_draft(subject),
            state=str(State(state or State.WITHDRAWN).label),
            withdrawn_on=timezone.localdate(recorded_at),
            erase_on=None if erased_at else erase_on,
        )
        for subject, recorded_at, erased_at, erase_on, reference, state in shown
    ]
    cases = [Case(pk=row[0], state=row[-1]) for row in shown if row[-1]]
    return Withdrawn(lines, cases, number, len(found) > len(shown))


def _name_of_draft(subject: UUID) -> str:
    """A draft has no reference; it is called by the beginning of its random id."""
    return f"E-{subject.hex[:8].upper()}"


def _held(draft: Draft) -> Held | None:
    try:
        return held_of(draft)
    except vault.UNREADABLE:
        return None


def _past(withdrawal: Withdrawal, case: Case | None) -> Past:
    follows = consequences(
        withdrawal.scope,
        tuple(withdrawal.purposes),
        was_handed_in=withdrawal.was_handed_in,
        erase_on=withdrawal.erase_on,
    )
    return Past(
        withdrawal=withdrawal,
        locked=said(follows.locked),
        to_check=_to_check(withdrawal),
        may_be_released=case is not None and awaits_release(case),
    )


def _to_check(withdrawal: Withdrawal) -> Sequence[str]:
    try:
        return withdrawal.details().to_check if withdrawal.has_receipt else ()
    except vault.UNREADABLE:
        return ()


def said(sentences: Sequence[Say]) -> list[str]:
    return [say() for say in sentences]
