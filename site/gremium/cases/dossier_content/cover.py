"""D00: what lies before the member, how it is to be kept, and what the board is and is not."""

from documents.content import Block, Entries, Entry, Prose
from gremium.cases.dossier_content import wording
from gremium.cases.dossier_content.record import Record
from gremium.cases.dossier_content.telling import tell


def cover(record: Record, *, attachments: int) -> tuple[Block, ...]:
    """No name stands here: the cover may lie on a table. Sources: seed R2, R3, R12, R16, R17, R20, R23, R26, R27."""
    facts = (
        Entry(label=wording.FORM, value=record.form.title),
        Entry(label=wording.FORM_VERSION, value=record.form.version.partition("+")[0]),
        Entry(label=wording.CONTENTS_COUNT, value=str(attachments)),
    )
    return (
        Entries(entries=facts),
        *supplements(record),
        Prose(heading=wording.COVER_KEEPING, text=wording.COVER_KEEPING_TEXT),
        Prose(heading=wording.COVER_LIMITS, text=wording.COVER_LIMITS_TEXT),
        *tell(record, record.of_section("D00")),
    )


def supplements(record: Record) -> tuple[Block, ...]:
    """What was added after filing, so that nobody reads an older copy for the whole."""
    if not record.supplements:
        return ()
    entries = tuple(Entry(label=head, value=line) for head, line in record.supplements)
    return (Entries(heading=wording.SUPPLEMENTS, entries=entries),)
