"""What a withdrawal of consent means for a case: it ends, or goes on with what is left (domain T18)."""

from django.db import transaction
from django.utils.translation import gettext as _

from documents.actors import SYSTEM, Actor
from documents.journal import Act
from forms.reopening import close_again, is_changed, reopen_draft
from forms.submissions import Submission
from forms.withdrawals import Withdrawal
from forms.withdrawing import Rest, checked
from gremium.cases import life
from gremium.cases.life import NotPossible
from gremium.cases.models import RELEASED, Case, State
from gremium.cases.notices import tell_case_manager, tell_copy_holders, tell_secretariat
from gremium.cases.opening import summary_of
from gremium.cases.signals import case_cut, case_withdrawn
from gremium.cases.supplementing import answers_today, carry_over, order_dossier_today
from gremium.people.outbox import sentence


def follow_withdrawal(withdrawal: Withdrawal, rest: Rest | None, *, by: Actor) -> None:
    """End the case of a withdrawal, or let it go on with the rest, in the caller's transaction."""
    case = Case.objects.select_for_update().filter(pk=withdrawal.subject).first()
    if case is None or case.state == State.ERASED:
        return
    before = case.state
    if rest is None:
        case = life.move(case, State.WITHDRAWN, by=by, act=None)
        case_withdrawn.send(Case, case=case, before=before, by=by)
    else:
        case = _go_on(case, rest, by=by)
        case_cut.send(Case, case=case, before=before, recalls=rest.recalls, by=by)
    if rest is None or rest.recalls:
        tell_copy_holders(case, by=SYSTEM, say=delete_copies, with_members=before in RELEASED)
    tell_case_manager(case, by=by)
    tell_secretariat(case, by=by)


@sentence
def delete_copies() -> str:
    return _(
        "Please delete your copy of the dossier %(reference)s, on all devices and on paper. "
        "It may not be read any more."
    )


class NotReleasable(NotPossible):
    """What is left cannot go on; the message says why."""


def awaits_release(case: Case) -> bool:
    """Whether it came back because of a withdrawal, so that somebody may say that what is left can stay as it is."""
    if case.state != State.RETURNED:
        return False
    returns = [move.number for move in case.moves.all() if move.after == State.RETURNED]
    return returns[-1:] == ["T18"]


@transaction.atomic
def release_rest(case: Case, *, by: Actor) -> None:
    """Somebody has looked over the texts that are left: the case goes to the secretariat anew (domain T5).

    Raises NotPossible.
    """
    held = life.hold(case, to=State.SUBMITTED)
    submission = Submission.objects.newest(held.pk)
    if submission is None or not awaits_release(held):
        raise NotReleasable(_("This case waits for its completion. Please hand the application in again."))
    answers = answers_today(held, submission)
    findings = checked(submission, answers)
    if findings.errors:
        raise NotReleasable(_("Something that is needed is missing now. The case cannot go on as it is."))
    if is_changed(submission, answers):
        raise NotReleasable(_("Somebody has changed the application since. Please hand it in again."))
    close_again(held.pk)
    details = {"version": str(submission.number), "texts": "checked"}
    moved = life.move(held, State.SUBMITTED, by=by, act=Act.APPLICATION_RESUBMITTED, details=details)
    order_dossier_today(moved, submission, findings, by=by)


def _go_on(case: Case, rest: Rest, *, by: Actor) -> Case:
    before, case.version = case.version, rest.submission.number
    case.admission_proposed_by_ref = ""
    case.seal_summary(summary_of(rest.submission.definition, rest.answers, rest.findings))
    case.save()
    carry_over(case, rest.answers, before=before)
    if not rest.stands_alone and life.transition(case.state, State.RETURNED, of="T18"):
        details = {"version": str(rest.submission.number)}
        case = life.move(case, State.RETURNED, by=by, act=Act.APPLICATION_RETURNED, of="T18", details=details)
        reopen_draft(rest.submission, rest.answers)
    if rest.makes_a_dossier:
        order_dossier_today(case, rest.submission, rest.findings, by=by)
    return case
