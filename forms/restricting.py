"""Restriction on this floor: what was handed in stays as it is, and is neither read nor erased (Art. 18 GDPR)."""

from uuid import UUID

from django.utils import timezone

from forms.drafts import Draft
from forms.passes import end_passes
from forms.person_views import end_person_view


def restrict(subject: UUID) -> None:
    """From the next request on nobody reads it here; what is open on phones and screens ends."""
    for draft in Draft.objects.select_for_update(of=("self",)).filter(pk=subject, restricted_at=None):
        draft.restricted_at = timezone.now()
        draft.save(update_fields=["restricted_at"])
        end_person_view(draft)
        end_passes(draft.pk)


def lift(subject: UUID) -> None:
    Draft.objects.filter(pk=subject).update(restricted_at=None)


def is_held(subject: UUID) -> bool:
    """Whether nothing of it may be erased at present."""
    return Draft.objects.exclude(restricted_at=None).filter(pk=subject).exists()
