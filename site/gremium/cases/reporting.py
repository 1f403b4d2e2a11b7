"""A court or asylum procedure began after filing: anybody who works on the case says so, people decide (domain T17).

In the same matter or not is a legal judgement, so nothing is excluded by itself (Art. 22 GDPR), and nobody decides
alone that it is another matter (domain 2.3, four eyes).
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from gremium.cases import life
from gremium.cases.life import NotPossible, WrongState
from gremium.cases.models import ARISES_LATER, Case, Report, State
from gremium.cases.notices import tell_second_persons, tell_secretariat


@transaction.atomic
def report_step(case: Case, *, ground: str, day: date | None, by: Actor) -> Report:
    """Report it to the secretariat; the same once more gives the report that is there. Raises NotPossible."""
    held = life.hold(case)
    if not life.may_move(held, State.EXCLUDED_LATER):
        raise WrongState(held)
    if ground not in ARISES_LATER:
        raise NotPossible(_("Only court or asylum proceedings are reported here."))
    known = Report.objects.open().filter(case=held, ground=ground).first()
    if known is not None:
        return known
    report = Report.objects.create(case=held, ground=ground, day=day, reported_by_ref=by.ref)
    journal.record(actor=by, act=Act.EXCLUSION_LATER_REPORTED, subject=held.pk, details={"ground": ground})
    tell_secretariat(held, by=by)
    return report


@transaction.atomic
def propose_settling(report: Report, *, reason: str, by: Actor) -> Report:
    """The secretariat finds that it is another matter; a second person decides on it. Raises NotPossible."""
    held = _unsettled(report)
    if held.settling_by_ref:
        raise NotPossible(_("This has been proposed already. A second person decides on it now."))
    if not reason.strip():
        raise NotPossible(_("Please give the reason in a sentence."))
    held.settling_by_ref, held.settling_at = by.ref, timezone.now()
    held.seal_reason(reason.strip())
    held.save(update_fields=["settling_by_ref", "settling_at", "sealed_reason"])
    _record(held, "proposed", by)
    tell_second_persons(held.case, by=by)
    return held


@transaction.atomic
def settle_report(report: Report, *, by: Actor) -> Report:
    """The second person agrees that it is another matter: the case goes on. Raises NotPossible."""
    held = _proposed(report, by)
    held.settled_at = timezone.now()
    held.save(update_fields=["settled_at"])
    _record(held, "settled", by)
    tell_secretariat(held.case, by=by)
    return held


@transaction.atomic
def keep_report(report: Report, *, by: Actor) -> Report:
    """The second person does not agree: the report stays open. Raises NotPossible."""
    held = _proposed(report, by)
    held.settling_by_ref, held.settling_at = "", None
    held.seal_reason("")
    held.save(update_fields=["settling_by_ref", "settling_at", "sealed_reason"])
    _record(held, "kept", by)
    tell_secretariat(held.case, by=by)
    return held


def open_reports(case: Case) -> list[Report]:
    return list(Report.objects.open().filter(case=case))


def _unsettled(report: Report) -> Report:
    """The row, locked: its case first, as everywhere."""
    life.hold(report.case)
    held = Report.objects.select_for_update(of=("self",)).open().select_related("case").filter(pk=report.pk).first()
    if held is None:
        raise NotPossible(_("This report has been settled already."))
    return held


def _proposed(report: Report, by: Actor) -> Report:
    held = _unsettled(report)
    if not held.settling_by_ref:
        raise NotPossible(_("Nobody has proposed this. The secretariat does it on the page of the case."))
    if held.settling_by_ref == by.ref:
        raise NotPossible(_("You have proposed this yourself. A second person has to decide it."))
    return held


def _record(held: Report, step: str, by: Actor) -> None:
    details = {"ground": held.ground, "step": step}
    journal.record(actor=by, act=Act.EXCLUSION_REJECTED, subject=held.case_id, details=details)
