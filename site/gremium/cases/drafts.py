"""The open drafts of an organisation, as its desk lists them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from documents import journal, vault
from documents.journal import Act
from forms.drafts import Draft
from forms.persons import full_name
from gremium.people.asking import SignedInRequest


@dataclass(frozen=True, slots=True)
class DraftLine:
    """`person` is empty until a name was typed; `reached` counts steps from 1."""

    pk: UUID
    person: str
    reached: int
    steps: int
    changed_at: datetime
    is_own: bool


def list_drafts(request: SignedInRequest) -> list[DraftLine]:
    """Drafts the asking person may go on with, the newest first; one journal line names them."""
    drafts = Draft.objects.readable_by(request.actor).open().select_related("form_version").order_by("-changed_at")
    lines = [_line(draft, request.actor.ref) for draft in drafts]
    if lines:
        names = {str(line.pk): "draft" for line in lines}
        journal.record(actor=request.actor, act=Act.CASE_LISTED, subject=request.user.ref, details=names)
    return lines


def _person(draft: Draft) -> str:
    try:
        values = draft.ledger().values
    except vault.UNREADABLE:
        return _("cannot be read at present")
    return full_name(values.get("vornamen"), values.get("familienname"))


def _line(draft: Draft, actor_ref: str) -> DraftLine:
    return DraftLine(
        pk=draft.pk,
        person=_person(draft),
        reached=draft.reached,
        steps=len(draft.definition.steps),
        changed_at=draft.changed_at,
        is_own=draft.owner_ref == actor_ref,
    )
