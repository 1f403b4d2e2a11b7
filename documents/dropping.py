"""Files that can be made again are not kept longer than they are read (domain 9.2)."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from documents import journal, sealed_files
from documents.actors import Actor
from documents.dossiers import Dossier
from documents.journal import Act
from documents.steps import StepResult


def compiled_before(moment: datetime) -> Iterable[UUID]:
    """Subjects whose every compiled dossier was made before that moment."""
    newer = Dossier.objects.ready().filter(built_at__gt=moment).values("subject")
    return Dossier.objects.ready().exclude(subject__in=newer).values_list("subject", flat=True).distinct()


@transaction.atomic
def drop_dossiers(subject: UUID, *, by: Actor) -> int:
    """Remove the files of the subject's dossiers and of kept steps after the commit; returns how many dossiers.

    The rows stay, with what is needed to compile them anew and with the number of their downloads.
    """
    kept = list(Dossier.objects.ready().select_for_update().filter(subject=subject))
    results = StepResult.objects.filter(subject=subject)
    names = [*(dossier.file for dossier in kept), *results.values_list("file", flat=True)]
    results.delete()
    for dossier in kept:
        dossier.dropped_at, dossier.file, dossier.sealed_manifest = timezone.now(), "", b""
        dossier.save(update_fields=["dropped_at", "file", "sealed_manifest"])
    if kept:
        details = {"dossiers": str(len(kept))}
        journal.record(actor=by, act=Act.ERASURE_EXECUTED, subject=subject, details=details)
    transaction.on_commit(partial(sealed_files.remove, *names))
    return len(kept)
