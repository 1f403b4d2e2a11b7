"""The version before a completion is kept until 30 days after the admission, and no longer (domain 9.2): neither its
answers, nor its dossiers, nor what was added to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from documents import vault
from documents.actors import Actor
from documents.dossiers import Dossier
from documents.jobs import call_worker
from documents.retention import kept_for
from documents.revoking import revoke_single
from documents.sweeping import each_alone, round_done
from forms.erasing_withdrawn import erase_earlier_versions
from forms.submissions import Submission
from gremium.cases.moves import Move
from gremium.cases.supplementing import forget_supplements

KEPT = kept_for("superseded")
TASK = "gremium.cases.tasks.erase_superseded"


def listen() -> None:
    round_done.connect(ring_if_due, dispatch_uid="cases.superseded")


def ring_if_due(sender: object = None, **_others: Any) -> None:
    if _due(timezone.now()).exists():
        call_worker(TASK, queue="bulk")


def erase_superseded(now: datetime) -> int:
    """Erase earlier versions of what was admitted long enough ago; returns of how many applications."""
    return each_alone(_erase, list(_due(now).values_list("draft_id", flat=True).distinct()))


@transaction.atomic
def _erase(subject: UUID) -> bool:
    erase_earlier_versions(subject)
    return True


def forget_earlier(subject: UUID, *, kept: int, by: Actor) -> None:
    """Take back the dossiers of versions before `kept` and delete what was added to them, in the caller's transaction.

    Raises keystore.KeyMissing.
    """
    older = [one for one in Dossier.objects.of(subject).filter(revoked_at=None) if _version_of(one) < kept]
    revoke_single(older, by=by)
    forget_supplements(subject, before=kept)


def _version_of(dossier: Dossier) -> int:
    """One whose order is broken is of no use to anybody: it counts as an old one."""
    try:
        return dossier.submission_number()
    except vault.SealBroken:
        return 0


def _due(now: datetime) -> QuerySet[Submission]:
    """Earlier versions whose case was admitted long enough ago."""
    admitted = Move.objects.filter(number="T6", at__lte=now - KEPT, case__version__gt=1)
    kept = Submission.objects.filter(draft_id__in=admitted.values("case"), draft__restricted_at=None)
    return kept.filter(draft__submissions__number__gt=F("number"))
