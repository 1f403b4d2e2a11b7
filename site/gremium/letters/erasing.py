"""Erasing letters: their papers go with the subject's key, rows that say nothing of the case stay (Art. 17 GDPR)."""

from functools import partial
from uuid import UUID

from django.db import transaction

from documents import sealed_files
from gremium.letters.models import Letter


@transaction.atomic
def forget_letters(subject: UUID) -> int:
    """Remove the papers of a subject after the commit and empty their rows; returns how many there were."""
    kept = Letter.objects.about(subject).kept()
    names = list(kept.values_list("file", flat=True))
    count = kept.update(file="", sha256="", language="")
    transaction.on_commit(partial(sealed_files.remove, *names))
    return count
