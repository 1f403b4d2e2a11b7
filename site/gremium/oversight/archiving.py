"""Deciding what is offered to the city archive before it is erased (domain 9.2); never what was withdrawn."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from gremium.oversight.models import ArchiveDecision, ArchivePolicy
from gremium.oversight.retention import RecordClass


@transaction.atomic
def decide(record: RecordClass, policy: ArchivePolicy, *, by: Actor) -> ArchiveDecision:
    """Decide for one class; what was offered before stays offered."""
    facts = {"policy": policy, "decided_by_ref": by.ref, "decided_at": timezone.now()}
    decision, _is_new = ArchiveDecision.objects.update_or_create(record=record.key, defaults=facts)
    _record(record, str(policy), by)
    return decision


@transaction.atomic
def mark_offered(record: RecordClass, *, up_to: date, by: Actor) -> ArchiveDecision:
    """The archive has had its choice of all that was due up to this day. Raises ArchiveDecision.DoesNotExist."""
    decision = ArchiveDecision.objects.select_for_update().get(record=record.key, policy=ArchivePolicy.OFFER)
    decision.offered_up_to = up_to
    decision.save(update_fields=["offered_up_to"])
    _record(record, f"offered/{up_to.isoformat()}", by)
    return decision


def _record(record: RecordClass, what: str, by: Actor) -> None:
    details = {"record": record.key, "decision": what}
    journal.record(actor=by, act=Act.ARCHIVE_DECIDED, subject=journal.LIST, details=details)
