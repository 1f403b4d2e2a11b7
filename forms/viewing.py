"""Who reads an application that was handed in once, while its draft is open again or is printed: as much a read as any.

Drafts that nobody has handed in are read without a line; the closed list of events has none for it (domain 9.3).
"""

from documents import journal
from documents.actors import Actor
from documents.journal import Act
from forms.drafts import Draft


def note_view(draft: Draft, *, part: str, by: Actor) -> None:
    """One line, in the caller's transaction where there is one. `draft` comes from `telling_of_versions`."""
    if draft.has_versions:  # type: ignore[attr-defined]
        journal.record(actor=by, act=Act.APPLICATION_VIEWED, subject=draft.pk, details={"part": part})
