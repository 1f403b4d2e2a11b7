"""The open drafts of an organisation, as its desk lists them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from documents import vault
from documents.keystore import keys_at_hand
from forms.drafts import REMINDED_BEFORE, Draft
from forms.persons import full_name
from gremium.people.asking import SignedInRequest
from gremium.people.models import User


@dataclass(frozen=True, slots=True)
class DraftLine:
    """`person` is empty until a name was typed; `reached` counts steps from 1.

    `owner` answers for the draft; empty where that account is closed or works elsewhere.
    `is_ending`: the first reminder is due, so the day of its end shall catch the eye.
    """

    pk: UUID
    person: str
    reached: int
    steps: int
    changed_at: datetime
    kept_until: datetime
    is_ending: bool
    owner: str
    is_own: bool


def drafts_of_desk(request: SignedInRequest) -> list[Draft]:
    """Drafts the asking person may go on with, the newest first; whoever shows them writes the line."""
    drafts = Draft.objects.readable_by(request.actor).never_handed_in()
    return list(drafts.select_related("form_version").order_by("-changed_at"))


def draft_lines(request: SignedInRequest, drafts: Sequence[Draft]) -> list[DraftLine]:
    filling = User.objects.who_fill_for(request.actor.organisation_ref)
    owners = {str(user.ref): user.display_name for user in filling}
    with keys_at_hand([draft.pk for draft in drafts]):
        return [_line(draft, request.actor.ref, owners) for draft in drafts]


def _person(draft: Draft) -> str:
    try:
        values = draft.ledger().values
    except vault.UNREADABLE:
        return _("cannot be read at present")
    return full_name(values.get("vornamen"), values.get("familienname"))


def _line(draft: Draft, actor_ref: str, owners: Mapping[str, str]) -> DraftLine:
    return DraftLine(
        pk=draft.pk,
        person=_person(draft),
        reached=draft.reached,
        steps=len(draft.definition.steps),
        changed_at=draft.changed_at,
        kept_until=draft.kept_until,
        is_ending=draft.kept_until - REMINDED_BEFORE[0] <= timezone.now(),
        owner=owners.get(draft.owner_ref, ""),
        is_own=draft.owner_ref == actor_ref,
    )
