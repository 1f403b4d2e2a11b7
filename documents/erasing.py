"""Erasing a case from this floor: the key first, so that nothing can be read from then on, then rows and files."""

from functools import partial
from itertools import chain
from uuid import UUID

from django.db import transaction

from documents import journal, keystore, sealed_files
from documents.actors import Actor
from documents.bundles import Bundle, BundleShare, revoke_bundles
from documents.dossiers import Dossier
from documents.issues import Issue
from documents.jobs import Job
from documents.journal import Act
from documents.steps import StepResult
from documents.uploads import Upload


def erase_subject(subject: UUID, *, by: Actor) -> None:
    """Destroy the subject's key, then all that this floor holds of it; the journal's lines stay (Art. 17 GDPR).

    From the first moment nothing of the subject can be read, whatever becomes of the caller's transaction. The floors
    above delete their own rows.
    """
    keystore.destroy_key(subject)
    with transaction.atomic():
        revoke_bundles(Bundle.objects.holding(subject), by=by)
        BundleShare.objects.filter(subject=subject).delete()
        uploads, dossiers = Upload.objects.filter(subject=subject), Dossier.objects.filter(subject=subject)
        results, bundles = StepResult.objects.filter(subject=subject), Bundle.objects.filter(subject=subject)
        files = [rows.values_list("file", flat=True) for rows in (dossiers, results, bundles)]
        names = [*uploads.files(), *chain.from_iterable(files)]
        others = Job.objects.filter(subject=subject), Issue.objects.filter(subject=subject)
        for rows in (uploads, dossiers, results, bundles, *others):
            rows.delete()
        journal.record(actor=by, act=Act.ERASURE_EXECUTED, subject=subject)
        transaction.on_commit(partial(sealed_files.remove, *names))
