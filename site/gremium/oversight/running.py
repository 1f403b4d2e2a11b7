"""Retention runs: what the secretariat confirmed is erased one by one, and what goes by itself is swept (domain T19).

The sweeper asks every ten minutes whether something is due and rings for a worker.
"""

import logging
from collections import Counter
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents import journal, keystore
from documents.actors import SYSTEM, Actor
from documents.jobs import call_worker
from documents.journal import Act
from documents.pseudonyms import code_for
from documents.sweeping import each_alone, round_done
from gremium.cases.life import NotPossible
from gremium.cases.writing import german_day
from gremium.letters.issuing import issue_letter
from gremium.letters.models import Letter
from gremium.oversight.models import RetentionItem, RetentionRun
from gremium.oversight.retention import Due, RecordClass, Runs, all_records, record_of
from gremium.people.models import Role, User
from gremium.people.outbox import sentence, tell

log = logging.getLogger(__name__)
TASK = "gremium.oversight.tasks.run_retention"
QUEUE = "bulk"


def to_be_confirmed(today: date) -> list[tuple[RecordClass, list[Due]]]:
    """What a run would erase now, by class."""
    return [(record, record.free(today)) for record in all_records() if record.runs == Runs.CONFIRMED]


def mark_of(today: date) -> str:
    """A code of what would be erased now: a confirmation counts only for the list that was looked at."""
    due = (f"{record.key}/{one.subject}" for record, found in to_be_confirmed(today) for one in found)
    return sha256("\n".join(sorted(due)).encode()).hexdigest()


@transaction.atomic
def start_run(*, seen: str, today: date, by: Actor) -> RetentionRun:
    """Confirm exactly the list that was looked at; the worker erases it. Raises NotPossible."""
    due = [(record, one) for record, found in to_be_confirmed(today) for one in found]
    if not due:
        raise NotPossible(_("Nothing is due. Nothing was erased."))
    if seen != mark_of(today):
        raise NotPossible(_("The list has changed since you opened it. Please look at it again."))
    if RetentionItem.objects.waiting().exists():
        raise NotPossible(_("A run is under way. Please wait until it is finished."))
    run = RetentionRun.objects.create(confirmed_by_ref=by.ref)
    RetentionItem.objects.bulk_create(_item(run, record, one) for record, one in due)
    for record, one in due:
        details = {"rule": record.key, "run": str(run.pk)}
        journal.record(actor=by, act=Act.ERASURE_SCHEDULED, subject=one.subject, details=details)
    transaction.on_commit(partial(call_worker, TASK, queue=QUEUE))
    return run


def _item(run: RetentionRun, record: RecordClass, due: Due) -> RetentionItem:
    code = code_for(due.reference or str(due.subject))
    return RetentionItem(run=run, record=record.key, subject=due.subject, reference_hash=code, due_on=due.due_on)


def run_retention(today: date) -> int:
    """Erase what was confirmed and what goes by itself; returns how many. A failure holds nothing else back.

    What failed is tried again in the next round. Raises ExceptionGroup of the failures.
    """
    steps = (_erase_confirmed, _erase_by_itself)
    failed, done = [], 0
    for step in steps:
        try:
            done += step(today)
        except ExceptionGroup as group:
            failed.append(group)
    if failed:
        raise ExceptionGroup("retention", failed)
    return done


def _erase_confirmed(today: date) -> int:
    waiting = RetentionItem.objects.waiting().exclude(subject=None)
    try:
        subjects = [subject for subject in waiting.values_list("subject", flat=True) if subject is not None]
        return each_alone(partial(_erase_item, today=today), subjects)
    finally:
        for run in RetentionRun.objects.filter(finished_at=None).exclude(items__in=RetentionItem.objects.waiting()):
            finish_run(run)


def _erase_item(subject: UUID, today: date) -> bool:
    """Erase one record if it is still due; the row forgets whose it was only then, so that a failure is tried again."""
    item = RetentionItem.objects.waiting().get(subject=subject)
    record = record_of(item.record)
    is_due = record is not None and any(one.subject == subject for one in record.free(today))
    if record is not None and is_due:
        record.erase(subject)
    elif not keystore.is_destroyed(subject):
        RetentionItem.objects.filter(pk=item.pk).update(left_at=timezone.now(), subject=None)
        journal.record(actor=SYSTEM, act=Act.ERASURE_BLOCKED, subject=subject, details={"run": str(item.run_id)})
        return False
    RetentionItem.objects.filter(pk=item.pk).update(erased_at=timezone.now(), subject=None)
    return True


@transaction.atomic
def finish_run(run: RetentionRun) -> None:
    """Count what a run has erased, write its record for the data protection officer and tell the secretariat."""
    held = RetentionRun.objects.select_for_update().filter(pk=run.pk, finished_at=None).first()
    if held is None:
        return
    erased = list(held.items.exclude(erased_at=None))
    held.counts, held.finished_at = dict(Counter(item.record for item in erased)), timezone.now()
    held.save(update_fields=["counts", "finished_at"])
    if erased:
        _write_record(held, erased)
    secretariat = User.objects.filter(is_active=True, role=Role.SECRETARIAT)
    tell(secretariat, run_is_finished, desk="oversight:retention")


def erasure_record_of(run: RetentionRun) -> Letter | None:
    return Letter.objects.about(run.pk).of_kind("erasure_record").kept().first()


def _write_record(run: RetentionRun, erased: list[RetentionItem]) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        rules = {item.record: _rule(item.record) for item in erased}
        records = [
            {
                "hash": item.reference_hash,
                "rule": rules[item.record],
                "due_on": german_day(item.due_on),
                "erased_on": german_day(timezone.localdate(item.erased_at)),
            }
            for item in erased
        ]
        issue_letter(
            "erasure_record",
            subject=run.pk,
            facts={"run_on": german_day(timezone.localdate(run.started_at)), "count": str(len(erased))},
            lists={"rules": sorted(rules.values())},
            groups={"records": records},
            by=SYSTEM,
        )


def _rule(key: str) -> str:
    record = record_of(key)
    if record is None:
        return key
    return _("%(label)s: %(days)s days after: %(start)s") % {
        "label": record.label,
        "days": record.days,
        "start": record.start,
    }


@sentence
def run_is_finished() -> str:
    return _("A deletion run is finished. Its record lies in your work area.")


def _by_itself() -> list[RecordClass]:
    return [record for record in all_records() if record.runs == Runs.BY_ITSELF]


def _erase_by_itself(today: date) -> int:
    """Sweep each class; what was done is kept as a run, as far as something was done."""
    counts, failed = {}, []
    for record in _by_itself():
        try:
            counts[record.key] = each_alone(record.erase, [one.subject for one in record.free(today)])
        except ExceptionGroup as group:
            failed.append(group)
    done = {key: count for key, count in counts.items() if count}
    if done:
        RetentionRun.objects.create(counts=done, finished_at=timezone.now())
    if failed:
        raise ExceptionGroup("by itself", failed)
    return sum(done.values())


def listen() -> None:
    round_done.connect(ring_if_due, dispatch_uid="oversight.retention")


def ring_if_due(sender: object = None, **_others: Any) -> None:
    today = timezone.localdate()
    is_unfinished = RetentionRun.objects.filter(finished_at=None).exists()
    if is_unfinished or any(record.free(today) for record in _by_itself()):
        call_worker(TASK, queue=QUEUE)


def _subjects_of_runs() -> set[UUID]:
    """Cases that are waiting keep their key, whatever else is gone."""
    return {subject for subject in RetentionItem.objects.waiting().values_list("subject", flat=True) if subject}


keystore.register_need(_subjects_of_runs)
