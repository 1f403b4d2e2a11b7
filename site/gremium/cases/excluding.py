"""The board may not deal with a case: one person proposes it, a second one confirms or rejects it (domain T7, T17)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from forms.reopening import close_again
from gremium.cases import life
from gremium.cases.life import NotPossible, WrongState
from gremium.cases.models import ARISES_LATER, RELEASED, Case, Exclusion, Report, State
from gremium.cases.notices import (
    case_drops_out,
    tell_case_manager,
    tell_members,
    tell_second_persons,
    tell_secretariat,
)
from gremium.cases.writing import Kind, write_letter


@transaction.atomic
def propose_exclusion(case: Case, *, ground: str, reason: str, by: Actor) -> Exclusion:
    """Propose to exclude a case: before the admission for any ground, later where the ground arose after filing.

    Raises NotPossible.
    """
    held = life.hold(case)
    is_later = not life.may_move(held, State.EXCLUDED)
    if is_later and not life.may_move(held, State.EXCLUDED_LATER):
        raise WrongState(held)
    if is_later and ground not in ARISES_LATER:
        raise NotPossible(_("After the formal check a case is excluded only for court or asylum proceedings."))
    if not reason.strip():
        raise NotPossible(_("Please give the reason in a sentence."))
    if Exclusion.objects.open().filter(case=held).exists():
        raise NotPossible(_("An exclusion has been proposed. It has to be decided first."))
    proposal = Exclusion(case=held, ground=ground, is_later=is_later, proposed_by_ref=by.ref)
    proposal.seal_reason(reason.strip())
    proposal.save(force_insert=True)
    journal.record(actor=by, act=Act.EXCLUSION_PROPOSED, subject=held.pk, details={"ground": ground})
    tell_second_persons(held, by=by)
    return proposal


@transaction.atomic
def confirm_exclusion(proposal: Exclusion, *, by: Actor) -> Case:
    """The second person agrees: the case is excluded, the letter is written. Raises NotPossible."""
    held, case = _undecided(proposal, by)
    before, to = case.state, State.EXCLUDED_LATER if held.is_later else State.EXCLUDED
    moved = life.move(
        case,
        to,
        by=by,
        act=Act.EXCLUSION_CONFIRMED,
        details={"ground": held.ground},
        words={"ground": held.ground, "reason": held.reason()},
    )
    _decide(held, Exclusion.Outcome.CONFIRMED, by)
    close_again(moved.pk)
    kind = Kind.EXCLUSION_LATER if held.is_later else Kind.EXCLUSION
    write_letter(kind, moved, by=by, facts={"ground": held.ground, "explanation": held.reason()})
    tell_case_manager(moved, by=by)
    tell_secretariat(moved, by=by)
    if before in RELEASED:
        tell_members(moved, by=by, say=case_drops_out)
    return moved


@transaction.atomic
def reject_exclusion(proposal: Exclusion, *, answer: str, by: Actor) -> Exclusion:
    """The second person does not agree: the case goes on as it stands. Raises NotPossible."""
    held, case = _undecided(proposal, by)
    if not answer.strip():
        raise NotPossible(_("Please give the reason in a sentence."))
    held.seal_answer(answer.strip())
    _decide(held, Exclusion.Outcome.REJECTED, by)
    journal.record(actor=by, act=Act.EXCLUSION_REJECTED, subject=case.pk, details={"ground": held.ground})
    tell_secretariat(case, by=by)
    return held


def open_exclusion(case: Case) -> Exclusion | None:
    return Exclusion.objects.open().filter(case=case).first()


def standing_grounds(case: Case) -> tuple[str, ...]:
    """Grounds the application itself names, without those that two people looked at and rejected."""
    named = [mark.code for mark in case.summary().exclusions]
    if not named:
        return ()
    rejected = set(case.exclusions.filter(outcome=Exclusion.Outcome.REJECTED).values_list("ground", flat=True))
    return tuple(code for code in named if code not in rejected)


def _undecided(proposal: Exclusion, by: Actor) -> tuple[Exclusion, Case]:
    """Both rows, locked: the case first, as everywhere."""
    case = life.hold(proposal.case)
    held = Exclusion.objects.select_for_update(of=("self",)).open().filter(pk=proposal.pk).first()
    if held is None:
        raise NotPossible(_("This proposal has been decided already."))
    if held.proposed_by_ref == by.ref:
        raise NotPossible(_("You have proposed this yourself. A second person has to decide it."))
    return held, case


def _decide(held: Exclusion, outcome: Exclusion.Outcome, by: Actor) -> None:
    held.outcome, held.decided_by_ref, held.decided_at = outcome, by.ref, timezone.now()
    held.save()
    Report.objects.open().filter(case=held.case_id, ground=held.ground).update(settled_at=held.decided_at)
