"""Taking back what was made of a subject: work on it ends, its dossiers and the bundles with them are given out no more
(Art. 7(3) GDPR)."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from documents import jobs, journal, sealed_files
from documents.actors import Actor
from documents.bundles import Bundle, holding_dossiers, revoke_bundles
from documents.dossiers import Dossier, DossierQuerySet
from documents.journal import Act
from documents.steps import StepResult


@transaction.atomic
def revoke_dossiers(subject: UUID, *, by: Actor) -> int:
    """End the subject's jobs and take back all its dossiers in the caller's transaction; returns how many there were.

    A worker in the middle of one loses its lease, so what it makes is never kept. Files and kept steps go after the
    commit; the rows stay and know how often each dossier was downloaded. A dossier ordered afterwards is a new one.
    """
    jobs.cancel(subject)
    revoke_bundles(Bundle.objects.holding(subject), by=by)
    return _take_back(subject, Dossier.objects.filter(subject=subject), by=by)


@transaction.atomic
def revoke_single(dossiers: Sequence[Dossier], *, by: Actor) -> int:
    """The same for some dossiers of one subject alone; the others stay, and work on them goes on."""
    if not dossiers:
        return 0
    for dossier in dossiers:
        jobs.cancel_one(dossier.job_key)
    subject = dossiers[0].subject
    revoke_bundles(holding_dossiers(subject, {dossier.pk for dossier in dossiers}), by=by)
    return _take_back(subject, Dossier.objects.filter(pk__in=[dossier.pk for dossier in dossiers]), by=by)


def _take_back(subject: UUID, dossiers: DossierQuerySet, *, by: Actor) -> int:
    given = list(dossiers.select_for_update().filter(revoked_at=None))
    results = StepResult.objects.filter(subject=subject)
    names = [*(dossier.file for dossier in given if dossier.file), *results.values_list("file", flat=True)]
    results.delete()
    for dossier in given:
        dossier.revoked_at, dossier.file = timezone.now(), ""
        dossier.sealed_order = dossier.sealed_manifest = b""
        dossier.save(update_fields=["revoked_at", "file", "sealed_order", "sealed_manifest"])
        journal.record(actor=by, act=Act.DOSSIER_REVOKED, subject=subject, details={"dossier": str(dossier.pk)})
    transaction.on_commit(partial(sealed_files.remove, *names))
    return len(given)
