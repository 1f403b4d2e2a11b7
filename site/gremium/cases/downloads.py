"""Handing out a dossier to those who work on the case; the line in the journal comes first, or nothing comes."""

from django.db import transaction

from documents import dossiers, journal
from documents.actors import Actor
from documents.dossiers import Dossier
from documents.journal import Act


def read_for_work(dossier: Dossier, *, by: Actor) -> bytes:
    """The unmarked dossier for the own organisation and the secretariat. Raises what `read_dossier` raises."""
    with transaction.atomic(durable=True):
        dossiers.require_given_out(dossier)
        journal.record(
            actor=by, act=Act.DOSSIER_DOWNLOADED, subject=dossier.subject, details={"dossier": str(dossier.pk)}
        )
    pdf = dossiers.read_dossier(dossier)
    dossiers.require_given_out(dossier)
    return pdf
