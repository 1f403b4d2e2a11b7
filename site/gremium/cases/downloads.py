"""Handing out a dossier to those who work on the case; the line in the journal comes first, or nothing comes."""

from functools import partial

from django.db import transaction

from documents import dossiers, handing_out, journal
from documents.actors import Actor
from documents.dossiers import Dossier
from documents.handing_out import PlainCopy
from documents.journal import Act


def read_for_work(dossier: Dossier, *, by: Actor) -> PlainCopy:
    """The unmarked dossier for the own organisation and the secretariat.

    Never call it inside a transaction. Raises what `read_dossier` raises.
    """
    with transaction.atomic(durable=True):
        dossiers.require_given_out(dossier)
        journal.record(
            actor=by, act=Act.DOSSIER_DOWNLOADED, subject=dossier.subject, details={"dossier": str(dossier.pk)}
        )
    return handing_out.plain_copy(dossier, require_given_out=partial(dossiers.require_given_out, dossier))
