"""Signed consent sheets of a case: which are there, and until when one that comes late is still added."""

from collections.abc import Sequence
from uuid import UUID

from documents import vault
from documents.uploads import Upload
from forms.late_sheets import LateSheet
from forms.signed_sheets import SignedSheet, signed_sheets
from forms.submissions import Submission
from gremium.cases.models import Case, State
from gremium.cases.versions import versions_of

TAKES_SHEETS = frozenset({State.SUBMITTED, State.RETURNED, State.ADMITTED, State.SCHEDULED, State.DEFERRED})
"""States in which a signed sheet that comes late is filed to the case."""


def sheets_of(versions: Sequence[Submission]) -> list[SignedSheet]:
    """Those of the newest version, one a signing person; none where nothing of it can be read at present."""
    try:
        return signed_sheets(versions[0]) if versions else []
    except vault.UNREADABLE:
        return []


def may_add_sheets(case: Case, versions: Sequence[Submission]) -> bool:
    """An application that was given back and is open again takes its sheets in its own steps."""
    if case.state not in TAKES_SHEETS or not versions:
        return False
    draft = versions[0].draft
    return draft.is_submitted and not draft.is_withdrawn


def late_sheet_of(case: Case, upload: UUID) -> LateSheet | None:
    """The sheet that was added later with this file; None for every other file, also for one that was handed in."""
    return LateSheet.objects.filter(draft=case.pk, upload_id=upload).first() if not case.is_closed_to_all else None


def file_of(case: Case, upload: UUID) -> Upload | None:
    """A file of one of the case's sheets, or of what was signed on the screen; None for every other file."""
    sheets = sheets_of(versions_of(case))
    files = [file.upload for sheet in sheets for file in sheet.files]
    files += [sheet.drawn.upload for sheet in sheets if sheet.drawn]
    return next((file for file in files if file.pk == upload), None)
