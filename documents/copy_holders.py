"""Who was handed a copy of a subject's papers, alone or within a bundle, so that it can be asked back."""

from uuid import UUID

from documents.actors import SYSTEM
from documents.bundles import BundleDownload
from documents.dossiers import Download


def copy_holders(subject: UUID) -> set[str]:
    """References of the accounts; what was read on screen alone counts as well, what the system opened does not."""
    dossiers = Download.objects.filter(dossier__subject=subject)
    bundles = BundleDownload.objects.filter(bundle__shares__subject=subject)
    holders = {*dossiers.values_list("actor_ref", flat=True), *bundles.values_list("actor_ref", flat=True)}
    return holders - {SYSTEM.ref}
