"""What a withdrawal of consent means for a case: it ends, or goes on with what is left (domain T18)."""

import logging
from collections.abc import Iterable
from functools import partial
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from forms.submissions import Submission
from forms.withdrawals import Withdrawal
from forms.withdrawing import Rest, checked
from gremium.cases.models import RELEASED, Case, State
from gremium.cases.neutral_mail import send_neutral_mail
from gremium.cases.opening import order_case_dossier, summary_of
from gremium.cases.signals import case_cut, case_withdrawn
from gremium.people.models import Role, Seat, User

log = logging.getLogger(__name__)
STILL_AHEAD = frozenset({State.SUBMITTED, State.RETURNED, State.ADMITTED, State.SCHEDULED, State.DEFERRED})
"""States from which a case goes back to its case manager where what is left does not stand alone."""


def follow_withdrawal(withdrawal: Withdrawal, rest: Rest | None, *, by: Actor) -> None:
    """End the case of a withdrawal, or let it go on with the rest, in the caller's transaction."""
    case = Case.objects.select_for_update().filter(pk=withdrawal.subject).first()
    if case is None or case.state == State.ERASED:
        return
    before = case.state
    if rest is None:
        _end(case)
        case_withdrawn.send(Case, case=case, before=before, by=by)
    else:
        _go_on(case, rest, by=by)
        case_cut.send(Case, case=case, before=before, recalls=rest.recalls, by=by)
    if before in RELEASED and (rest is None or rest.recalls):
        transaction.on_commit(partial(_recall_copies, case))
    transaction.on_commit(partial(_tell_those_who_work_on_it, case, by))


def forget_case(subject: UUID) -> None:
    """The bare row stays, so that agendas and proofs still name it; what it held sealed is gone."""
    Case.objects.filter(pk=subject).update(
        state=State.ERASED, sealed_summary=b"", admission_proposed_by_ref="", changed_at=timezone.now()
    )


class NotReleasable(Exception):
    """What is left cannot go on; the message says why."""


@transaction.atomic
def release_rest(case: Case, *, by: Actor) -> None:
    """Somebody has looked over the texts that are left: the case goes to the secretariat anew (domain T5).

    Raises NotReleasable.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    submission = Submission.objects.filter(draft_id=case.pk).order_by("-number").first()
    if locked.state != State.RETURNED or submission is None:
        raise NotReleasable(_("This case has already moved on. Please look at its present state."))
    answers = submission.answers()
    findings = checked(submission, answers)
    if findings.errors:
        raise NotReleasable(_("Something that is needed is missing now. The case cannot go on as it is."))
    locked.state = State.SUBMITTED
    locked.save(update_fields=["state", "changed_at"])
    details = {"version": str(submission.number), "texts": "checked"}
    journal.record(actor=by, act=Act.APPLICATION_RESUBMITTED, subject=case.pk, details=details)
    order_case_dossier(locked, submission, answers, findings, by=by)


def _end(case: Case) -> None:
    case.state = State.WITHDRAWN
    case.save(update_fields=["state", "changed_at"])


def _go_on(case: Case, rest: Rest, *, by: Actor) -> None:
    case.version = rest.submission.number
    case.admission_proposed_by_ref = ""
    case.seal_summary(summary_of(rest.submission.definition, rest.answers, rest.findings))
    if not rest.stands_alone and case.state in STILL_AHEAD:
        case.state = State.RETURNED
    case.save()
    if rest.makes_a_dossier:
        order_case_dossier(case, rest.submission, rest.answers, rest.findings, by=by)


def _recall_copies(case: Case) -> None:
    """Ask all who hold a seat today; what they downloaded lies on their own devices."""
    seats = Seat.objects.current(timezone.localdate()).select_related("holder")
    members = {seat.holder for seat in seats if seat.holder.is_active}
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _(
            "Please delete your copy of the dossier %(reference)s, on all devices and on paper. "
            "It may not be read any more."
        ) % {"reference": case.reference}
    _send(members, sentence, "cases:members_desk")


def _tell_those_who_work_on_it(case: Case, by: Actor) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("There is news about %(reference)s. Please look at it today.") % {"reference": case.reference}
    filling = User.objects.who_fill_for(str(case.organisation.ref))
    managers = filling.filter(ref=case.submitted_by_ref) or filling
    secretariat = User.objects.filter(is_active=True, role=Role.SECRETARIAT)
    _send([one for one in managers if str(one.ref) != by.ref], sentence, "cases:own_desk")
    _send([one for one in secretariat if str(one.ref) != by.ref], sentence, "cases:secretariat_desk")


def _send(people: Iterable[User], sentence: str, desk: str) -> None:
    """One by one, so that an address that is refused keeps nobody else from being told."""
    for person in people:
        try:
            send_neutral_mail([person], sentence, desk=desk)
        except (SMTPException, OSError) as error:
            log.warning("a mail about a withdrawal was not sent (%s)", type(error).__name__)
